import type { Knex } from '../knex.ts';

/**
 * What many hosts need, and what was kept too long or told too little of. Some installations had much of it before: the
 * tables were made with it.
 */
export async function up(db: Knex): Promise<void> {
  await db.raw(counts);
  await db.raw(processes);
  await db.raw(webhooks);
  await db.raw(`
    -- a load of members since events may have been missed
    ALTER TABLE sync_runs DROP CONSTRAINT sync_runs_reason_check, ADD CONSTRAINT sync_runs_reason_check
      CHECK (reason IN ('join', 'return', 'gap', 'command', 'panel', 'api'))`);
  // those that were kept long enough (shared/db/retention.ts)
  await db.raw('CREATE INDEX IF NOT EXISTS automod_firing_messages_age ON automod_firing_messages (at)');
  // who reported somebody stands in the report alone
  await db.raw(`
    UPDATE case_notes SET text = regexp_replace(text, '^(Followed from report [0-9]+) of .*$', '\\1 of a member.')
    WHERE text ~ '^Followed from report [0-9]+ of ' AND text !~ '^Followed from report [0-9]+ of a member[.]$'`);
  await db.raw(audit);
}

/** Of the web tier, and what is made or done once. */
const counts = `
  -- views and clicks of an hour that were counted and no more: of their minute as many as may be were kept already
  CREATE TABLE IF NOT EXISTS record_surplus (
    hour timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('views', 'clicks')),
    -- route, or id of the redirect
    label text NOT NULL,
    bot boolean NOT NULL,
    count bigint NOT NULL,
    -- milliseconds, of all together and of the longest
    sum bigint NOT NULL,
    most bigint NOT NULL,
    PRIMARY KEY (kind, hour, label, bot)
  );
  CREATE INDEX IF NOT EXISTS record_surplus_label ON record_surplus (kind, label, hour);
  CREATE INDEX IF NOT EXISTS record_surplus_age ON record_surplus (hour);
  -- counts that were added to others: the same ones again change nothing
  CREATE TABLE IF NOT EXISTS counted_batches (
    id uuid PRIMARY KEY,
    counted_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS counted_batches_age ON counted_batches (counted_at);

  -- the key that made it, which takes it along when it ends
  ALTER TABLE api_keys ADD COLUMN IF NOT EXISTS made_by bigint REFERENCES api_keys (id) ON DELETE SET NULL;
  CREATE INDEX IF NOT EXISTS api_keys_made_by ON api_keys (made_by);

  DROP INDEX maintenance_runs_one;
  CREATE UNIQUE INDEX maintenance_runs_one ON maintenance_runs (kind, guild_id, coalesce(options ->> 'table', ''))
    WHERE state IN ('waiting', 'running');
`;

const processes = `
  ALTER TABLE process_statuses
    -- as many of its role are to run on its host
    ADD COLUMN IF NOT EXISTS siblings integer,
    -- the first heartbeat under this name
    ADD COLUMN IF NOT EXISTS first_at timestamptz NOT NULL DEFAULT now();
  -- nobody who was there before is new since another one died
  UPDATE process_statuses SET first_at = started_at WHERE first_at > started_at;

  -- staff dismissed it while it stood: until it is seen no more it is not raised anew
  ALTER TABLE alarms ADD COLUMN IF NOT EXISTS held boolean NOT NULL DEFAULT false;
  DROP INDEX alarms_standing;
  CREATE UNIQUE INDEX alarms_standing ON alarms (kind, subject) WHERE cleared_at IS NULL OR held;
`;

const webhooks = `
  ALTER TABLE webhooks
    -- of the first attempt that failed since one last succeeded, or since there was none for long; with enabled false: it
    -- was switched off because it never answered since
    ADD COLUMN IF NOT EXISTS failing_since timestamptz,
    -- of the last one
    ADD COLUMN failed_at timestamptz;
  CREATE INDEX IF NOT EXISTS webhooks_unanswered ON webhooks (id) WHERE NOT enabled AND failing_since IS NOT NULL;
`;

