import type { Knex } from '../knex.ts';

/** Users who are forgotten: a pseudonym takes their place in the ledger, in cases and in the log of changes. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- as ids of Discord they would be of the first minutes of 2015, before it had users
    CREATE SEQUENCE pseudonyms AS bigint START 1000000000000 MINVALUE 1000000000000 MAXVALUE 1999999999999;

    CREATE TABLE forget_runs (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- who, by which names others wrote of them, and those under which they did something: all null once it is done
      user_id bigint,
      names text[],
      acted_as text[],
      pseudonym bigint NOT NULL UNIQUE DEFAULT nextval('pseudonyms'),
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
      -- rows that were changed or deleted so far, and where it goes on should its worker die
      changed bigint NOT NULL DEFAULT 0,
      cursor jsonb,
      -- what it waits for, or why it failed
      why text,
      claims integer NOT NULL DEFAULT 0,
      -- claims since it last got on
      tries integer NOT NULL DEFAULT 0,
      asked_by text NOT NULL,
      asked_at timestamptz NOT NULL DEFAULT now(),
      beat_at timestamptz,
      finished_at timestamptz,
      CHECK ((user_id IS NULL) = (state = 'done'))
    );
    CREATE UNIQUE INDEX forget_runs_user ON forget_runs (user_id) WHERE user_id IS NOT NULL;
    CREATE INDEX forget_runs_open ON forget_runs (id) WHERE state IN ('waiting', 'running');

    -- an id in a text, but not inside a longer number
    CREATE FUNCTION put_pseudonym(told text, who bigint, instead bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT regexp_replace(told, '(\\?<![0-9])' || who || '(\\?![0-9])', instead::text, 'g') $$;

    -- rows stay as they are, but for what a run that was asked for puts in the place of its user, in a transaction that
    -- says so: set_config('smarter_dev.forgets', '<user>:<pseudonym>', true)
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND EXISTS (
          SELECT FROM forget_runs WHERE state = 'running'
            AND user_id || ':' || pseudonym = current_setting('smarter_dev.forgets', true))
        THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
      END $$;
    CREATE FUNCTION refuse_all_but(kept jsonb, changed jsonb, columns text[], of_table text) RETURNS void
    LANGUAGE plpgsql AS $$
      BEGIN
        IF kept - columns IS DISTINCT FROM changed - columns THEN
          RAISE EXCEPTION 'a pseudonym changes no other columns of %', of_table USING ERRCODE = 'restrict_violation';
        END IF;
      END $$;
    CREATE FUNCTION is_forgotten(kept bigint, changed bigint) RETURNS boolean LANGUAGE sql AS $$
      SELECT kept IS NOT DISTINCT FROM changed
        OR coalesce(kept || ':' || changed = current_setting('smarter_dev.forgets', true), false) $$;
    -- the same, or with nothing changed but the id
    CREATE FUNCTION scrubbed(kept text) RETURNS text LANGUAGE sql AS $$
      SELECT put_pseudonym(kept, split_part(current_setting('smarter_dev.forgets', true), ':', 1)::bigint,
        split_part(current_setting('smarter_dev.forgets', true), ':', 2)::bigint) $$;
    CREATE FUNCTION is_scrubbed(kept text, changed text) RETURNS boolean LANGUAGE sql AS $$
      SELECT kept IS NOT DISTINCT FROM changed OR coalesce(changed = scrubbed(kept), false) $$;
    CREATE FUNCTION is_scrubbed(kept jsonb, changed jsonb) RETURNS boolean LANGUAGE sql AS $$
      SELECT kept IS NOT DISTINCT FROM changed OR coalesce(changed = scrubbed(kept::text)::jsonb, false) $$;
    CREATE FUNCTION only_pseudonyms_in_bytes() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM refuse_all_but(to_jsonb(OLD), to_jsonb(NEW), '{giver_id,receiver_id,reason,operation}', 'bytes');
        IF is_forgotten(OLD.giver_id, NEW.giver_id) AND is_forgotten(OLD.receiver_id, NEW.receiver_id)
          AND (OLD.giver_id, OLD.receiver_id) IS DISTINCT FROM (NEW.giver_id, NEW.receiver_id)
          AND is_scrubbed(OLD.operation, NEW.operation)
          AND (is_scrubbed(OLD.reason, NEW.reason)
            OR NEW.reason IS NULL AND NEW.kind = 'transfer' AND OLD.giver_id IS DISTINCT FROM NEW.giver_id)
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'rows of bytes change hands to a pseudonym only' USING ERRCODE = 'restrict_violation';
      END $$;
    CREATE TRIGGER bytes_pseudonyms BEFORE UPDATE ON bytes
      FOR EACH ROW EXECUTE FUNCTION only_pseudonyms_in_bytes();
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

    -- all of one person, in whichever guild
    CREATE INDEX operations_user ON operations (user_id) WHERE user_id IS NOT NULL;
    CREATE INDEX automod_firings_user ON automod_firings (user_id, id);
    CREATE INDEX reports_of_author ON reports (author_id, id);
    CREATE INDEX reports_by_reporter ON reports (reporter_id, id);
    CREATE INDEX appeals_of_user ON appeals (user_id, id);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP INDEX appeals_of_user, reports_by_reporter, reports_of_author, automod_firings_user, operations_user;
    DROP FUNCTION only_pseudonyms_in_audit, only_pseudonyms_in_bytes CASCADE;
    DROP FUNCTION is_scrubbed(text, text), is_scrubbed(jsonb, jsonb), scrubbed, is_forgotten, refuse_all_but;
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
    DROP FUNCTION put_pseudonym;
    DROP TABLE forget_runs;
    DROP SEQUENCE pseudonyms;
  `);
}
