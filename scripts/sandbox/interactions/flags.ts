import { MessageFlags as Flag } from 'discord-api-types/v10';

// Discord's documentation, "Interaction Callback Data Structure" and "Edit Message"
export const settableFlags =
  Flag.SuppressEmbeds |
  Flag.Ephemeral |
  Flag.IsComponentsV2 |
  Flag.IsVoiceMessage |
  Flag.SuppressNotifications;

/** Of a new answer; others that the bot asks for have no effect. */
export function flagsOf(wanted: number | null | undefined): number {
  return (wanted ?? 0) & settableFlags;
}

/** Of an answer that is edited: it stays as visible as it was, and what has become of components remains so. */
export function flagsAfter(before: number, wanted: number | null | undefined): number {
  const kept = before & ~Flag.Loading;
  if (wanted == null) return kept;
  return (kept & ~Flag.SuppressEmbeds) | (wanted & (Flag.SuppressEmbeds | Flag.IsComponentsV2));
}
