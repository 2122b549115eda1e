import { createHash } from 'node:crypto';
import type { Effect } from '../core/queues.ts';
import type { Snowflake } from '../core/snowflake.ts';
import type { PlannedEffect } from './planned.ts';

type Planned<K extends Effect['kind']> = Omit<Extract<Effect, { kind: K }>, 'kind'>;

const mostAtOnce = 100; // Discord documentation, "Bulk Delete Messages"

/** What a case does to its member; undefined for kinds that do nothing. */
export function punish({ id, guild, kind }: { id: string; guild: Snowflake; kind: string }) {
  if (!isPunishment(kind)) return undefined;
  return planned(`punish-${id}-${kind}`, { kind: 'punish', guild, case: id, as: kind });
}

type Punishment = Planned<'punish'>['as'];

const punishments: readonly string[] = [
  'timeout',
  'untimeout',
  'kick',
  'ban',
  'unban',
] satisfies Punishment[];

function isPunishment(kind: string): kind is Punishment {
  return punishments.includes(kind);
}

/** Takes a case's timeout or ban back. */
export function lift({ id, guild }: { id: string; guild: Snowflake }): PlannedEffect {
  return planned(`lift-${id}`, { kind: 'lift', guild, case: id });
}

/** Deletes messages, with as few requests as Discord allows. Order and doubles do not matter. */
export function planDeletions(
  messages: readonly { guild: Snowflake; channel: Snowflake; message: Snowflake }[],
): PlannedEffect[] {
  const channels = new Map<Snowflake, { guild: Snowflake; ids: Set<Snowflake> }>();
  for (const { guild, channel, message } of messages) {
    const known = channels.get(channel) ?? { guild, ids: new Set() };
    channels.set(channel, known);
    known.ids.add(message);
  }
  return [...channels].flatMap(([channel, { guild, ids }]) =>
    piecesOf([...ids].sort(older)).map((piece) =>
      planned(`delete-${piece[0]}-${piece.length}-${piece.at(-1)}`, {
        kind: 'delete-messages',
        guild,
        channel,
        messages: piece,
      }),
    ),
  );
}

/** `nonce`: what the message is about, so that it comes once. */
export function tellMember({ nonce, ...message }: Planned<'tell-member'>): PlannedEffect {
  const short = shorten(nonce);
  return planned(`tell-${message.user}-${short}`, { kind: 'tell-member', ...message, nonce: short });
}

/** An entry of a log channel. `nonce`: what it is about, so that it comes once. */
export function log({ nonce, ...entry }: Planned<'log'>): PlannedEffect {
  const short = shorten(nonce);
  return planned(`log-${entry.channel}-${short}`, { kind: 'log', ...entry, nonce: short });
}

/** Does to a channel what its row says. */
export function channelDeed({ id, guild }: { id: string; guild: Snowflake }): PlannedEffect {
  return planned(`deed-${id}`, { kind: 'channel-deed', guild, deed: id });
}

/** Makes Discord's pause of invites and direct messages what the guild's row says. */
export function lockdown(guild: Snowflake): PlannedEffect {
  return planned(`lockdown-${guild}`, { kind: 'lockdown', guild });
}

/** Finds out where an invite leads, and has the event handled again. */
export function lookUpInvite({ guild, code, event }: Planned<'look-up-invite'>): PlannedEffect {
  return planned(`invite-${event[1]}-${code}`, { kind: 'look-up-invite', guild, code, event });
}

/** Job ids may not contain a colon (BullMQ). */
function planned(id: string, effect: Effect): PlannedEffect {
  return { id: id.replaceAll(':', '-'), effect };
}

function piecesOf<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / mostAtOnce);
  return Array.from({ length: count }, (_, i) => all.slice(i * mostAtOnce, (i + 1) * mostAtOnce));
}

function older(one: Snowflake, other: Snowflake): number {
  return one.length - other.length || (one < other ? -1 : 1);
}

/** Discord takes 25 characters. */
function shorten(nonce: string): string {
  if (nonce.length <= 25) return nonce;
  return createHash('sha256').update(nonce).digest('base64url').slice(0, 24);
}
