import type { AnyEnvelope, EditEvent, Events, EventType, MessageEvent } from './events.ts';

/**
 * An event as it lies in a batch: `[type, identity, received, what]`. Messages, which are nearly all there is, are
 * lists of values as well: without the keys their JSON is 40 % shorter, and three times as fast to write and to read.
 */
export type Wire = { [T in EventType]: readonly [t: T, id: string, at: number, what: Packed<T>] }[EventType];
type Packed<T extends EventType> = T extends 'MESSAGE_CREATE'
  ? PackedMessage
  : T extends 'MESSAGE_UPDATE'
    ? PackedEdit
    : Events[T];

export function packEvent(event: AnyEnvelope): Wire {
  const { t, id, at } = event;
  if (t === 'MESSAGE_CREATE') return [t, id, at, packMessage(event.d)];
  if (t === 'MESSAGE_UPDATE') return [t, id, at, packEdit(event.d)];
  return [t, id, at, event.d] as Wire; // `t` and `d` are of one event
}

/** The event that was packed. */
export function unpackEvent(wire: Wire): AnyEnvelope {
  const [t, id, at, what] = wire;
  if (t === 'MESSAGE_CREATE') return { t, id, at, d: unpackMessage(id, what) };
  if (t === 'MESSAGE_UPDATE') return { t, id, at, d: unpackEdit(what) };
  return { t, id, at, d: what } as AnyEnvelope; // `t` and `what` are of one event
}

type PackedMessage = ReturnType<typeof packMessage>;
type PackedEdit = readonly [id: string, editedAt: number, message: PackedMessage];

function packEdit(edit: EditEvent): PackedEdit {
  return [edit.id, edit.editedAt, packMessage(edit)];
}

function unpackEdit([id, editedAt, message]: PackedEdit): EditEvent {
  return { ...unpackMessage(id, message), editedAt };
}

/** All but the id, which is the event's identity. Empty lists and zeros take one character; few have a last value. */
function packMessage({
  guild,
  channel,
  parent,
  author,
  roles,
  joinedAt,
  content,
  attachments,
  mentions,
  flags,
}: MessageEvent) {
  const { id: user, username, globalName, avatar } = author;
  const files = attachments.length > 0 ? attachments : 0;
  const { users, roles: mentionedRoles, everyone } = mentions;
  const counts = users + mentionedRoles > 0 || everyone ? ([users, mentionedRoles, everyone] as const) : 0;
  return [
    guild,
    channel,
    user,
    username,
    globalName,
    avatar,
    roles,
    joinedAt,
    content,
    flags,
    files,
    counts,
    ...(parent === undefined ? none : ([parent] as const)),
  ] as const;
}

const none = [] as const;

function unpackMessage(id: string, packed: PackedMessage): MessageEvent {
  const [
    guild,
    channel,
    user,
    username,
    globalName,
    avatar,
    roles,
    joinedAt,
    content,
    flags,
    files,
    counts,
    parent,
  ] = packed;
  const [users, mentionedRoles, everyone] = counts || ([0, 0, false] as const);
  return {
    id,
    guild,
    channel,
    ...(parent === undefined ? {} : { parent }),
    author: { id: user, username, globalName, avatar },
    roles,
    joinedAt,
    content,
    attachments: files || [],
    mentions: { users, roles: mentionedRoles, everyone },
    flags,
  };
}
