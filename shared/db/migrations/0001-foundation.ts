import type { Knex } from '../knex.ts';

/** Guilds, users, members with their accounts, the ledger, role rewards, operation of the bot, staff. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE TABLE installation (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      partitions integer NOT NULL CHECK (partitions > 0)
    );

    CREATE TABLE guilds (
      id bigint PRIMARY KEY,
      name text NOT NULL DEFAULT '',
      icon text,
      owner_id bigint,
      member_count integer,
      active boolean NOT NULL DEFAULT true,
      seen_at timestamptz NOT NULL DEFAULT '-infinity'
    );

    CREATE TABLE discord_users (
      id bigint PRIMARY KEY,
      username text NOT NULL DEFAULT '',
      global_name text,
      avatar text,
      seen_at timestamptz NOT NULL DEFAULT '-infinity'
    );

    CREATE TABLE guild_members (
      guild_id bigint NOT NULL REFERENCES guilds (id),
      user_id bigint NOT NULL REFERENCES discord_users (id),
      joined_at timestamptz,
      active boolean NOT NULL DEFAULT true,
      balance bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
      received bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
      sent bigint NOT NULL DEFAULT 0 CHECK (sent >= 0),
      -- days are counted from 1970-01-01 in the guild's time zone at the time they were decided
      last_day integer,
      -- the message that paid last_day
      paid_by bigint,
      streak integer NOT NULL DEFAULT 0 CHECK (streak >= 0),
      freezes integer NOT NULL DEFAULT 0 CHECK (freezes >= 0),
      previous_day integer CHECK (previous_day < last_day),
      previous_streak integer NOT NULL DEFAULT 0,
      previous_freezes integer NOT NULL DEFAULT 0,
      version bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (guild_id, user_id)
    );
    CREATE INDEX guild_members_heap ON guild_members (guild_id, balance DESC, user_id);

    CREATE TABLE bytes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL,
      giver_id bigint,
      receiver_id bigint,
      amount bigint NOT NULL CHECK (amount > 0),
      kind text NOT NULL CHECK (kind IN ('starting', 'daily', 'transfer', 'squad-fee', 'admin', 'refund')),
      reason text CHECK (char_length(reason) <= 200),
      operation text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      -- of a daily award: the day it paid and what is told about it
      day integer,
      streak integer,
      multiplier integer,
      tier text,
      channel_id bigint,
      FOREIGN KEY (guild_id, giver_id) REFERENCES guild_members (guild_id, user_id),
      FOREIGN KEY (guild_id, receiver_id) REFERENCES guild_members (guild_id, user_id),
      CHECK (giver_id IS NOT NULL OR receiver_id IS NOT NULL),
      CHECK (giver_id <> receiver_id),
      CHECK ((kind = 'daily') = (day IS NOT NULL AND streak IS NOT NULL AND multiplier IS NOT NULL))
    );
    CREATE UNIQUE INDEX bytes_operation ON bytes (operation, kind, guild_id, coalesce(receiver_id, giver_id));
    CREATE UNIQUE INDEX bytes_daily ON bytes (guild_id, receiver_id, day) WHERE kind = 'daily';
    CREATE UNIQUE INDEX bytes_starting ON bytes (guild_id, receiver_id) WHERE kind = 'starting';
    CREATE INDEX bytes_latest ON bytes (guild_id, id DESC);

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
    CREATE TRIGGER bytes_immutable BEFORE UPDATE OR DELETE ON bytes
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE TABLE bytes_configs (
      guild_id bigint PRIMARY KEY REFERENCES guilds (id),
      values jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      updated_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE bytes_roles (
      guild_id bigint NOT NULL REFERENCES guilds (id),
      role_id bigint NOT NULL,
      threshold bigint NOT NULL CHECK (threshold > 0),
      PRIMARY KEY (guild_id, role_id)
    );

    CREATE TABLE role_grants (
      guild_id bigint NOT NULL,
      user_id bigint NOT NULL,
      role_id bigint NOT NULL,
      state text NOT NULL DEFAULT 'wanted' CHECK (state IN ('wanted', 'granted', 'failed')),
      why text,
      changed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (guild_id, user_id, role_id),
      FOREIGN KEY (guild_id, user_id) REFERENCES guild_members (guild_id, user_id)
    );

    CREATE TABLE failed_effects (
      job text PRIMARY KEY,
      guild_id bigint NOT NULL,
      effect jsonb NOT NULL,
      status integer NOT NULL,
      code text NOT NULL,
      why text NOT NULL,
      failed_at timestamptz NOT NULL DEFAULT now()
    );

    CREATE TABLE bot_statuses (
      process text NOT NULL,
      shard integer NOT NULL,
      state text NOT NULL,
      session_id text,
      latency_ms integer,
      guilds integer NOT NULL DEFAULT 0,
      gaps integer NOT NULL DEFAULT 0,
      started_at timestamptz NOT NULL,
      beat_at timestamptz NOT NULL,
      PRIMARY KEY (process, shard)
    );

    CREATE TABLE admin_users (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      username text NOT NULL,
      password_hash text NOT NULL,
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'moderator', 'viewer')),
      must_change_password boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_login_at timestamptz
    );
    CREATE UNIQUE INDEX admin_users_username ON admin_users (lower(username));
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP TABLE admin_users, bot_statuses, failed_effects, role_grants, bytes_roles, bytes_configs, bytes,
      guild_members, discord_users, guilds, installation;
    DROP FUNCTION refuse_change;
  `);
}
