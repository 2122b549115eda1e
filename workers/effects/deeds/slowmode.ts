import { type RESTPatchAPIChannelJSONBody, Routes } from 'discord-api-types/v10';
import type { ChannelDeed, StoredDeed } from '../../../shared/moderation/channel-deeds.ts';
import type { EffectDeps } from '../kind.ts';

/** How long members wait between two messages; 0 seconds: not at all. */
export async function slowmode(
  { rest }: EffectDeps,
  { channel }: StoredDeed,
  { seconds }: Extract<ChannelDeed, { is: 'slowmode' }>,
  reason: string,
): Promise<void> {
  const body: RESTPatchAPIChannelJSONBody = { rate_limit_per_user: seconds };
  await rest.patch(Routes.channel(channel), { body, reason });
}
