import type { Knex } from '../knex.ts';

/** Addresses that are told of what happens, and the triggers by which what they are told commits with it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE TABLE webhooks (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- null: of every guild
      guild_id bigint REFERENCES guilds (id),
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
      url text NOT NULL CHECK (char_length(url) <= 2048),
      -- sealed with a key made of SECRET: it signs, so it cannot be kept as a hash
      secret text NOT NULL,
      -- case, firing, transfer, squad-change
      events text[] NOT NULL CHECK (cardinality(events) > 0),
      enabled boolean NOT NULL DEFAULT true,
      -- attempts that failed since one last succeeded; after some of them it is left alone for a while
      failures integer NOT NULL DEFAULT 0,
      rests_until timestamptz,
      version integer NOT NULL DEFAULT 1,
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX webhooks_name ON webhooks (coalesce(guild_id, 0), lower(name));
    CREATE INDEX webhooks_guild ON webhooks (guild_id, id);
    CREATE TABLE webhook_deliveries (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      webhook_id bigint NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      guild_id bigint,
      -- case.opened and the like (shared/webhooks/events.ts)
      event text NOT NULL,
      -- what it tells of, by its id: the same is told once
      subject text NOT NULL,
      -- what no other row will show any more
      facts jsonb,
      -- as it was sent, to the letter; null until the first attempt
      body json,
      state text NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'delivered', 'failed')),
      attempts integer NOT NULL DEFAULT 0,
      -- of the last attempt: status of the answer (0: none), or why there was none
      status integer,
      answer text,
      ms integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      changed_at timestamptz NOT NULL DEFAULT now(),
      -- since when it is to be sent, and the next time that it is tried
      wanted_at timestamptz NOT NULL DEFAULT now(),
      next_at timestamptz NOT NULL DEFAULT now(),
      -- under way: until then it is not queued once more
      leased_until timestamptz,
      UNIQUE (webhook_id, event, subject)
    );
    CREATE INDEX webhook_deliveries_list ON webhook_deliveries (webhook_id, id DESC);
    CREATE INDEX webhook_deliveries_state ON webhook_deliveries (webhook_id, state, id DESC);
    CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE state = 'wanted';
    CREATE INDEX webhook_deliveries_leased ON webhook_deliveries (webhook_id, leased_until)
      WHERE state = 'wanted' AND leased_until IS NOT NULL;
    CREATE INDEX webhook_deliveries_pings ON webhook_deliveries (webhook_id) WHERE state = 'wanted' AND event = 'ping';
    CREATE INDEX webhook_deliveries_wanted ON webhook_deliveries (wanted_at) WHERE state = 'wanted';
    CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);

    -- deliveries commit with what they tell of, whoever writes it; without a webhook that wants it nothing is written.
    -- A webhook that is being deleted is passed over: it neither fails nor holds up what it would have told of. An award, of
    -- which there are most, reaches none of it; what opens in numbers, cases and firings, is looked at once a statement.
    CREATE FUNCTION tell_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO webhook_deliveries (webhook_id, guild_id, event, subject)
      SELECT w.id, f.guild_id, TG_ARGV[1], f.id
      FROM webhooks w JOIN fresh f ON f.guild_id = w.guild_id OR w.guild_id IS NULL
      WHERE coalesce(w.guild_id, 0) = ANY (ARRAY(SELECT 0::bigint UNION SELECT guild_id FROM fresh))
        AND w.enabled AND TG_ARGV[0] = ANY (w.events)
      ORDER BY w.id, f.id FOR KEY SHARE OF w SKIP LOCKED
      ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE TRIGGER case_opened AFTER INSERT ON moderation_cases REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION tell_new('case', 'case.opened');
    CREATE TRIGGER firing_recorded AFTER INSERT ON automod_firings REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION tell_new('firing', 'firing.recorded');

    CREATE FUNCTION plan_deliveries(guild bigint, kind text, named text, about text, known jsonb DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO webhook_deliveries (webhook_id, guild_id, event, subject, facts)
      SELECT w.id, guild, named, about, known FROM webhooks w
      WHERE coalesce(w.guild_id, 0) = ANY (ARRAY[guild, 0]) AND w.enabled AND kind = ANY (w.events)
      ORDER BY w.id FOR KEY SHARE SKIP LOCKED
      ON CONFLICT DO NOTHING;
    END $$;
    CREATE FUNCTION tell_case() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM plan_deliveries(NEW.guild_id, 'case', TG_ARGV[0], NEW.id || ':' || NEW.version);
      RETURN NULL;
    END $$;
    CREATE TRIGGER case_resolved AFTER UPDATE ON moderation_cases
      FOR EACH ROW WHEN (OLD.resolved_at IS NULL AND NEW.resolved_at IS NOT NULL)
      EXECUTE FUNCTION tell_case('case.resolved');
    -- not where Discord is only asked once more
    CREATE TRIGGER case_changed AFTER UPDATE ON moderation_cases
      FOR EACH ROW WHEN (OLD.version <> NEW.version AND (OLD.resolved_at IS NOT NULL OR NEW.resolved_at IS NULL)
        AND (OLD.reason, OLD.kind, OLD.ends_at) IS DISTINCT FROM (NEW.reason, NEW.kind, NEW.ends_at))
      EXECUTE FUNCTION tell_case('case.changed');
    CREATE FUNCTION tell_firing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM plan_deliveries(NEW.guild_id, 'firing', TG_ARGV[0], NEW.id::text);
      RETURN NULL;
    END $$;
    CREATE TRIGGER firing_undone AFTER UPDATE ON automod_firings
      FOR EACH ROW WHEN (OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL)
      EXECUTE FUNCTION tell_firing('firing.undone');
    CREATE FUNCTION tell_transfer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM plan_deliveries(NEW.guild_id, 'transfer', 'transfer.made', NEW.id::text);
      RETURN NULL;
    END $$;
    CREATE TRIGGER transfer_made AFTER INSERT ON bytes
      FOR EACH ROW WHEN (NEW.kind = 'transfer') EXECUTE FUNCTION tell_transfer();
    -- a membership keeps no past: what changed is told here, once for a member and transaction
    CREATE FUNCTION tell_squad_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      one squad_members := coalesce(NEW, OLD);
    BEGIN
      PERFORM plan_deliveries(one.guild_id, 'squad-change', TG_ARGV[0], one.user_id || ':' || pg_current_xact_id(),
        jsonb_build_object('user', one.user_id::text, 'from', OLD.squad_id::text, 'to', NEW.squad_id::text));
      RETURN NULL;
    END $$;
    CREATE TRIGGER squad_joined AFTER INSERT ON squad_members
      FOR EACH ROW EXECUTE FUNCTION tell_squad_change('squad.joined');
    CREATE TRIGGER squad_changed AFTER UPDATE ON squad_members
      FOR EACH ROW WHEN (OLD.squad_id <> NEW.squad_id) EXECUTE FUNCTION tell_squad_change('squad.changed');
    CREATE TRIGGER squad_left AFTER DELETE ON squad_members
      FOR EACH ROW EXECUTE FUNCTION tell_squad_change('squad.left');
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP FUNCTION tell_new, tell_case, tell_firing, tell_transfer, tell_squad_change CASCADE;
    DROP FUNCTION plan_deliveries;
    DROP TABLE webhook_deliveries, webhooks;
  `);
}
