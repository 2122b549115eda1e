import { InteractionType } from 'discord-api-types/v10';
import type { FileOrder } from '../control/attachments.ts';
import type { Live } from '../live.ts';
import { Cannot } from '../world/cannot.ts';
import { channelIn, interactionIn, type Which } from '../world/lookups.ts';
import type { Interaction } from '../world/types.ts';
import { type FieldValue, filled, type Part } from './modal-values.ts';
import { openInteraction } from './open.ts';
import { placeIn } from './place.ts';
import { createResolver } from './resolved.ts';

export interface SubmitOrder {
  /** The interaction (or its id) that was answered with the modal. */
  modal: Which;
  /** By the fields' custom ids. */
  fields?: Record<string, FieldValue>;
  /** The same, for those from which several things are chosen. */
  values?: Record<string, string[]>;
  /** Files for the uploads. */
  attachments?: Record<string, FileOrder[]>;
  locale?: string;
}

/** The user fills the modal in and sends it. It stays open until the bot has answered that. */
export function submit(live: Live, order: SubmitOrder): Interaction {
  const { world } = live;
  const opener = interactionIn(world, order.modal);
  const { modal } = opener;
  if (!modal) throw new Cannot('that interaction has no modal open');
  const fields = new Map<string, FieldValue>(Object.entries({ ...order.fields, ...order.values }));
  const files = new Map(Object.entries(order.attachments ?? {}));
  const parts: Part[] = modal.components.map((part) => Object(part));
  const known = new Set(idsIn(parts));
  const stranger = [...fields.keys(), ...files.keys()].find((id) => !known.has(id));
  if (stranger) throw new Cannot(`the modal has no field ${stranger}`);
  const place = placeIn(world, channelIn(world, opener.channelId), opener.userId);
  const resolver = createResolver(world, place);
  const components = parts.map((part) => filled(part, { world, place, fields, files, resolver }));
  const resolved = resolver.result();
  return openInteraction(live, {
    place,
    type: InteractionType.ModalSubmit,
    name: modal.custom_id,
    data: { custom_id: modal.custom_id, components, ...(resolved ? { resolved } : {}) },
    source: opener.source,
    opener,
    locale: order.locale,
  });
}

function idsIn(parts: Part[]): string[] {
  return parts.flatMap(({ custom_id, components = [], component }) => [
    ...(custom_id === undefined ? [] : [custom_id]),
    ...idsIn(components),
    ...idsIn(component ? [component] : []),
  ]);
}
