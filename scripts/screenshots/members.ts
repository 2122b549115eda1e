import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Text } from './demo.ts';
import { botRole, demoRole } from './history.ts';
import { demoApplicationId } from './panel.ts';
import { type Random, seededRandom } from './random.ts';

const names =
  'ada grace linus margaret dennis barbara ken hedy alan radia tim edsger frances donald karen bjarne anita guido shafi james lynn niklaus sophie john mary butler adele claude evelyn vint katherine leslie rosalind ivan joan douglas carol seymour dorothy whitfield'.split(
    ' ',
  );
const reasons = [
  'for the review last night',
  'quiz night, 2nd place',
  'thanks for the hint with lifetimes!',
  'bug bounty',
  'best meme of the week',
];
const days = 30;

interface Account {
  balance: number;
  received: number;
  sent: number;
  streak: number;
  lastDay: number | null;
}

/** Members of these guilds with a month of ledger behind their balances; the ids of the users. */
export async function seedMembers(
  db: Knex,
  { guilds, now, text }: { guilds: Snowflake[]; now: number; text: Text },
): Promise<Snowflake[]> {
  const users = names.map((_, index) => snowflakeAt(Date.UTC(2019, 0, 1) + index * 9 * DAY, index));
  await db('discord_users').insert(
    names.map((name, index) => ({
      id: users[index],
      username: text(name),
      global_name: displayName(index) && text(displayName(index) ?? ''),
      seen_at: new Date(now),
    })),
  );
  for (const [index, guild] of guilds.entries()) {
    const { rows, accounts } = live(users, { guild, now, text, random: seededRandom(7 + index) });
    await db('guild_members').insert(
      [...accounts].map(([user, { balance, received, sent, streak, lastDay }]) => ({
        guild_id: guild,
        user_id: user,
        ...membershipOf(users.indexOf(user), { guild, now, text }),
        balance,
        received,
        sent,
        streak,
        last_day: lastDay,
      })),
    );
    await db('bytes').insert(rows);
  }
  await seedBot(db, guilds, now);
  return users;
}

async function seedBot(db: Knex, guilds: Snowflake[], now: number): Promise<void> {
  const [user_id, name, seen_at] = [demoApplicationId, 'Smarter Dev', new Date(now)];
  await db('discord_users').insert({ id: user_id, username: name, bot: true, seen_at });
  const member = { user_id, name, roles: [botRole], joined_at: new Date(now - 210 * DAY), seen_at };
  await db('guild_members').insert(guilds.map((guild_id) => ({ ...member, guild_id })));
}

/** Some have a nickname, some roles of history.ts, one is timed out. */
function membershipOf(index: number, { guild, now, text }: Pick<Life, 'guild' | 'now' | 'text'>) {
  const nick = index % 5 === 1 ? text(`the real ${names[index]}`, guild) : null;
  const roles = [2, 4, 5].filter((_, place) => index % (place + 2) === 0).map((role) => demoRole(role));
  return {
    name: nick ?? text(displayName(index) ?? names[index] ?? ''),
    nick,
    roles,
    joined_at: new Date(now - 200 * DAY + index * HOUR),
    timed_out_until: index === 7 ? new Date(now + DAY) : null,
    seen_at: new Date(now),
  };
}

function displayName(index: number): string | null {
  const name = names[index] ?? '';
  return index % 3 === 0 ? `${name[0]?.toUpperCase()}${name.slice(1)} ✨` : null;
}

/** A month of messages and gifts, played once. */
function live(users: Snowflake[], { guild, now, text, random }: Life) {
  const accounts = new Map<Snowflake, Account>();
  const rows: Record<string, unknown>[] = [];
  const pay = (user: Snowflake, amount: number, row: Record<string, unknown>) => {
    const account = accounts.get(user);
    if (!account) return;
    account.balance += amount;
    account.received += amount;
    const id = String(rows.length);
    rows.push({ guild_id: guild, receiver_id: user, amount, operation: `demo:${id}`, ...row });
  };
  for (let ago = days - 1; ago >= 0; ago--) {
    const day = Math.floor(now / DAY) - ago;
    const at = (index: number) => new Date(Math.min(day * DAY + 8 * HOUR + index * 7 * MINUTE, now - MINUTE));
    for (const [index, user] of users.entries()) {
      if (random() < 0.35) continue;
      if (!accounts.has(user)) {
        accounts.set(user, { balance: 0, received: 0, sent: 0, streak: 0, lastDay: null });
        pay(user, 100, { kind: 'starting', created_at: at(index) });
      }
      const account = accounts.get(user);
      if (!account) continue;
      account.streak = account.lastDay === day - 1 ? account.streak + 1 : 1;
      account.lastDay = day;
      const [multiplier, tier] = account.streak >= 8 ? [2, 'CHAR'] : [1, null];
      const daily = { kind: 'daily', day, streak: account.streak, multiplier, tier, created_at: at(index) };
      pay(user, 10 * multiplier, daily);
      const other = users[Math.floor(random() * users.length)] ?? user;
      if (random() > 0.12 || other === user || !accounts.has(other)) continue;
      const amount = 1 + Math.floor(random() * 40);
      account.balance -= amount;
      account.sent += amount;
      const reason =
        random() < 0.7 ? text(reasons[Math.floor(random() * reasons.length)] ?? '', guild) : null;
      pay(other, amount, { giver_id: user, kind: 'transfer', reason, created_at: at(index) });
    }
  }
  return { accounts, rows: rows.map((row) => ({ giver_id: null, reason: null, ...row })) };
}

interface Life {
  guild: Snowflake;
  now: number;
  text: Text;
  random: Random;
}
