import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import { type Snowflake, snowflakeAt } from '../../shared/core/snowflake.ts';
import type { Knex } from '../../shared/db/knex.ts';
import type { Text } from './demo.ts';
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
      global_name: index % 3 === 0 ? text(`${name[0]?.toUpperCase()}${name.slice(1)} ✨`) : null,
      seen_at: new Date(now),
    })),
  );
  for (const [index, guild] of guilds.entries()) {
    const { rows, accounts } = live(users, { guild, now, text, random: seededRandom(7 + index) });
    await db('guild_members').insert(
      [...accounts].map(([user, { balance, received, sent, streak, lastDay }]) => ({
        guild_id: guild,
        user_id: user,
        joined_at: new Date(now - 200 * DAY),
        balance,
        received,
        sent,
        streak,
        last_day: lastDay,
      })),
    );
    await db('bytes').insert(rows);
  }
  return users;
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
