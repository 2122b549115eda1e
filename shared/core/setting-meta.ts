import type {} from 'zod';

/**
 * What a setting's schema says of itself, through zod's `.meta()`, besides `title` (its name in forms) and
 * `description` (the help below it). The panel, the API's document and every diff are made of it.
 */
export interface SettingMeta {
  /** What a number counts: `bytes`, `days`. Shown behind it. */
  unit?: string;
  /** The section of the form it stands in. */
  group?: string;
  /** How it is edited where its type does not tell. */
  widget?: 'channels' | 'roles' | 'channel' | 'role' | 'emoji' | 'time-zone';
  /** What the values of an enum are called. */
  choices?: Record<string, string>;
  /** Rarely changed: its section is folded away. */
  advanced?: boolean;
  /** Also shown and changed by `/config` in Discord (workers/config/setting-texts.ts has its words). */
  quick?: boolean;
  /** The bot writes in the channels that are picked: the set-up check looks whether it can. */
  posts?: boolean;
}

declare module 'zod' {
  interface GlobalMeta extends SettingMeta {}
}
