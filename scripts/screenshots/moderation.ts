import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { type DemoCase, type DemoGuild, seedCases } from './cases.ts';
import { demoChannel } from './history.ts';

/** One of each, for paths. */
export interface DemoModeration {
  /** Has evidence, notes and an appeal. */
  caseNumber: string;
  /** Whose case that is. */
  memberId: Snowflake;
  warningId: string;
  templateId: string;
  reportId: string;
  appealId: string;
  deedId: string;
  failureId: string;
}

/** What moderators did before auto-moderation was there. */
export async function seedEarlierCases(db: Knex, demo: DemoGuild): Promise<void> {
  await seedCases(db, demo, earlier);
}

/** Cases of the last hours, and what belongs to cases: notes, appeals, reports, templates, deeds in channels. */
export async function seedModeration(db: Knex, demo: DemoGuild): Promise<DemoModeration> {
  const { ids, first } = await seedCases(db, demo, latestCases(demo.now));
  const [appealed = '', , warned = ''] = ids;
  await seedNotes(db, demo, appealed);
  const warning: { id: string } = await db('user_warnings').where({ case_id: warned }).first('id');
  return {
    caseNumber: String(first),
    memberId: demo.users[11] ?? '',
    warningId: warning.id,
    templateId: await seedTemplates(db, demo),
    reportId: await seedReports(db, demo, appealed),
    appealId: await seedAppeals(db, demo, ids),
    deedId: await seedDeeds(db, demo),
    failureId: await seedFailures(db, demo, ids),
  };
}

const earlier: readonly DemoCase[] = [
  { kind: 'warn', user: 5, ago: 60 * DAY, by: 'grace', reason: 'Advertising in #help.' },
  { kind: 'kick', user: 25, ago: 41 * DAY, by: 'grace', reason: 'Asked to leave after the third argument.' },
  {
    kind: 'ban',
    user: 33,
    ago: 22 * DAY,
    by: 'owner',
    reason: 'Sold stolen accounts.',
    lasts: 14 * DAY,
    lift: 'done',
    resolved: { after: 14 * DAY, by: 'Smarter Dev', note: 'It has ended.' },
  },
  { kind: 'unban', user: 34, ago: 20 * DAY, by: 'owner', reason: 'It was his little brother, he says.' },
  {
    kind: 'warn',
    user: 9,
    ago: 9 * DAY,
    by: 'grace',
    reason: 'Posted spoilers without marks.',
    resolved: { after: HOUR, by: 'grace', note: 'They were marked: my client did not show it.' },
  },
];

function latestCases(now: number): DemoCase[] {
  const message = snowflakeAt(now - 40 * MINUTE, 1);
  const excerpt = 'you people are all the same, go and die in a ditch';
  return [
    {
      kind: 'timeout',
      user: 11,
      ago: 40 * MINUTE,
      by: 'grace',
      reason: 'Insults after two requests to stop.',
      lasts: DAY,
      evidence: { channel: demoChannel(1), message, excerpt },
    },
    {
      kind: 'note',
      user: 11,
      ago: 35 * MINUTE,
      by: 'grace',
      reason: 'Third time this month; talk to ken first.',
    },
    { kind: 'warn', user: 20, ago: 30 * MINUTE, by: 'owner', reason: 'Keep it in #off-topic.' },
    {
      kind: 'ban',
      user: 28,
      ago: 20 * MINUTE,
      by: 'grace',
      reason: 'Phishing links in direct messages.',
      effect: 'failed',
      answer: 'Missing Permissions: the member has a role above the bot’s.',
    },
    {
      kind: 'timeout',
      user: 16,
      ago: 9 * MINUTE,
      by: 'automod',
      reason: 'Flood: 12 messages within 10 seconds.',
      lasts: HOUR,
      lift: 'failed',
      answer: 'Missing Permissions',
      resolved: { after: 2 * MINUTE, by: 'owner', note: 'They pasted a log, no harm meant.' },
    },
    { kind: 'kick', user: 31, ago: 2 * MINUTE, by: 'owner', reason: 'Advertising bot.', effect: 'wanted' },
  ];
}

async function seedNotes(db: Knex, { now, text }: DemoGuild, case_id: string): Promise<void> {
  await db('case_notes').insert([
    {
      case_id,
      at: new Date(now - 38 * MINUTE),
      actor_name: text('grace'),
      text: text('Told them where to appeal.'),
    },
    {
      case_id,
      at: new Date(now - 12 * MINUTE),
      actor_name: text('owner'),
      text: text('Reason changed; it was: insults.'),
    },
  ]);
}

async function seedTemplates(db: Knex, { guild, text }: DemoGuild): Promise<string> {
  const template = (name: string, reason: string) => ({ guild_id: guild, name, text: text(reason) });
  const made: { id: string }[] = await db('reason_templates').insert(
    [
      template('spam', 'Unwanted advertising (rule 4).'),
      template('insults', 'Insults or harassment (rule 1). Take a break, then come back friendlier.'),
      template('nsfw', 'Not safe for work (rule 6).'),
    ],
    ['id'],
  );
  return made[0]?.id ?? '';
}

