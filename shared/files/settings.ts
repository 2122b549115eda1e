import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';
import type { Moderators } from '../moderation/moderators.ts';

export const decisions = ['allow', 'warn', 'block'] as const;
export type Decision = (typeof decisions)[number];

const Ids = z
  .array(Snowflake)
  .max(100)
  .overwrite((ids) => [...new Set(ids)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));

/** A guild's settings of files (product §3, "Files"): stored in `file_configs.values`. */
export const FileConfig = z.object({
  enabled: z.boolean().default(false).meta({
    title: 'Enforce file rules',
    description: 'Off: attachments are recorded, and nothing is done about them.',
    group: 'Files',
    quick: true,
  }),
  otherwise: z
    .enum(decisions)
    .default('allow')
    .meta({
      title: 'Extensions without a rule',
      group: 'Files',
      choices: { allow: 'are allowed', warn: 'are warned about', block: 'are blocked' },
    }),
  message: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .default('{user}, files of the type {extension} are not allowed here.')
    .meta({
      title: 'What is said',
      description: 'Where a rule has no text of its own. {user}, {extension} and {filename} are filled in.',
      group: 'Files',
    }),
  exemptModerators: z.boolean().default(true).meta({
    title: 'Moderators are exempt',
    group: 'Exemptions',
  }),
  exemptRoles: Ids.default([]).meta({ title: 'Exempt roles', group: 'Exemptions', widget: 'roles' }),
  exemptChannels: Ids.default([]).meta({
    title: 'Exempt channels',
    description: 'With their threads.',
    group: 'Exemptions',
    widget: 'channels',
  }),
});
export type FileConfig = z.infer<typeof FileConfig>;

/** What workers know of a guild's files. Who moderates, and threads, are known only where rules are enforced. */
export interface FileSettings extends Moderators {
  config: FileConfig;
  /** Extension → its rule. */
  rules: ReadonlyMap<string, { decision: Decision; message: string | null }>;
  /** Threads of exempt channels, and of those in which other people moderate → that channel. */
  threads: ReadonlyMap<Snowflake, Snowflake>;
}
