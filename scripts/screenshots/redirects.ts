import { DAY, HOUR, MINUTE } from '../../shared/core/clock.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { ensurePartitions } from '../../shared/db/partitions.ts';
import type { Text } from './demo.ts';
import { seededRandom } from './random.ts';

const links = [
  {
    name: 'invite',
    target: 'https://discord.com/invite/rust-harbor',
    note: 'On the poster and in the video',
    perDay: 90,
  },
  { name: 'rules', target: 'https://example.org/community/rules?lang=en#conduct', note: '', perDay: 14 },
  { name: 'survey-2025', target: 'https://forms.example.com/s/winter', note: 'Closed', perDay: 0, off: true },
];
const days = 30;

const visitors = [
  {
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    referrer: 'https://www.reddit.com/r/rust/',
    ip: '198.51.100.23',
    bot: false,
  },
  {
    agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    referrer: null,
    ip: '2001:db8:4:1::17',
    bot: false,
  },
  {
    agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    referrer: 'https://www.youtube.com/watch?v=harbor',
    ip: '203.0.113.77',
    bot: false,
  },
  {
    agent: 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    referrer: null,
    ip: '192.0.2.140',
    bot: true,
  },
];

/** Answers the id of the first short link, which is followed most. */
export async function seedRedirects(db: Knex, { now, text }: { now: number; text: Text }): Promise<string> {
  const span = { by: 'month', from: now - days * DAY, to: now } as const;
  await ensurePartitions(db, { table: 'redirect_clicks', ...span });
  await ensurePartitions(db, { table: 'hourly_stats', ...span });
  const made: { id: string }[] = await db('redirects').insert(
    links.map(({ name, target, note, off }, index) => ({
      ...{ name, target, enabled: !off, created_by: text('owner').slice(0, 64) },
      note: text(note).slice(0, 200),
      created_at: new Date(now - (60 - index) * DAY),
      changed_at: new Date(now - (20 - index) * DAY),
    })),
    ['id'],
  );
  const [first = ''] = made.map(({ id }) => id);
  await seedClicks(db, { redirect: first, now, text });
  await seedSums(
    db,
    links.map(({ perDay }, index) => ({ label: made[index]?.id ?? '', perDay })),
    now,
  );
  return first;
}

async function seedClicks(
  db: Knex,
  { redirect, now, text }: { redirect: string; now: number; text: Text },
): Promise<void> {
  const random = seededRandom(17);
  const whose = Array.from({ length: 64 }, () => visitors[Math.floor(random() * visitors.length)]);
  const rows = whose.flatMap((visitor, index) => {
    if (!visitor) return [];
    const { agent, referrer, ip, bot } = visitor;
    return {
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      at: new Date(now - Math.floor((index + random()) * 23 * MINUTE)),
      redirect_id: redirect,
      ...{ ip, bot, agent: text(agent) },
      referrer: referrer && text(referrer),
      referrer_host: referrer && text(new URL(referrer).host),
    };
  });
  await db('redirect_clicks').insert(rows);
}

/** By the hour in the last week, by the day before that; then the sums that come of it. */
async function seedSums(db: Knex, kinds: { label: string; perDay: number }[], now: number): Promise<void> {
  const random = seededRandom(5);
  const rows: { hour: Date; stat: string; label: string; count: number }[] = [];
  for (let ago = 0; ago < days * 24; ago += ago < 7 * 24 ? 1 : 24) {
    const hour = new Date((Math.floor(now / HOUR) - ago) * HOUR);
    const busy = ago < 7 * 24 ? Math.max(0, 1 - Math.cos((hour.getUTCHours() / 12) * Math.PI)) / 24 : 1;
    for (const { label, perDay } of kinds)
      for (const [stat, share] of Object.entries({ clicks: 1, 'clicks-bots': 0.2 }))
        rows.push({ hour, stat, label, count: Math.round(perDay * share * busy * (0.5 + random())) });
  }
  await db('hourly_stats').insert(rows.filter(({ count }) => count > 0));
  await db.raw(`
    INSERT INTO hourly_stats (hour, stat, label, count)
    SELECT hour, stat, '', sum(count) FROM hourly_stats
    WHERE stat IN ('clicks', 'clicks-bots') AND label <> '' GROUP BY hour, stat
    UNION ALL
    SELECT date_trunc('day', hour, 'UTC'), stat || '-by-day', label, sum(count) FROM hourly_stats
    WHERE stat IN ('clicks', 'clicks-bots') AND label <> '' GROUP BY 1, stat, label
    ON CONFLICT DO NOTHING`);
}
