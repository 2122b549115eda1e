import { ComponentType, InteractionType } from 'discord-api-types/v10';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, guildIn, interactionIn, memberIn } from '../world/lookups.ts';
import type { Interaction } from '../world/types.ts';
import { openInteraction } from './open.ts';

export interface SubmitOrder {
  /** The interaction (or its id) that was answered with the modal. */
  modal: { id: string } | string;
  /** Text by the inputs' custom ids. */
  fields?: Record<string, string>;
  locale?: string;
}

interface Part {
  type: number;
  id?: number;
  custom_id?: string;
  value?: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  components?: Part[];
  component?: Part;
}

/** The user fills the modal in and sends it. */
export function submit(live: Live, order: SubmitOrder): Interaction {
  const opener = interactionIn(live.world, typeof order.modal === 'string' ? order.modal : order.modal.id);
  const { modal } = opener;
  if (!modal) throw new Cannot('that interaction was not answered with a modal');
  const guild = guildIn(live.world, opener.guildId ?? '');
  const parts: Part[] = modal.components.map((part) => Object(part));
  const stranger = Object.keys(order.fields ?? {}).find(
    (id) => !inputsIn(parts).some((part) => part.custom_id === id),
  );
  if (stranger) throw new Cannot(`the modal has no field ${stranger}`);
  const components = parts.map((part) => filled(part, order.fields ?? {}));
  return openInteraction(live, {
    type: InteractionType.ModalSubmit,
    guild,
    channel: channelIn(live.world, opener.channelId),
    member: memberIn(guild, opener.userId),
    name: modal.custom_id,
    data: { custom_id: modal.custom_id, components },
    source: opener.source,
    locale: order.locale,
  });
}

function inputsIn(parts: Part[]): Part[] {
  return parts.flatMap((part) => [
    part,
    ...inputsIn(part.components ?? []),
    ...inputsIn(part.component ? [part.component] : []),
  ]);
}

function filled(part: Part, fields: Record<string, string>): Record<string, unknown> {
  const { type, id } = part;
  if (part.components) return { type, id, components: part.components.map((inner) => filled(inner, fields)) };
  if (part.component) return { type, id, component: filled(part.component, fields) };
  if (type !== ComponentType.TextInput) return { type, id };
  return { type, id, custom_id: part.custom_id, value: textFor(part, fields) };
}

function textFor(input: Part, fields: Record<string, string>): string {
  const text = fields[input.custom_id ?? ''] ?? input.value ?? '';
  const required = input.required ?? true;
  if (required && text === '') throw new Cannot(`the field ${input.custom_id} is required`);
  const short = text !== '' && text.length < (input.min_length ?? 0);
  if (short || text.length > (input.max_length ?? 4_000))
    throw new Cannot(`the length of ${input.custom_id} does not fit`);
  return text;
}
