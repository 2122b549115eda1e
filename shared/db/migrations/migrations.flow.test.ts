import { expect } from 'chai';
import { commitAwards } from '../../bytes/commit-awards.ts';
import { useDatabase } from '../../testing/database.ts';
import { orderOn } from '../../testing/members.ts';
import { migrationSource } from './index.ts';

describe('migrations', () => {
  const database = useDatabase();

  it('go up, down and up again on data', async () => {
    const { db } = database;
    await commitAwards({ db }, [orderOn(1)]);
    const before = await shape();
    await db.migrate.rollback({ migrationSource }, true);
    expect(await shape()).to.deep.equal([]);
    await db.migrate.latest({ migrationSource });
    expect(await shape()).to.deep.equal(before);
    await commitAwards({ db }, [orderOn(1)]);
  });

  it('bring what hosts need to the rows of before, and take it from those of after', async () => {
    const { db } = database;
    const hosts = { migrationSource, name: '0013-hosts' };
    const after = await shape();
    await db.migrate.down(hosts);
    await db.raw(`
      INSERT INTO guilds (id, name) VALUES (7, 'Workshop');
      INSERT INTO maintenance_runs (kind, options, state, asked_by) VALUES ('prune', '{"table": "bytes"}', 'running', 'x');
      INSERT INTO process_statuses (process, role, host, pid, version, state, memory, lag_ms, started_at, beat_at)
        VALUES ('web-0', 'web', 'a', 1, '1', 'running', 1, 1, now() - interval '1 hour', now());
      INSERT INTO alarms (kind, subject, text, raised_at, seen_at) VALUES ('gap', '0', 'x', now(), now());
      INSERT INTO api_keys (name, prefix, hash, scopes) VALUES ('k', 'k', 'k', '{}');
      INSERT INTO webhooks (name, url, secret, events, failures, created_by) VALUES ('w', 'x', 'x', '{case}', 2, 'x');
      INSERT INTO sync_runs (guild_id, reason, state) VALUES (7, 'return', 'done');
      INSERT INTO moderation_cases (guild_id, number, operation, kind, user_id, actor_kind, actor_name)
        VALUES (7, 1, 'x', 'warn', 5, 'system', 'x');
      INSERT INTO case_notes (case_id, actor_name, text) SELECT id, 'x', note FROM moderation_cases, unnest(ARRAY[
        'Followed from report 12 of Ada of 7.', 'Followed from report to report', 'Ada said so.']) AS note;
      INSERT INTO audit_entries (actor_kind, actor_name, action, subject, ip) VALUES ('system', 'x', 'x', 'x', '192.0.2.7')`);
    await db.migrate.up(hosts);
    expect(await shape()).to.deep.equal(after);
    const { rows } = await db.raw<{ rows: unknown[] }>(`
      SELECT first_at = started_at AS old, siblings, held, failing_since, failed_at, made_by
      FROM process_statuses, alarms, webhooks, api_keys`);
    const nothing = { siblings: null, failing_since: null, failed_at: null, made_by: null };
    expect(rows).to.deep.equal([{ old: true, held: false, ...nothing }]);
    expect(await db('case_notes').orderBy('id').pluck('text')).to.deep.equal([
      'Followed from report 12 of a member.',
      'Followed from report to report',
      'Ada said so.',
    ]);
    await db.raw(`
      UPDATE audit_entries SET ip = network_of(ip);
      UPDATE webhooks SET enabled = false, failing_since = now(), failed_at = now();
      UPDATE alarms SET cleared_at = now(), held = true;
      INSERT INTO sync_runs (guild_id, reason, state) VALUES (7, 'gap', 'queued');
      INSERT INTO maintenance_runs (kind, options, asked_by) VALUES ('prune', '{"table": "operations"}', 'x')`);
    const twice = `INSERT INTO maintenance_runs (kind, options, asked_by) VALUES ('prune', '{"table": "bytes"}', 'x')`;
    expect(await db.raw(twice).catch((error: { code?: string }) => error.code)).to.equal('23505');

    await db.migrate.down(hosts);
    expect(await db('maintenance_runs').orderBy('id').pluck('state')).to.deep.equal(['running', 'cancelled']);
    expect(await db('sync_runs').pluck('reason')).to.deep.equal(['return', 'return']);
    await db.migrate.up(hosts);
    expect(await db('audit_entries').pluck('ip')).to.deep.equal(['192.0.2.0/24']);
    expect(await shape()).to.deep.equal(after);
  });

  /** Every column, index, constraint, trigger and function that is ours. */
  async function shape(): Promise<unknown[]> {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      `SELECT table_name || '.' || column_name || ' ' || data_type AS thing FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE 'knex%'
       UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'knex%'
       UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'knex%'
       UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
       UNION ALL SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    return rows;
  }
});

describe('the database itself', () => {
  const database = useDatabase();
  const refused = (sql: string) =>
    database.db.raw(sql).then(
      () => 'taken',
      (error: { code?: string }) => error.code,
    );

  before(() => commitAwards({ db: database.db }, [orderOn(1, { user: '900', guild: '100' })]));

  it('refuses a balance below zero', async () => {
    expect(await refused('UPDATE guild_members SET balance = -1')).to.equal('23514');
  });

  it('refuses movements of nothing, of unknown kinds, from nobody to nobody', async () => {
    const row = (values: string) =>
      refused(`INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (${values})`);
    expect(await row("100, 900, 0, 'admin', 'a'")).to.equal('23514');
    expect(await row("100, 900, 1, 'gift', 'a'")).to.equal('23514');
    expect(await row("100, NULL, 1, 'admin', 'a'")).to.equal('23514');
  });

  it('refuses a ledger row of somebody who is no member', async () => {
    const row = `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (100, 901, 1, 'admin', 'a')`;
    expect(await refused(row)).to.equal('23503');
  });

  it('refuses the same operation, the same day and a second starting balance', async () => {
    const again = (what: string) =>
      refused(`INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation, day, streak, multiplier)
        SELECT guild_id, receiver_id, amount, kind, ${what} FROM bytes WHERE kind = 'daily'`);
    expect(await again('operation, day + 1, streak, multiplier')).to.equal('23505');
    expect(await again("'other', day, streak, multiplier")).to.equal('23505');
    const starting = `INSERT INTO bytes (guild_id, receiver_id, amount, kind, operation) VALUES (100, 900, 1, 'starting', 'b')`;
    expect(await refused(starting)).to.equal('23505');
  });
});
