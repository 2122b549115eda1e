import type { Knex } from '../knex.ts';

/** Transfers, gifts and squads with the operations behind them; streak freezes and outage days. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE guild_members
      -- when the member last sent bytes to another: the cooldown counts from here
      ADD COLUMN last_transfer_at timestamptz,
      -- freezes a member holds; columns freezes and previous_freezes count those that the streak has used
      ADD COLUMN freezes_held integer NOT NULL DEFAULT 0 CHECK (freezes_held >= 0),
      -- the first squad ever is free
      ADD COLUMN ever_in_squad boolean NOT NULL DEFAULT false;

    -- what was asked once, and what came of it: asked again, it is answered the same
    CREATE TABLE operations (
      id text PRIMARY KEY,
      guild_id bigint NOT NULL,
      user_id bigint,
      kind text NOT NULL,
      outcome jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX operations_age ON operations (created_at);

    CREATE TABLE squads (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
      description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
      role_id bigint NOT NULL,
      active boolean NOT NULL DEFAULT true,
      capacity integer CHECK (capacity > 0),
      welcome text CHECK (char_length(welcome) <= 1000),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, id),
      UNIQUE (guild_id, role_id)
    );
    CREATE UNIQUE INDEX squads_name ON squads (guild_id, lower(name));
    CREATE TABLE squad_members (
      guild_id bigint NOT NULL,
      user_id bigint NOT NULL,
      squad_id bigint NOT NULL,
      joined_at timestamptz NOT NULL DEFAULT now(),
      -- one squad per member and guild
      PRIMARY KEY (guild_id, user_id),
      FOREIGN KEY (guild_id, user_id) REFERENCES guild_members (guild_id, user_id),
      FOREIGN KEY (guild_id, squad_id) REFERENCES squads (guild_id, id)
    );
    CREATE INDEX squad_members_squad ON squad_members (squad_id, joined_at, user_id);
    -- roles that members of a squad still have to lose: it was deleted, or got another role
    CREATE TABLE former_squad_roles (
      guild_id bigint NOT NULL,
      user_id bigint NOT NULL,
      role_id bigint NOT NULL,
      PRIMARY KEY (guild_id, user_id, role_id)
    );
    -- what Discord refused of a squad's role
    CREATE INDEX failed_effects_squad_role ON failed_effects (guild_id, (effect->>'role'), failed_at)
      WHERE effect->>'kind' = 'squad-role';

    ALTER TABLE bytes_roles
      -- the threshold by which all members were looked at, or are being; null: not yet
      ADD COLUMN checked_threshold bigint,
      -- while they are: up to this user
      ADD COLUMN checked_to bigint,
      -- what was paid by transactions that began before cannot have seen the threshold
      ADD COLUMN checked_in xid8;
    CREATE INDEX bytes_roles_unchecked ON bytes_roles (guild_id, role_id)
      WHERE checked_threshold IS DISTINCT FROM threshold OR checked_to IS NOT NULL;
    CREATE INDEX role_grants_wanted ON role_grants (changed_at) WHERE state = 'wanted';

    -- days, counted from 1970-01-01, on which inactivity breaks no streak anywhere
    CREATE TABLE outage_days (
      day integer PRIMARY KEY,
      declared_by text NOT NULL,
      declared_at timestamptz NOT NULL DEFAULT now(),
      -- how far the streaks that it had broken are relinked: up to this member, or done
      relinked_guild bigint NOT NULL DEFAULT 0,
      relinked_user bigint NOT NULL DEFAULT 0,
      relinked_at timestamptz
    );
    CREATE INDEX outage_days_open ON outage_days (day) WHERE relinked_at IS NULL;

    -- days that a member's freezes cover
    CREATE TABLE frozen_days (
      guild_id bigint NOT NULL,
      user_id bigint NOT NULL,
      day integer NOT NULL,
      PRIMARY KEY (guild_id, user_id, day),
      FOREIGN KEY (guild_id, user_id) REFERENCES guild_members (guild_id, user_id)
    );

    -- how many have a reward, and what Discord refused
    CREATE INDEX role_grants_role ON role_grants (guild_id, role_id, state, user_id);
    CREATE INDEX role_grants_failed ON role_grants (guild_id, user_id, role_id) WHERE state = 'failed';
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP INDEX failed_effects_squad_role, role_grants_wanted, role_grants_failed, role_grants_role;
    DROP TABLE former_squad_roles, frozen_days, outage_days, squad_members, squads, operations;
    ALTER TABLE bytes_roles DROP COLUMN checked_threshold, DROP COLUMN checked_to, DROP COLUMN checked_in;
    ALTER TABLE guild_members DROP COLUMN last_transfer_at, DROP COLUMN freezes_held, DROP COLUMN ever_in_squad;
  `);
}
