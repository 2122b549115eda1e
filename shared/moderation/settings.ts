import { z } from 'zod';
import { Snowflake } from '../core/snowflake.ts';

/** One rung: from so many active warnings on, this. */
export const Rung = z.object({
  warnings: z.int().min(1).max(100).meta({ title: 'Active warnings' }),
  action: z
    .enum(['timeout', 'kick', 'ban'])
    .meta({ title: 'Then', choices: { timeout: 'timeout', kick: 'kick', ban: 'ban' } }),
  minutes: z.int().min(1).max(40_320).default(60).meta({ title: 'A timeout lasts', unit: 'minutes' }),
});
export type Rung = z.infer<typeof Rung>;

const Ladder = z
  .array(Rung)
  .max(10)
  .check(({ value, issues }) => {
    value.forEach(({ warnings }, index) => {
      if (value.findIndex((rung) => rung.warnings === warnings) < index)
        issues.push({
          code: 'custom',
          message: 'another row has the same number of warnings',
          path: [index, 'warnings'],
          input: value,
        });
    });
  })
  .overwrite((rungs) => [...rungs].sort((a, b) => a.warnings - b.warnings));

/** A guild's settings of moderation: stored in `moderation_configs.values`. */
export const ModerationConfig = z.object({
  moderatorRole: Snowflake.nullable().default(null).meta({
    title: 'Moderator role',
    description: 'Its members count as moderators, besides whoever has Manage Messages.',
    group: 'Moderators',
    widget: 'role',
    quick: true,
  }),
  automodLog: Snowflake.nullable().default(null).meta({
    title: 'Log channel of auto-moderation',
    description: 'Where every firing is told, with why.',
    group: 'Log',
    widget: 'channel',
    posts: true,
    quick: true,
  }),
  warningDays: z.int().min(0).max(3_650).default(30).meta({
    title: 'Warnings expire after',
    description: '0: never.',
    group: 'Warnings',
    unit: 'days',
  }),
  ladder: Ladder.default([]).meta({
    title: 'Escalation',
    description: 'What so many active warnings lead to.',
    group: 'Warnings',
  }),
  tellMember: z.boolean().default(true).meta({
    title: 'Tell members of warnings and timeouts',
    description: 'By a direct message, where they take any.',
    group: 'Warnings',
  }),
});
export type ModerationConfig = z.infer<typeof ModerationConfig>;
