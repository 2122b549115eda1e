import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { ListedSquad } from '../../shared/squads/store.ts';
import type { Message } from '../interactions/answer.ts';
import { customId } from '../interactions/component.ts';
import { texts as commonTexts } from '../interactions/texts.ts';
import type { Place } from './standing.ts';
import { texts } from './texts.ts';

/** Names of the components that answer (join.ts). */
export const picking = 'squads.pick';
export const turning = 'squads.page';

const mostButtons = 5; // in a row (Discord)
const mostOptions = 25; // of a select (Discord)
const longestText = 100; // characters of an option's description (Discord)
const longestLabel = 80; // characters of a button's label (Discord)

interface Picker {
  /** Id of the prompt. */
  prompt: string;
  /** Those that can be joined, at least one. */
  squads: ListedSquad[];
  /** From 0 on; beyond the last one it is the last one. */
  page: number;
  place: Pick<Place, 'cost' | 'balance'>;
  locale: string | undefined;
}
type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The squads to choose from: buttons where they fit in a row, else a select, in pages where one does not hold all. */
export function drawPicker(picker: Picker): Message {
  const { squads, place, locale } = picker;
  const { pick } = texts(locale);
  const content = place.cost === 0 ? pick.free : pick.cost(place.cost, place.balance);
  return { content, components: squads.length <= mostButtons ? [buttonsFor(picker)] : selectFor(picker) };
}

function buttonsFor({ prompt, squads }: Picker): Row {
  const buttons = squads.map(({ id, name }) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Primary as const,
    label: name.slice(0, longestLabel),
    custom_id: customId(picking, `${prompt}.${id}`),
  }));
  return { type: ComponentType.ActionRow, components: buttons };
}

function selectFor({ prompt, squads, page: wanted, locale }: Picker): Row[] {
  const { pick, list } = texts(locale);
  const pages = Math.ceil(squads.length / mostOptions);
  const page = Math.min(wanted, pages - 1);
  const options = squads
    .slice(page * mostOptions, (page + 1) * mostOptions)
    .map(({ id, name, description, members, capacity }) => ({
      label: name,
      value: id,
      description: [list.members(members, capacity), ...(description ? [description] : [])]
        .join(' · ')
        .slice(0, longestText),
    }));
  const select = {
    type: ComponentType.StringSelect as const,
    custom_id: customId(picking, `${prompt}.0`),
    placeholder: pick.placeholder(page + 1, pages),
    options,
  };
  const row: Row = { type: ComponentType.ActionRow, components: [select] };
  return pages === 1 ? [row] : [row, turnsFor({ prompt, page, pages, locale })];
}

function turnsFor({
  prompt,
  page,
  pages,
  locale,
}: Pick<Picker, 'prompt' | 'page' | 'locale'> & { pages: number }): Row {
  const { previous, next } = commonTexts(locale).pages;
  const button = (label: string, to: number): APIButtonComponentWithCustomId => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    // beyond the ends too: ids are unique in a message, and these cannot be pressed
    custom_id: customId(turning, `${prompt}.${to}`),
    disabled: to < 0 || to >= pages,
  });
  return { type: ComponentType.ActionRow, components: [button(previous, page - 1), button(next, page + 1)] };
}
