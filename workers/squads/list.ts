import { cut, literally, oneLine } from '../../shared/core/plain-text.ts';
import { type ListedSquad, listSquads } from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../interactions/caller.ts';
import { pager } from '../interactions/pager.ts';
import { type Place, readPlace } from './standing.ts';
import { type Texts, texts } from './texts.ts';
import { sayRefusal } from './words.ts';

const onPage = 10; // each up to 380 characters, of the 4,096 of an embed's description
const longestText = 150;

/** `/squads list`: what there is, and what joining costs the caller. */
export const list = pager({
  name: 'squads.list',
  replies: 'privately',
  async draw(caller: Caller, deps: Pick<Context, 'db' | 'settings'>, cursor) {
    const words = texts(caller.locale);
    const [place, squads] = await Promise.all([
      readPlace(deps, caller),
      listSquads(deps, caller.guild, { active: true }),
    ]);
    if (squads.length === 0) return words.list.none;
    const pages = Math.ceil(squads.length / onPage);
    const page = Math.min(Number.parseInt(cursor, 10) || 0, pages - 1);
    const lines = squads.slice(page * onPage, (page + 1) * onPage).map((squad) => line(squad, place, words));
    const embed = {
      title: words.list.title,
      description: lines.join('\n'),
      ...(pages > 1 ? { footer: { text: `${page + 1}/${pages}` } } : {}),
    };
    return {
      message: { content: costLine(place, caller.locale), embeds: [embed] },
      ...(page > 0 ? { previous: String(page - 1) } : {}),
      ...(page < pages - 1 ? { next: String(page + 1) } : {}),
    };
  },
});

function line(
  { id, name, role, description, members, capacity }: ListedSquad,
  place: Place,
  { list }: Texts,
) {
  const facts = [list.members(members, capacity), ...(id === place.squad ? [list.yours] : [])].join(' · ');
  const text = cut(literally(oneLine(description)), longestText);
  return `**${literally(name)}** <@&${role}> · ${facts}${text ? `\n${text}` : ''}`;
}

function costLine({ refusal, everInSquad, cost }: Place, locale: string | undefined): string {
  const words = texts(locale);
  if (refusal?.is === 'below-minimum') return words.list.minimum(refusal.minimum, refusal.missing);
  if (refusal) return sayRefusal(refusal, locale);
  return everInSquad ? words.list.cost(cost) : words.list.free;
}
