import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Ground, Refusal } from './ground.fixture.ts';
import { guildWith } from './members.fixture.ts';

const form = { rest: 'InvalidFormBodyOrContentType', status: 400 } as const;
const permissions = { rest: 'MissingPermissions', status: 403 } as const;
const blocking = {
  name: 'No cats',
  event_type: 1,
  trigger_type: 1,
  trigger_metadata: { keyword_filter: ['cat'] },
  actions: [{ type: 1 }],
};

/** Rules of Discord's own AutoMod. */
export const autoModerationRefusals: Refusal[] = [
  {
    name: 'AutoMod rules without Manage Server',
    rule: 'Auto Moderation: Permission Requirements, “required to have the MANAGE_GUILD permission”',
    answer: permissions,
    provoke: (ground) =>
      ground.ask('GET', `/guilds/${guildWith(ground, P.ManageMessages)}/auto-moderation/rules`),
  },
  {
    name: 'an AutoMod timeout without Moderate Members',
    rule: 'Auto Moderation: Action Types, “MODERATE_MEMBERS permission is required to use the TIMEOUT action”',
    answer: permissions,
    provoke(ground) {
      const actions = [{ type: 3, metadata: { duration_seconds: 60 } }];
      return create(ground, { actions }, guildWith(ground, P.ManageGuild));
    },
  },
  {
    name: 'the seventh keyword rule',
    rule: 'Auto Moderation: Trigger Types, Max per Guild',
    answer: form,
    async provoke(ground) {
      for (let n = 0; n < 6; n += 1) await create(ground, { name: `rule ${n}` });
      return create(ground, {});
    },
  },
  {
    name: 'a keyword of 61 characters',
    rule: 'Auto Moderation: Trigger Metadata Field Limits',
    answer: form,
    provoke: (ground) => create(ground, { trigger_metadata: { keyword_filter: ['x'.repeat(61)] } }),
  },
  {
    name: 'an expression that is none',
    rule: 'Auto Moderation: Trigger Metadata, regex_patterns',
    answer: form,
    provoke: (ground) => create(ground, { trigger_metadata: { regex_patterns: ['('] } }),
  },
  {
    name: 'an AutoMod timeout for generic spam',
    rule: 'Auto Moderation: Action Types, “can only be set up for KEYWORD and MENTION_SPAM rules”',
    answer: form,
    provoke(ground) {
      const actions = [{ type: 3, metadata: { duration_seconds: 60 } }];
      return create(ground, { trigger_type: 3, trigger_metadata: {}, actions });
    },
  },
  {
    name: 'an alert into no channel of the guild',
    rule: 'Auto Moderation: Action Metadata, channel_id, “existing channel”',
    answer: form,
    provoke: (ground) => create(ground, { actions: [{ type: 2, metadata: { channel_id: '123' } }] }),
  },
];

function create({ ask, guild }: Ground, change: Record<string, unknown>, where = guild) {
  return ask('POST', `/guilds/${where}/auto-moderation/rules`, { ...blocking, ...change });
}
