import { DAY } from '../../../shared/core/clock.ts';
import { guildsOf, membersOf, type Sizes } from './sizes.ts';
import { fill, type Step, share, type World } from './step.ts';

const squads = 50; // of the large guild, besides the demo's
const syllables =
  "ARRAY['ka','mo','ri','ta','lu','ne','so','vi','da','pe','zu','ha','ol','en','ix','ra','bi','qu','jo','wy']";
const name = (n: string) =>
  `(${syllables})[1 + bench.mix(${n}, 20)] || (${syllables})[1 + bench.mix(${n} + 7, 20)] || (${syllables})[1 + bench.mix(${n} * 3, 20)] || ${n}`;

/** Guilds, users, members with what the ledger (ledger.ts) adds up to, squads and roles. */
export function people(sizes: Sizes): Step[] {
  const users = membersOf(sizes) - Math.floor(sizes.large / 2);
  return [
    fill('guilds', { batches: 1, seconds: 1 }, guilds),
    fill(
      'users',
      { batches: 10, seconds: 15 },
      (_, batch) => `
      INSERT INTO discord_users (id, username, global_name, seen_at)
      SELECT bench.person(n), ${name('n')}, CASE WHEN n % 3 = 0 THEN initcap(${name('n')}) END, now() FROM ${share(users, 10, batch)}`,
    ),
    fill('members', { batches: 20, seconds: 35 }, (world, batch) =>
      members(world, share(membersOf(sizes), 20, batch)),
    ),
    fill('squads', { batches: 1, seconds: 6 }, teams),
    fill(
      'role grants',
      { batches: 1, seconds: 3 },
      ({ demo, sizes: { large } }) => `
      INSERT INTO role_grants (guild_id, user_id, role_id, state, changed_at)
      SELECT ${demo.guildId}, bench.user_at(n), ${demo.roleId}, CASE WHEN n % 500 = 0 THEN 'failed' ELSE 'granted' END, now()
      FROM generate_series(0, ${large} - 1, 10) n`,
    ),
  ];
}

const guilds = ({ demo, sizes }: World) => `
  INSERT INTO guilds (id, name, owner_id, member_count, members_loaded_at, seen_at)
  SELECT bench.guild_id(k), 'Guild ' || ${name('k')}, bench.person(k),
    CASE WHEN k <= ${sizes.many.guilds} THEN ${sizes.many.members} ELSE ${sizes.few.members} END, now(), now()
  FROM generate_series(1, ${guildsOf(sizes) - 1}) k;
  UPDATE guilds SET member_count = ${sizes.large} WHERE id = ${demo.guildId};
  INSERT INTO guild_channels (guild_id, id, name, type, position)
  SELECT ${demo.guildId}, bench.flake(1560000000000, n), 'channel-' || n, 0, n FROM generate_series(1, 400) n;
  INSERT INTO guild_roles (guild_id, id, name, position)
  SELECT ${demo.guildId}, bench.flake(1570000000000, n), 'Role ' || n, 20 + n FROM generate_series(1, 200) n`;

/** Every tenth is active: has all days up to yesterday, and has sent bytes to the nine who follow. */
function members({ now, sizes: { active } }: World, rows: string): string {
  const yesterday = Math.floor(now / DAY) - 1;
  const paid = `(SELECT sum(10 * bench.multiplier(s)) FROM generate_series(1, ${active.days}) s)`;
  const got = `5 * ((${active.transfers} + 9 - n % 10) / 9)`;
  return `
    INSERT INTO guild_members (guild_id, user_id, joined_at, active, balance, received, sent, last_day, streak, previous_day,
      previous_streak, version, name, nick, roles, timed_out_until, names_changed_at, former_names, seen_at, last_transfer_at)
    SELECT bench.guild_at(n), bench.user_at(n), now() - (400 + bench.mix(n, 1000)) * interval '1 day', n % 25 <> 7,
      CASE n % 10 WHEN 0 THEN bench.starting(n) + ${paid} - ${active.transfers * 5} ELSE bench.starting(n) + 20 + ${got} END,
      CASE n % 10 WHEN 0 THEN ${paid} ELSE 20 + ${got} END,
      CASE n % 10 WHEN 0 THEN ${active.transfers * 5} ELSE 0 END,
      last_day, CASE n % 10 WHEN 0 THEN ${active.days} ELSE 2 END,
      last_day - 1, CASE n % 10 WHEN 0 THEN ${active.days} ELSE 2 END - 1, 1,
      ${name('n')}, CASE WHEN n % 5 = 1 THEN 'the real ' || n END,
      CASE WHEN n % 4 = 0 THEN ARRAY[bench.flake(1570000000000, 1 + n % 200), bench.flake(1570000000000, 1 + n % 7)] ELSE '{}' END,
      CASE WHEN n % 5000 = 9 THEN now() + interval '1 day' END,
      CASE WHEN n % 20 = 3 THEN now() - interval '9 days' END, CASE WHEN n % 20 = 3 THEN ARRAY['was ' || n] END, now(),
      CASE WHEN n % 10 = 0 THEN now() - interval '1 day' END
    FROM (SELECT n, ${yesterday} - CASE n % 10 WHEN 0 THEN 0 ELSE bench.last_seen(n) END AS last_day FROM ${rows}) member`;
}

const teams = ({ demo, sizes: { large } }: World) => `
  INSERT INTO squads (id, guild_id, name, role_id, created_at) OVERRIDING SYSTEM VALUE
  SELECT 1000 + n, ${demo.guildId}, 'Squad ' || n, bench.flake(1570000000000, n), now() - n * interval '1 day'
  FROM generate_series(1, ${squads}) n;
  INSERT INTO squad_members (guild_id, user_id, present, squad_id, joined_at)
  SELECT ${demo.guildId}, bench.user_at(n), n % 25 <> 7, CASE WHEN n % 2 = 0 THEN ${demo.squadIds[demo.guildId]} ELSE 1001 + n % ${squads} END,
    now() - n * interval '1 minute'
  FROM generate_series(0, ${large} / 3 - 1) n`;
