import { DiscordAPIError } from '@discordjs/rest';
import { type APIInvite, RESTJSONErrorCodes, Routes } from 'discord-api-types/v10';
import { type InviteTarget, readInvites, saveInvite } from '../../shared/automod/invite-codes.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import type { EffectDeps, EffectKind, EffectOf } from './kind.ts';
import { openLine } from './line.ts';

type LookUp = EffectOf<'look-up-invite'>;

const inLine = openLine();

/** Finds out where an invite leads, once for all who post it at a time, and has their messages handled again. */
export const lookUpInvite: EffectKind<'look-up-invite'> = {
  patience: 10 * MINUTE, // after that it counts as foreign
  moot: [],
  async send(deps, effect) {
    await inLine(effect.code, () => lookUp(deps, effect.code));
    await handleAgain(deps, effect);
  },
  async settle(deps, effect, end) {
    if (end.is === 'done') return;
    await saveInvite(deps.redis, effect.code, 'none');
    await handleAgain(deps, effect);
  },
};

async function lookUp({ rest, redis }: EffectDeps, code: string): Promise<void> {
  if ((await readInvites(redis, [code])).has(code)) return;
  await saveInvite(redis, code, await ask(rest, code));
}

/** Invites to group messages lead to no guild. */
async function ask(rest: EffectDeps['rest'], code: string): Promise<InviteTarget> {
  try {
    const invite = (await rest.get(Routes.invite(encodeURIComponent(code)))) as APIInvite;
    return invite.guild?.id ?? 'none';
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInvite) return 'none';
    throw error;
  }
}

/** A batch of its own, once: handling an event twice changes nothing. */
async function handleAgain({ queue, partitions }: EffectDeps, { guild, code, event }: LookUp): Promise<void> {
  await queue('events', partitionOf(guild, partitions)).add(
    'events',
    { shard: 0, events: [event] },
    { jobId: `again-${event[1]}-${code}`.replaceAll(':', '-') },
  );
}
