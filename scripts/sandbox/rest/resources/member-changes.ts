import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { changeMember } from '../../changes/members.ts';
import { longestTimeout } from '../../limits.ts';
import type { Live } from '../../live.ts';
import { outranks } from '../../permissions.ts';
import { may, mayGive, mayTimeOut } from '../../rights.ts';
import { memberWithUserJson } from '../../shapes/user.ts';
import { actOfBot } from '../../world/act.ts';
import { botMember } from '../../world/lookups.ts';
import type { Guild, Member, World } from '../../world/types.ts';
import { invalidForm, ok, type Reply, refuse } from '../reply.ts';
import { Snowflake } from '../validate/spec.ts';

export const MemberChange = z.object({
  nick: z.string().max(32).nullish(),
  roles: z.array(Snowflake).max(350).nullish(),
  mute: z.boolean().nullish(),
  deaf: z.boolean().nullish(),
  channel_id: Snowflake.nullish(),
  communication_disabled_until: z.iso.datetime({ offset: true }).nullish(),
  flags: z.number().int().nullish(),
});
export type MemberChange = z.infer<typeof MemberChange>;

/** Every field has its own needs; the request fails as a whole. */
export function modifyMember(
  live: Live,
  guild: Guild,
  member: Member,
  change: MemberChange,
  reason: string | null,
): Reply {
  const unknown = change.roles?.find((id) => !guild.roles.has(id));
  if (unknown) return refuse('unknownRole');
  const until = change.communication_disabled_until;
  if (until && Date.parse(until) > live.world.now() + longestTimeout) return tooLong;
  const bot = botMember(live.world, guild);
  if (!needs.every(({ field, met }) => change[field] == null || met(live.world, guild, bot)))
    return refuse('missingPermissions');
  if (!mayModify(live.world, guild, bot, member, change)) return refuse('missingPermissions');
  if (needs.some(({ field, voice }) => voice && change[field] != null)) return refuse('notInVoice');
  const fields = {
    ...(change.nick === undefined ? {} : { nick: change.nick || null }),
    ...(change.roles ? { roles: [...new Set(change.roles)] } : {}),
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

type Met = (world: World, guild: Guild, bot: Member) => boolean;
const holding =
  (...alternatives: bigint[]): Met =>
  (world, guild, bot) =>
    alternatives.some((bits) => may(world, guild, bot, bits));

/** Nobody is ever in a voice channel here. */
const needs: { field: keyof MemberChange; met: Met; voice?: boolean }[] = [
  { field: 'mute', met: holding(P.MuteMembers), voice: true },
  { field: 'deaf', met: holding(P.DeafenMembers), voice: true },
  { field: 'channel_id', met: holding(P.MoveMembers), voice: true },
  {
    field: 'flags',
    met: holding(P.ManageGuild, P.ManageRoles, P.ModerateMembers | P.KickMembers | P.BanMembers),
  },
];

function mayModify(world: World, guild: Guild, bot: Member, member: Member, change: MemberChange): boolean {
  const mayName = may(world, guild, bot, P.ManageNicknames) && outranks(guild, bot, member);
  if (change.nick !== undefined && !mayName) return false;
  if (change.communication_disabled_until !== undefined && !mayTimeOut(world, guild, bot, member))
    return false;
  if (!change.roles) return true;
  const changed = [...member.roles, ...change.roles].filter(
    (id) => member.roles.includes(id) !== change.roles?.includes(id),
  );
  if (!may(world, guild, bot, P.ManageRoles)) return false;
  return changed.every((id) => mayGive(world, guild, bot, guild.roles.get(id)));
}
