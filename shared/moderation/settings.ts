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

function logChannel(title: string, description: string) {
  return Snowflake.nullable()
    .default(null)
    .meta({ title, description, group: 'Log', widget: 'channel', posts: true });
}

function ping(title: string) {
  return z.boolean().default(false).meta({ title, group: 'Log' });
}

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
  caseLog: logChannel('Log channel of cases', 'Every case, whoever opened it and wherever.'),
  messageLog: logChannel(
    'Log channel of messages',
    'Messages that were changed or deleted. What they said is shown where recent messages are kept.',
  ),
  joinLog: logChannel('Log channel of joins', 'Who joins and leaves.'),
  memberLog: logChannel('Log channel of members', 'Changes of roles, nicknames and names.'),
  settingsLog: logChannel(
    'Log channel of settings',
    'Changes of this bot’s settings, rules, rewards, squads and reasons.',
  ),
  reportLog: logChannel('Channel of reports', 'Messages that members report, and appeals.'),
  pingForCases: ping('Mention the moderator role for cases'),
  pingForAutomod: ping('Mention the moderator role for firings'),
  pingForReports: ping('Mention the moderator role for reports and appeals'),
  keepMessages: z.boolean().default(false).meta({
    title: 'Keep recent messages',
    description: 'Their texts, for a day, so that the log can show what was changed or deleted.',
    group: 'Log',
  }),
  appeals: z.boolean().default(true).meta({
    title: 'Members may appeal',
    description: 'On their page, which /mycases links to.',
    group: 'Appeals',
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
  tellBefore: z.boolean().default(true).meta({
    title: 'Tell members before a kick or ban',
    description:
      'By a direct message, where a moderator does it by the bot. It is waited for one second at most.',
    group: 'Warnings',
  }),
});
export type ModerationConfig = z.infer<typeof ModerationConfig>;
