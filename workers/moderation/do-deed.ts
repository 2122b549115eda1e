import { has, missingFrom } from '../../shared/core/permissions.ts';
import type { Snowflake } from '../../shared/core/snowflake.ts';
import { channelDeed } from '../../shared/effects/moderation.ts';
import { queueEffects } from '../../shared/effects/planned.ts';
import {
  type ChannelDeed,
  openDeed,
  readDeed,
  type StoredDeed,
} from '../../shared/moderation/channel-deeds.ts';
import type { Context } from '../context.ts';
import { type Answer, refused, shown } from '../interactions/answer.ts';
import type { Caller } from '../interactions/caller.ts';
import { channelTexts } from './channel-texts.ts';
import { actorOf } from './moderate.ts';
import { readReason } from './reasons.ts';
import { sayDeed } from './say-deed.ts';
import { follow, until } from './waiting.ts';

/** What a moderator wants done to a channel. */
export interface ChannelWish {
  deed: ChannelDeed;
  /** Of the caller, in that channel. */
  channel: { id: Snowflake; permissions: bigint } | undefined;
  needed: bigint;
  /** As it was typed. */
  reason: string | undefined;
  show: boolean | undefined;
}

/** Does it to the channel that was chosen, or to this one, and tells how that went. Repeated, it is the same deed. */
export async function doDeed(
  call: Caller,
  context: Pick<Context, 'db' | 'queue' | 'partitions'>,
  { deed, channel: chosen, needed, reason, show }: ChannelWish,
): Promise<Answer> {
  const { id, guild, user, locale, guildLocale } = call;
  const { id: channel, permissions } = chosen ?? { id: call.channel, permissions: call.permissions };
  if (!has(permissions, needed)) {
    const missing = missingFrom(permissions, needed).join(', ');
    return refused(channelTexts(locale).permission(missing, `<#${channel}>`));
  }
  const opened = await openDeed(context, {
    ...{ guild, channel, operation: `int:${id}`, deed, actor: actorOf(user) },
    reason: await readReason(context, guild, reason),
  });
  if (opened.effect === 'wanted') await queueEffects(context, [channelDeed(opened)]);
  const read = async () => (await readDeed(context, guild, opened.id)) ?? opened;
  const isSettled = ({ effect }: StoredDeed) => effect !== 'wanted';
  const done = await until(read, isSettled);
  const draw = (deed: StoredDeed) => ({ content: sayDeed(deed, show ? guildLocale : locale) });
  return shown(draw(done), isSettled(done) ? undefined : follow(read, isSettled, draw));
}
