import { joinEntry } from '../../shared/automod/entry-ids.ts';
import { conclude, explain } from '../../shared/automod/evaluate.ts';
import type { Hit } from '../../shared/automod/hit.ts';
import type { AutoModSettings } from '../../shared/automod/settings.ts';
import type { MemberSubject } from '../../shared/automod/subject.ts';
import { slide } from '../../shared/automod/windows.ts';
import type { MemberEvent } from '../../shared/core/events.ts';
import { partitionOf } from '../../shared/core/keys.ts';
import { timeOf } from '../../shared/core/snowflake.ts';
import { isModerator } from '../../shared/moderation/moderators.ts';
import type { Renamed } from '../../shared/sync/renames.ts';
import type { Context } from '../context.ts';
import type { Batch } from '../runtime/handler.ts';
import { type EnforceDeps, enforce } from './enforce.ts';
import { groupBy } from './group-by.ts';
import { excerptOf, hitsOf, ruleOf } from './hits.ts';
import { byEntry, countingFor, type Judgement, judge, type Presented } from './judged.ts';
import { lockDown } from './lockdown.ts';

type Deps = EnforceDeps & Pick<Context, 'redis'>;

/** Members who came: how they are called, and how many came at once (product §3). It may run again, as for messages. */
export async function moderateJoins(
  context: Deps,
  { events, attempt }: Batch<'GUILD_MEMBER_ADD'>,
): Promise<void> {
  const settings = await context.settings.automod.get(events.map(({ d }) => d.guild));
  const joined = events.flatMap(({ d }) => {
    const its = settings.get(d.guild);
    if (!its || its.rules.length === 0 || d.member.user.bot || d.member.joinedAt === null) return [];
    const at = Date.parse(d.member.joinedAt);
    const subject = read(d, its, { is: 'join', at });
    return [{ subject, settings: its, entry: joinEntry(subject.user, at) }];
  });
  await moderate(context, joined, attempt);
}

/** Members who are called otherwise now. */
export async function moderateRenames(
  context: Deps,
  renamed: readonly Renamed[],
  { attempt }: { attempt: number },
): Promise<void> {
  const settings = await context.settings.automod.get(renamed.map(({ guild }) => guild));
  const presented = renamed.flatMap((member) => {
    const its = settings.get(member.guild);
    if (!its || its.rules.length === 0) return [];
    const { user, at } = member;
    return [{ subject: renamedSubject(member, its), settings: its, entry: joinEntry(user, at) }];
  });
  const { partitions } = context;
  for (const some of groupBy(
    presented,
    ({ subject }) => partitionOf(subject.guild, partitions).index,
  ).values())
    await moderate(context, some, attempt);
}

function renamedSubject(
  { guild, user, at, username, globalName, nick, avatar, roles }: Renamed,
  settings: AutoModSettings,
): MemberSubject {
  const profile = { id: user, username, globalName, avatar, bot: false };
  const rest = { avatar: null, joinedAt: null, timedOutUntil: null, pending: false };
  return read({ guild, member: { user: profile, nick, roles, ...rest } }, settings, { is: 'rename', at });
}

async function moderate(
  context: Deps,
  presented: Presented<MemberSubject>[],
  attempt: number,
): Promise<void> {
  if (presented.length === 0) return;
  const judgement = judge(presented, { inviteGuild: () => undefined });
  const held = judgement.orders.length > 0 ? await slide(context, judgement.orders) : [];
  await lockDown(context, held, judgement);
  await enforce(context, [...namedHits(judgement), ...hitsOf(held, judgement)], { attempt });
}

/** Hits of rules that look at a member by themselves: each join or rename is a burst of its own. */
function namedHits(judgement: Judgement): Hit[] {
  return [...byEntry(judgement).values()].flatMap((one) =>
    countingFor(one)
      .filter(({ window }) => window.counts !== 'joins')
      .map((ready): Hit => {
        const { subject } = one;
        const { rule, window } = ready;
        const { guild, user, at } = subject;
        const burst = `${subject.is === 'join' ? 'join' : 'name'}:${at}`;
        const trace = conclude(ready.screen(subject, judgement.known), { reached: 1, burst });
        return {
          ...ruleOf(rule),
          guild,
          user,
          burst,
          counted: null,
          conditions: trace.conditions,
          why: explain(trace),
          excerpt: excerptOf(subject),
          messages: [],
          from: at,
          to: at,
          firedAt: at,
          until: at + window.within,
        };
      }),
  );
}

function read(
  { guild, member }: MemberEvent,
  settings: AutoModSettings,
  what: Pick<MemberSubject, 'is' | 'at'>,
): MemberSubject {
  const { user, roles, nick } = member;
  const { id, username, globalName, avatar } = user;
  const moderator = isModerator(settings, { guild, user: id, roles, channel: null, parent: null });
  const names = { username, globalName, nick };
  return {
    ...what,
    ...names,
    guild,
    user: id,
    roles,
    moderator,
    accountMadeAt: timeOf(id),
    avatar: avatar !== null,
  };
}
