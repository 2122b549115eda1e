import { type APIDMChannel, Routes } from 'discord-api-types/v10';
import { MINUTE, SECOND } from '../../shared/core/clock.ts';
import { noteTold, type WantedPunishment } from '../../shared/moderation/effects-state.ts';
import { textForMember } from '../../shared/moderation/member-texts.ts';
import { findGuildNames } from '../../shared/sync/guild-names.ts';
import type { EffectDeps, EffectOf } from './kind.ts';

type Punish = EffectOf<'punish'>;

const patience = SECOND; // product §4
const tellable = 2 * MINUTE; // nonces are only compared for "the past few minutes" (Discord documentation)

/**
 * Tells a member what is about to be done to them, while they can still be reached. Waits a second at most, and whatever
 * comes of it is well: many take no messages. Answers whether it did anything. A retry says nothing twice: by the nonce, and
 * afterwards by the case's row.
 */
export async function tellFirst(
  deps: EffectDeps,
  effect: Punish,
  wanted: WantedPunishment,
): Promise<boolean> {
  if (!wanted.tellsFirst) return false;
  const isFresh = deps.clock() - wanted.createdAt.getTime() < tellable;
  if (isFresh) await withPatience((signal) => tell(deps, effect, wanted, signal));
  await noteTold(deps, effect.case);
  return true;
}

async function tell(
  { db, rest }: EffectDeps,
  { guild, case: id, as: kind }: Punish,
  { user, ...about }: WantedPunishment,
  signal: AbortSignal,
): Promise<void> {
  const names = await findGuildNames({ db }, [guild]);
  const content = textForMember({ kind, guild: names.get(guild) ?? '', ...about });
  const channel = (await rest.post(Routes.userChannels(), {
    body: { recipient_id: user },
    signal,
  })) as APIDMChannel;
  const body = { content, nonce: `first-${id}`, enforce_nonce: true, allowed_mentions: { parse: [] } };
  await rest.post(Routes.channelMessages(channel.id), { body, signal });
}

/** Until it is done or failed, or the second is over; then it is cut off where it is. */
async function withPatience(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  const over = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([work(signal).catch(() => {}), over]);
}
