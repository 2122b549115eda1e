import fc from 'fast-check';
import type { AnyEnvelope, ChunkEvent, MemberSighting, UserSighting } from '../shared/core/events.ts';
import type { KnownMembers } from './known-members.ts';

/*
 * A small Discord that tells one shard of its members, and the rows that would become of what the shard passes on.
 */

const guilds = ['1', '2'];
const users = ['11', '12', '13'];

const of = <T extends string>(does: T) => ({
  does: fc.constant(does),
  guild: fc.constantFrom(...guilds),
  user: fc.constantFrom(...users),
  to: fc.constantFrom(null, 'a', 'b'),
  heard: fc.boolean(),
});

/** What happens; `heard` tells whether Discord's event of it comes, which is not so while the bot is away. */
export const Step = fc.oneof(
  { weight: 3, arbitrary: fc.record(of('join')) },
  { weight: 2, arbitrary: fc.record(of('leave')) },
  { weight: 6, arbitrary: fc.record(of('nick')) },
  { weight: 4, arbitrary: fc.record(of('rename')) },
  { weight: 2, arbitrary: fc.record(of('presence')) },
  { weight: 2, arbitrary: fc.record(of('ask')) },
  { weight: 2, arbitrary: fc.record(of('answer')) },
  { weight: 1, arbitrary: fc.record(of('lose')) },
);
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never;
type Told = { [T in AnyEnvelope['t']]: { t: T; d: Extract<AnyEnvelope, { t: T }>['d'] } }[AnyEnvelope['t']];

/**
 * Plays `before`, in which events may be missed, loads every guild, and plays `after`, in which none is. Answers with
 * what must be stored at the end, and with what is, of what was passed on, in any order and some of it twice.
 */
export function tell(known: KnownMembers, before: readonly Step[], after: readonly Step[]) {
  const names = new Map<string, string | null>();
  const nicks = new Map<string, Map<string, string | null>>(guilds.map((guild) => [guild, new Map()]));
  const asked = new Map<string, { askedAt: number; atFirst: MemberSighting[] }>();
  const passed: { event: AnyEnvelope; from: number }[] = [];
  let session: Told[] = [];
  let at = 0;
  let dropped = 0;

  const profileOf = (id: string): UserSighting => ({
    id,
    username: `user${id}`,
    globalName: names.get(id) ?? null,
    avatar: null,
    bot: false,
  });
  const memberOf = (guild: string, id: string): MemberSighting => ({
    user: profileOf(id),
    nick: nicks.get(guild)?.get(id) ?? null,
    avatar: null,
    roles: [],
    joinedAt: null,
    timedOutUntil: null,
    pending: false,
  });
  const isHere = (guild: string, id: string) => nicks.get(guild)?.has(id) === true;
  const membersOf = (guild: string) =>
    users.filter((id) => isHere(guild, id)).map((id) => memberOf(guild, id));

  /** What was told in the session before is never lost, nor sent again. */
  function begin(): void {
    session = [];
    for (const each of passed) each.from = -1;
  }
  function hear(told: Told, isHeard: boolean): void {
    if (!isHeard) {
      begin(); // events are only missed between two sessions
      return;
    }
    receive(told, session.push(told) - 1);
  }
  function receive({ t, d }: Told, from: number): void {
    const event = { t, d, id: `s-${at}`, at: ++at } as AnyEnvelope; // `t` and `d` are of one event
    if (known.isNews(event)) passed.push({ event, from });
    else dropped++;
  }
  const update = (guild: string, id: string, isHeard: boolean) =>
    hear({ t: 'GUILD_MEMBER_UPDATE', d: { guild, member: memberOf(guild, id) } }, isHeard);

  function ask(guild: string): void {
    if (!asked.has(guild)) asked.set(guild, { askedAt: ++at, atFirst: membersOf(guild) });
  }
  function answer(guild: string, isStale: boolean): void {
    const request = asked.get(guild);
    if (!request) return;
    asked.delete(guild);
    const { askedAt, atFirst } = request;
    const run = { id: String(askedAt), attempt: 1, askedAt };
    const d: ChunkEvent = { guild, run, index: 0, count: 1, members: isStale ? atFirst : membersOf(guild) };
    const event: AnyEnvelope = { t: 'GUILD_MEMBERS_CHUNK', d, id: run.id, at: ++at };
    known.isNews(event);
    passed.push({ event, from: -1 });
  }

  const does: Record<Step['does'], (step: Step, isHeard: boolean) => void> = {
    join({ guild, user }, isHeard) {
      if (isHere(guild, user)) return;
      nicks.get(guild)?.set(user, null);
      hear({ t: 'GUILD_MEMBER_ADD', d: { guild, member: memberOf(guild, user) } }, isHeard);
    },
    leave({ guild, user }, isHeard) {
      if (!nicks.get(guild)?.delete(user)) return;
      hear({ t: 'GUILD_MEMBER_REMOVE', d: { guild, user: profileOf(user) } }, isHeard);
    },
    nick({ guild, user, to }, isHeard) {
      if (!isHere(guild, user)) return;
      nicks.get(guild)?.set(user, to);
      update(guild, user, isHeard);
    },
    rename({ user, to }, isHeard) {
      const where = guilds.filter((guild) => isHere(guild, user));
      if (where.length === 0) return;
      names.set(user, to);
      for (const guild of where) update(guild, user, isHeard);
    },
    presence({ guild, user }) {
      if (isHere(guild, user)) hear({ t: 'PRESENCE_UPDATE', d: { guild, user: profileOf(user) } }, true);
    },
    ask: ({ guild }) => ask(guild),
    answer: ({ guild, heard }) => answer(guild, heard),
    /** Redis loses the latest events, chunks apart, and Discord sends them again. */
    lose({ heard }) {
      const from = heard ? 0 : Math.floor(session.length / 2);
      const kept = passed.filter((each) => each.from < from);
      passed.splice(0, passed.length, ...kept);
      known.forget();
      for (const [n, told] of [...session].entries()) if (n >= from) receive(told, n);
    },
  };

  for (const step of before) does[step.does](step, step.heard || step.does === 'answer');
  begin();
  for (const guild of guilds) {
    answer(guild, true);
    ask(guild);
    answer(guild, false);
  }
  for (const step of after) does[step.does](step, true);
  for (const guild of guilds) answer(guild, true);
  const profiles = users.filter((id) => guilds.some((guild) => isHere(guild, id))).map(profileOf);
  return {
    dropped,
    truth: { profiles, members: guilds.flatMap((guild) => membersOf(guild).map((m) => rowOf(guild, m))) },
    stored: (order: Iterable<number>) =>
      store(
        passed.map(({ event }) => event),
        order,
        profiles,
      ),
  };
}

