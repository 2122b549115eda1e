import { z } from 'zod';
import { Snowflake } from '../../shared/core/snowflake.ts';
import { checkSetup, type Finding } from '../../shared/setup/check.ts';
import { inviteLink } from '../../shared/setup/invite.ts';
import { explain } from '../../shared/setup/words.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { InGuild } from './shapes.ts';

const codes = [
  'left',
  'unknown-bot',
  'permission',
  'intent',
  'hierarchy',
  'role-deleted',
  'role-managed',
  'powers',
  'channel-deleted',
  'channel-closed',
  'members',
] as const;

const Parts = z.array(z.object({ id: Snowflake, name: z.string().nullable() }));
const SetUp = z
  .object({
    findings: z.array(
      z.object({
        code: z.enum(codes),
        severity: z.enum(['error', 'warning']).describe('An error: something that is used does not work'),
        wrong: z.string().describe('A sentence for people'),
        mend: z.string().describe('What to do about it'),
        missing: z.array(z.string()).describe('Permissions that the bot lacks'),
        roles: Parts,
        channels: Parts,
        setting: z
          .object({ feature: z.string(), key: z.string() })
          .nullable()
          .describe('The setting that names the roles or channels'),
      }),
    ),
    invite: z
      .url()
      .nullable()
      .describe('Gives the bot all that it needs; null where it is not known who it is'),
  })
  .meta({
    id: 'SetUp',
    description: 'What keeps the bot from its work in a guild; no findings: nothing does',
  });

export const setUpRoutes: AnyRoute[] = [
  route({
    method: 'get',
    path: '/guilds/:guildId/set-up',
    summary: 'Check the set-up of a guild',
    description: 'By what the bot has seen: Discord is not asked.',
    scope: 'guilds:read',
    params: InGuild,
    reply: SetUp,
    handle: async ({ params: { guildId: guild } }, deps) => {
      const { findings } = await checkSetup(deps, guild);
      const { applicationId, config } = deps;
      const invite = applicationId ? inviteLink({ applicationId, api: config.DISCORD_API, guild }) : null;
      return { findings: findings.map(toFinding), invite };
    },
  }),
];

function toFinding(finding: Finding): z.input<typeof SetUp>['findings'][number] {
  const use = 'use' in finding && finding.use.is === 'setting' ? finding.use : undefined;
  return {
    code: codeOf(finding),
    severity: finding.severity,
    ...explain(finding),
    missing: 'missing' in finding ? finding.missing : [],
    roles: 'roles' in finding ? finding.roles : [],
    channels: 'channels' in finding ? finding.channels : [],
    setting: use ? { feature: use.feature, key: use.key } : null,
  };
}

function codeOf(finding: Finding): (typeof codes)[number] {
  if (finding.is === 'role') return `role-${finding.why}`;
  if (finding.is === 'channel') return `channel-${finding.why}`;
  return finding.is;
}
