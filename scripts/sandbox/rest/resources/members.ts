import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeMember, kickMember } from '../../changes/members.ts';
import type { Live } from '../../live.ts';
import { guildPermissions, rankOf } from '../../permissions.ts';
import { memberWithUserJson } from '../../shapes/user.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, Member } from '../../world/types.ts';
import { invalidForm, noContent, ok, type Reply, refuse } from '../reply.ts';
import { type Route, route } from '../route.ts';
import { body } from '../validate/body.ts';
import { Snowflake } from '../validate/spec.ts';
import { mayGive } from './member-roles.ts';

const longestTimeout = 28 * 24 * 3_600_000; // Discord's documentation, "Modify Guild Member"

const Change = z.object({
  nick: z.string().max(32).nullish(),
  roles: z.array(Snowflake).max(350).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  channel_id: Snowflake.nullish(),
  communication_disabled_until: z.iso.datetime({ offset: true }).nullish(),
  flags: z.number().int().nullish(),
});
type Change = z.infer<typeof Change>;
const OwnChange = z.object({ nick: z.string().max(32).nullish() });

export function memberRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/guilds/:guild/members',
      handle: ({ found, query }) => list(found.guild, query),
    }),
    route({
      method: 'GET',
      path: '/guilds/:guild/members/:member',
      handle: ({ found }) => ok(memberWithUserJson(found.member)),
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/members/@me',
      needs: P.ChangeNickname,
      body: body<z.infer<typeof OwnChange>>(OwnChange),
      handle({ found: { guild }, body, reason }, live) {
        const bot = botMember(live.world, guild);
        const change = { nick: body.nick || null };
        return ok(memberWithUserJson(changeMember(live, guild, bot, change, actOfBot(live.world, reason))));
      },
    }),
    route({
      method: 'PATCH',
      path: '/guilds/:guild/members/:member',
      body: body<Change>(Change),
      handle: ({ found, body, reason }, live) => modify(live, found.guild, found.member, body, reason),
    }),
    route({
      method: 'DELETE',
      path: '/guilds/:guild/members/:member',
      needs: P.KickMembers,
      handle({ found: { guild, member }, reason }, live) {
        if (!outranked(live, guild, member)) return refuse('missingPermissions');
        kickMember(live, guild, member.user, actOfBot(live.world, reason));
        return noContent;
      },
    }),
  ];
}

/** Whether the bot's highest role stands above the member's; nobody stands above the owner. */
export function outranked({ world }: Live, guild: Guild, member: Member): boolean {
  return rankOf(guild, botMember(world, guild)) > rankOf(guild, member);
}

function modify(live: Live, guild: Guild, member: Member, change: Change, reason: string | null): Reply {
  const unknown = change.roles?.find((id) => !guild.roles.has(id));
  if (unknown) return refuse('unknownRole');
  const until = change.communication_disabled_until;
  if (until && Date.parse(until) > live.world.now() + longestTimeout) return tooLong;
  if (!mayModify(live, guild, member, change)) return refuse('missingPermissions');
  const fields = {
    ...(change.nick === undefined ? {} : { nick: change.nick || null }),
    ...(change.roles ? { roles: change.roles } : {}),
    ...(until === undefined ? {} : { timeoutUntil: until }),
    ...(change.flags == null ? {} : { flags: change.flags }),
  };
  changeMember(live, guild, member, fields, actOfBot(live.world, reason));
  return ok(memberWithUserJson(member));
}

const tooLong = invalidForm([
  {
    path: ['communication_disabled_until'],
    code: 'MEMBER_TIMEOUT_TOO_LONG',
    message: 'Timeout must end within 28 days.',
  },
]);

function mayModify(live: Live, guild: Guild, member: Member, change: Change): boolean {
  const bits = guildPermissions(guild, botMember(live.world, guild), live.world.now());
  const has = (bit: bigint) => (bits & bit) !== 0n;
  if (change.nick !== undefined && !(has(P.ManageNicknames) && outranked(live, guild, member))) return false;
  if (change.communication_disabled_until !== undefined && !mayTimeOut(live, guild, member, has))
    return false;
  if (!change.roles) return true;
  const changed = [...member.roles, ...change.roles].filter(
    (id) => member.roles.includes(id) !== change.roles?.includes(id),
  );
  return has(P.ManageRoles) && changed.every((id) => mayGive(live, guild, id));
}

/** Administrators cannot be timed out by anybody. */
function mayTimeOut(live: Live, guild: Guild, member: Member, has: (bit: bigint) => boolean): boolean {
  const immune = (guildPermissions(guild, member, live.world.now()) & P.Administrator) !== 0n;
  return has(P.ModerateMembers) && !immune && outranked(live, guild, member);
}

function list(guild: Guild, query: URLSearchParams): Reply {
  const limit = Math.min(1_000, Number(query.get('limit') ?? 1));
  const after = BigInt(query.get('after') ?? 0);
  const members = [...guild.members.values()]
    .filter(({ user }) => BigInt(user.id) > after)
    .sort((a, b) => (BigInt(a.user.id) < BigInt(b.user.id) ? -1 : 1));
  return ok(members.slice(0, limit).map(memberWithUserJson));
}