const rowOf = (guild: string, { user, nick }: MemberSighting) => `${guild}:${user.id} ${nick}`;

interface Row<V> {
  at: number;
  value: V;
}

/** As rows are kept: of each only what is newest; whom a chunk does not name is gone as of its request. */
function store(events: readonly AnyEnvelope[], order: Iterable<number>, wanted: readonly UserSighting[]) {
  const members = new Map<string, Row<string | undefined>>();
  const profiles = new Map<string, Row<UserSighting>>();
  const put = <V>(rows: Map<string, Row<V>>, key: string, at: number, value: V) => {
    if ((rows.get(key)?.at ?? -1) < at) rows.set(key, { at, value });
  };
  const see = (guild: string, at: number, member: MemberSighting) => {
    put(members, `${guild}:${member.user.id}`, at, rowOf(guild, member));
    put(profiles, member.user.id, at, member.user);
  };
  for (const { t, d, at } of shuffled(events, order)) {
    if (t === 'GUILD_MEMBER_ADD' || t === 'GUILD_MEMBER_UPDATE') see(d.guild, at, d.member);
    if (t === 'GUILD_MEMBER_REMOVE') put(members, `${d.guild}:${d.user.id}`, at, undefined);
    if (t === 'GUILD_MEMBER_REMOVE' || t === 'PRESENCE_UPDATE') put(profiles, d.user.id, at, d.user);
    if (t !== 'GUILD_MEMBERS_CHUNK') continue;
    for (const member of d.members) see(d.guild, d.run.askedAt, member);
    for (const id of users)
      if (d.members.every(({ user }) => user.id !== id))
        put(members, `${d.guild}:${id}`, d.run.askedAt, undefined);
  }
  return {
    profiles: wanted.map(({ id }) => profiles.get(id)?.value),
    members: guilds.flatMap((guild) => users.flatMap((id) => members.get(`${guild}:${id}`)?.value ?? [])),
  };
}

function shuffled<T>(all: readonly T[], order: Iterable<number>): T[] {
  const random = order[Symbol.iterator]();
  const next = () => Number(random.next().value);
  const twice = [...all, ...all.filter(() => next() % 4 === 0)];
  return twice
    .map((one) => ({ one, by: next() }))
    .toSorted((a, b) => a.by - b.by)
    .map(({ one }) => one);
}