/** Behind all else: whatever is changed is written down last, so that nobody waits for this crosswise. */
const audit = `
  -- entries whose address is not cut short yet
  CREATE INDEX IF NOT EXISTS audit_entries_whole ON audit_entries (at) WHERE strpos(ip, '/') = 0;

  CREATE OR REPLACE FUNCTION is_forgetting() RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (SELECT FROM forget_runs WHERE state = 'running'
      AND user_id || ':' || pseudonym = current_setting('smarter_dev.forgets', true)) $$;
  CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- of audit_entries each row is looked at, below
      IF TG_OP = 'UPDATE' AND (TG_TABLE_NAME = 'audit_entries' OR is_forgetting()) THEN RETURN NULL; END IF;
      RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
  -- the network of many that an address is in, IPv4 by 24 bits, IPv6 by 48; null of what is no address
  CREATE OR REPLACE FUNCTION network_of(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
    DECLARE
      whole inet;
    BEGIN
      whole := regexp_replace(address, '^::ffff:([0-9.]+)$', '\\1', 'i'); -- IPv4 as sockets of IPv6 show it
      RETURN network(set_masklen(whole, CASE family(whole) WHEN 4 THEN 24 ELSE 48 END));
    EXCEPTION WHEN invalid_text_representation THEN RETURN NULL;
    END $$;
  CREATE OR REPLACE FUNCTION only_less_in_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF strpos(OLD.ip, '/') = 0 AND NEW.ip IS NOT DISTINCT FROM network_of(OLD.ip)
        AND to_jsonb(OLD) - 'ip' = to_jsonb(NEW) - 'ip'
      THEN RETURN NEW; END IF;
      IF NOT is_forgetting() THEN
        RAISE EXCEPTION 'rows of audit_entries are immutable' USING ERRCODE = 'restrict_violation';
      END IF;
      PERFORM refuse_all_but(to_jsonb(OLD), to_jsonb(NEW), '{actor_id,actor_name,subject,before,after,ip}',
        'audit_entries');
      IF is_forgotten(OLD.actor_id, NEW.actor_id)
        AND (OLD.actor_id IS DISTINCT FROM NEW.actor_id
          OR (OLD.actor_name, OLD.ip) IS NOT DISTINCT FROM (NEW.actor_name, NEW.ip))
        AND (is_scrubbed(OLD.subject, NEW.subject) OR NEW.subject = 'deleted user')
        AND is_scrubbed(OLD.before, NEW.before) AND is_scrubbed(OLD.after, NEW.after)
      THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'entries change to a pseudonym only' USING ERRCODE = 'restrict_violation';
    END $$;
  DROP FUNCTION IF EXISTS only_pseudonyms_in_audit CASCADE;
  CREATE OR REPLACE TRIGGER audit_entries_less BEFORE UPDATE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION only_less_in_audit();
`;

/** Notes and addresses that were cut short stay so. */
export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP TABLE counted_batches, record_surplus;
    ALTER TABLE api_keys DROP COLUMN made_by;
    -- of several at once, of one kind, the first goes on
    UPDATE maintenance_runs later SET state = 'cancelled', finished_at = now()
    WHERE state IN ('waiting', 'running') AND EXISTS (SELECT FROM maintenance_runs r
      WHERE (r.kind, r.guild_id) = (later.kind, later.guild_id) AND r.state IN ('waiting', 'running') AND r.id < later.id);
    DROP INDEX maintenance_runs_one;
    CREATE UNIQUE INDEX maintenance_runs_one ON maintenance_runs (kind, guild_id) WHERE state IN ('waiting', 'running');
    ALTER TABLE process_statuses DROP COLUMN siblings, DROP COLUMN first_at;
    DROP INDEX alarms_standing;
    ALTER TABLE alarms DROP COLUMN held;
    CREATE UNIQUE INDEX alarms_standing ON alarms (kind, subject) WHERE cleared_at IS NULL;
    DROP INDEX webhooks_unanswered;
    ALTER TABLE webhooks DROP COLUMN failing_since, DROP COLUMN failed_at;
    UPDATE sync_runs SET reason = 'return' WHERE reason = 'gap';
    ALTER TABLE sync_runs DROP CONSTRAINT sync_runs_reason_check, ADD CONSTRAINT sync_runs_reason_check
      CHECK (reason IN ('join', 'return', 'command', 'panel', 'api'));
    DROP INDEX automod_firing_messages_age;
    DROP INDEX audit_entries_whole;
    DROP FUNCTION only_less_in_audit CASCADE;
    DROP FUNCTION network_of;
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND EXISTS (
          SELECT FROM forget_runs WHERE state = 'running'
            AND user_id || ':' || pseudonym = current_setting('smarter_dev.forgets', true))
        THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END $$;
    DROP FUNCTION is_forgetting;
    CREATE FUNCTION only_pseudonyms_in_audit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM refuse_all_but(to_jsonb(OLD), to_jsonb(NEW), '{actor_id,actor_name,subject,before,after,ip}',
          'audit_entries');
        IF is_forgotten(OLD.actor_id, NEW.actor_id)
          AND (OLD.actor_id IS DISTINCT FROM NEW.actor_id
            OR (OLD.actor_name, OLD.ip) IS NOT DISTINCT FROM (NEW.actor_name, NEW.ip))
          AND (is_scrubbed(OLD.subject, NEW.subject) OR NEW.subject = 'deleted user')
          AND is_scrubbed(OLD.before, NEW.before) AND is_scrubbed(OLD.after, NEW.after)
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'entries change to a pseudonym only' USING ERRCODE = 'restrict_violation';
      END $$;
    CREATE TRIGGER audit_entries_pseudonyms BEFORE UPDATE ON audit_entries
      FOR EACH ROW EXECUTE FUNCTION only_pseudonyms_in_audit();
  `);
}
