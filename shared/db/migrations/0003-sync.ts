import type { Knex } from '../knex.ts';

/** Members, profiles and overwrites as Discord shows them, and the runs in which all members of a guild are loaded. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE guilds
      -- when the newest run asked for all members: what was seen before is older than what the run brings
      ADD COLUMN members_asked_at timestamptz NOT NULL DEFAULT '-infinity',
      -- when the newest finished run asked; null: never loaded
      ADD COLUMN members_loaded_at timestamptz,
      -- when all roles, and all channels, were last seen together
      ADD COLUMN roles_seen_at timestamptz NOT NULL DEFAULT '-infinity',
      ADD COLUMN channels_seen_at timestamptz NOT NULL DEFAULT '-infinity';
    ALTER TABLE discord_users ADD COLUMN bot boolean NOT NULL DEFAULT false;
    ALTER TABLE guild_members
      -- as the member is called here: nickname, else display name, else user name
      ADD COLUMN name text NOT NULL DEFAULT '',
      ADD COLUMN nick text,
      ADD COLUMN avatar text,
      ADD COLUMN roles bigint[] NOT NULL DEFAULT '{}',
      ADD COLUMN timed_out_until timestamptz,
      ADD COLUMN pending boolean NOT NULL DEFAULT false,
      ADD COLUMN seen_at timestamptz NOT NULL DEFAULT '-infinity';
    CREATE INDEX guild_members_name ON guild_members (guild_id, (lower(name) COLLATE "C"), user_id);
    CREATE INDEX guild_members_left ON guild_members (guild_id, (lower(name) COLLATE "C"), user_id) WHERE NOT active;
    CREATE INDEX guild_members_joined ON guild_members (guild_id, joined_at DESC NULLS LAST, user_id DESC);
    CREATE INDEX guild_members_timed_out ON guild_members (guild_id, timed_out_until) WHERE timed_out_until IS NOT NULL;
    CREATE INDEX guild_members_roles ON guild_members USING gin (roles);
    ALTER TABLE guild_channels ADD COLUMN overwrites jsonb NOT NULL DEFAULT '[]';
    -- gateway intents that the shard identified with
    ALTER TABLE bot_statuses ADD COLUMN intents integer NOT NULL DEFAULT 0;

    CREATE TABLE sync_runs (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      reason text NOT NULL CHECK (reason IN ('join', 'return', 'command', 'panel', 'api')),
      -- who asked, as people name them; null: the system
      requested_by text,
      state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed', 'abandoned')),
      created_at timestamptz NOT NULL DEFAULT now(),
      -- requests sent to the gateway so far; the latest one's time and session
      attempt integer NOT NULL DEFAULT 0,
      asked_at timestamptz,
      session_id text,
      -- not asked again before that
      not_before timestamptz NOT NULL DEFAULT '-infinity',
      -- the last sign of life of a running one
      heard_at timestamptz,
      -- how many chunks Discord announced
      chunks integer,
      -- of the latest attempt: chunks that were saved, and members in them
      chunks_done integer NOT NULL DEFAULT 0,
      members_done integer NOT NULL DEFAULT 0,
      finished_at timestamptz,
      -- of a finished one: members seen, rows that changed, members that were gone
      members integer,
      written integer NOT NULL DEFAULT 0,
      gone integer,
      -- of a failed one: what to do about it
      why text
    );
    CREATE UNIQUE INDEX sync_runs_open ON sync_runs (guild_id) WHERE state IN ('queued', 'running');
    CREATE INDEX sync_runs_guild ON sync_runs (guild_id, id DESC);

    -- which chunks of an attempt were saved, with whom they named; gone once the run is over
    CREATE TABLE sync_chunks (
      run_id bigint NOT NULL REFERENCES sync_runs (id) ON DELETE CASCADE,
      attempt integer NOT NULL,
      index integer NOT NULL,
      members bigint[] NOT NULL,
      PRIMARY KEY (run_id, attempt, index)
    );
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP TABLE sync_chunks, sync_runs;
    ALTER TABLE bot_statuses DROP COLUMN intents;
    ALTER TABLE guild_channels DROP COLUMN overwrites;
    DROP INDEX guild_members_roles, guild_members_timed_out, guild_members_joined, guild_members_left, guild_members_name;
    ALTER TABLE guild_members DROP COLUMN name, DROP COLUMN nick, DROP COLUMN avatar, DROP COLUMN roles,
      DROP COLUMN timed_out_until, DROP COLUMN pending, DROP COLUMN seen_at;
    ALTER TABLE discord_users DROP COLUMN bot;
    ALTER TABLE guilds DROP COLUMN members_asked_at, DROP COLUMN members_loaded_at, DROP COLUMN roles_seen_at,
      DROP COLUMN channels_seen_at;
  `);
}