async function seedReports(
  db: Knex,
  { guild, users, now, text }: DemoGuild,
  case_id: string,
): Promise<string> {
  const own = Number(BigInt(guild) & 0xffn);
  const report = (author: number, ago: number, rest: Record<string, unknown>) => ({
    guild_id: guild,
    channel_id: demoChannel(1),
    message_id: snowflakeAt(now - ago, own),
    author_id: users[author],
    reporter_id: users[3],
    reporter_name: text('margaret'),
    created_at: new Date(now - ago),
    ...rest,
  });
  const made: { id: string }[] = await db('reports').insert(
    [
      report(11, 42 * MINUTE, {
        excerpt: text('you people are all the same, go and die in a ditch'),
        reason: text('He has been at it since yesterday.'),
        state: 'handled',
        case_id,
        answered_at: new Date(now - 40 * MINUTE),
        answered_by: text('grace'),
      }),
      report(22, 26 * MINUTE, {
        excerpt: text('dm me for cheap game keys'),
        state: 'dismissed',
        answered_at: new Date(now - 20 * MINUTE),
        answered_by: text('owner'),
      }),
      report(24, 6 * MINUTE, {
        excerpt: text('free gift cards at g1ft.example, first ten only'),
        reason: text('A scam, I think.'),
      }),
    ],
    ['id'],
  );
  return made.at(-1)?.id ?? '';
}

/** One that waits, of the first case, and one that was turned down. */
async function seedAppeals(db: Knex, demo: DemoGuild, [first, , warned]: string[]): Promise<string> {
  const { guild, users, now, text } = demo;
  const open = {
    guild_id: guild,
    case_id: first,
    user_id: users[11],
    text: text('I lost my temper, and I have written to everybody I insulted. A day is long.'),
    created_at: new Date(now - 15 * MINUTE),
  };
  const rejected = {
    guild_id: guild,
    case_id: warned,
    user_id: users[20],
    text: text('It was on topic.'),
    state: 'rejected',
    answer: text('It was about football.'),
    answered_at: new Date(now - 10 * MINUTE),
    answered_by: text('owner'),
    created_at: new Date(now - 25 * MINUTE),
  };
  await db('appeals').insert(rejected);
  const [made]: { id: string }[] = await db('appeals').insert(open, ['id']);
  return made?.id ?? '';
}

async function seedDeeds(db: Knex, { guild, users, now, text }: DemoGuild): Promise<string> {
  const deed = (ago: number, deed: Record<string, unknown>, rest: Record<string, unknown>) => ({
    guild_id: guild,
    channel_id: demoChannel(2),
    operation: `demo:deed:${ago}`,
    deed: JSON.stringify(deed),
    actor_kind: 'member',
    actor_id: users[1],
    actor_name: text('grace'),
    effect: 'done',
    created_at: new Date(now - ago),
    changed_at: new Date(now - ago),
    ...rest,
  });
  const before: Snowflake = snowflakeAt(now - 3 * HOUR, 0);
  const made: { id: string }[] = await db('channel_deeds').insert(
    [
      deed(
        3 * HOUR,
        { is: 'purge', count: 40, user: users[22], before },
        { result: JSON.stringify({ deleted: 37 }) },
      ),
      deed(2 * HOUR, { is: 'slowmode', seconds: 30 }, { reason: text('Quiz night.') }),
      deed(HOUR, { is: 'lock' }, { effect: 'failed', answer: text('Missing Permissions') }),
    ],
    ['id'],
  );
  return made[0]?.id ?? '';
}

/** The ban and the lift that Discord refused, and a direct message. */
async function seedFailures(
  db: Knex,
  { guild, users, now, text }: DemoGuild,
  cases: string[],
): Promise<string> {
  const failure = (effect: Record<string, unknown>, ago: number, rest: Record<string, unknown>) => ({
    job: `demo-${guild}-${ago}`,
    guild_id: guild,
    effect: JSON.stringify({ ...effect, guild }),
    status: 403,
    code: '50013',
    why: text('Missing Permissions: the member has a role above the bot’s.'),
    failed_at: new Date(now - ago),
    ...rest,
  });
  const made: { id: string }[] = await db('failed_effects').insert(
    [
      failure({ kind: 'tell-member', user: users[20], content: 'hello', nonce: '1' }, 29 * MINUTE, {
        code: '50007',
        why: text('Cannot send messages to this user.'),
      }),
      failure({ kind: 'punish', case: cases[3], as: 'ban' }, 20 * MINUTE, {}),
      failure({ kind: 'lift', case: cases[4] }, 7 * MINUTE, { why: text('Missing Permissions') }),
    ],
    ['id'],
  );
  return made[1]?.id ?? '';
}
