import type { Knex } from '../knex.ts';

/** Staff (second factor, roles per guild), API keys, versions of settings, audit; roles and channels for pickers. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE admin_users
      ALTER COLUMN role DROP NOT NULL, -- none: roles in single guilds only
      ADD COLUMN disabled_at timestamptz,
      -- encrypted with a key made of SECRET
      ADD COLUMN totp_secret text,
      -- the 30 s step of the last code taken: a code counts once
      ADD COLUMN totp_step bigint,
      -- SHA-256, each taken out when used
      ADD COLUMN recovery_hashes text[] NOT NULL DEFAULT '{}';
    CREATE TABLE staff_guild_roles (
      user_id bigint NOT NULL REFERENCES admin_users (id) ON DELETE CASCADE,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      role text NOT NULL CHECK (role IN ('admin', 'moderator', 'viewer')),
      PRIMARY KEY (user_id, guild_id)
    );

    CREATE TABLE audit_entries (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at timestamptz NOT NULL DEFAULT now(),
      -- who: 'staff', 'key', 'member' (of Discord) or 'system', with an id of that kind and the name at the time
      actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'key', 'member', 'system')),
      actor_id bigint,
      actor_name text NOT NULL,
      guild_id bigint,
      action text NOT NULL,
      -- what it was done to, as people name it
      subject text NOT NULL DEFAULT '',
      before jsonb,
      after jsonb,
      ip text,
      request_id text
    );
    CREATE INDEX audit_entries_guild ON audit_entries (guild_id, id DESC);
    CREATE INDEX audit_entries_action ON audit_entries (action, id DESC);
    CREATE INDEX audit_entries_actor ON audit_entries (actor_kind, actor_id, id DESC);
    CREATE TRIGGER audit_entries_immutable BEFORE UPDATE OR DELETE ON audit_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE TABLE settings_versions (
      feature text NOT NULL,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      version integer NOT NULL CHECK (version > 0),
      values jsonb NOT NULL,
      actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'key', 'member', 'system')),
      actor_id bigint,
      actor_name text NOT NULL,
      -- how it came about where nobody typed it: a restored version, an import
      note text,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (feature, guild_id, version)
    );

    CREATE TABLE api_keys (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
      -- what people recognise it by; the secret itself is kept as SHA-256 only
      prefix text NOT NULL UNIQUE,
      hash text NOT NULL UNIQUE,
      scopes text[] NOT NULL,
      -- null: every guild
      guild_ids bigint[],
      created_by bigint REFERENCES admin_users (id) ON DELETE SET NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    );
    CREATE TABLE refresh_tokens (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key_id bigint NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
      -- all that descend from one login; a token that is used twice ends its family
      family uuid NOT NULL,
      hash text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      revoked_at timestamptz
    );
    CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
    CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);
    CREATE TABLE idempotency_keys (
      key_id bigint NOT NULL REFERENCES api_keys (id) ON DELETE CASCADE,
      route text NOT NULL,
      idempotency_key text NOT NULL,
      -- SHA-256 of what was asked
      fingerprint text NOT NULL,
      -- null while the first request is under way
      status integer,
      reply jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (key_id, route, idempotency_key)
    );
    CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

    CREATE TABLE guild_roles (
      guild_id bigint NOT NULL REFERENCES guilds (id),
      id bigint NOT NULL,
      name text NOT NULL,
      color integer NOT NULL DEFAULT 0,
      position integer NOT NULL DEFAULT 0,
      permissions bigint NOT NULL DEFAULT 0,
      managed boolean NOT NULL DEFAULT false,
      active boolean NOT NULL DEFAULT true,
      seen_at timestamptz NOT NULL DEFAULT '-infinity',
      PRIMARY KEY (guild_id, id)
    );
    CREATE TABLE guild_channels (
      guild_id bigint NOT NULL REFERENCES guilds (id),
      id bigint NOT NULL,
      name text NOT NULL,
      type integer NOT NULL,
      position integer NOT NULL DEFAULT 0,
      parent_id bigint,
      active boolean NOT NULL DEFAULT true,
      seen_at timestamptz NOT NULL DEFAULT '-infinity',
      PRIMARY KEY (guild_id, id)
    );

    -- as shared/sync/guild-list.ts and people.ts sort and search
    CREATE INDEX guilds_name ON guilds ((lower(name) COLLATE "C"), id) WHERE active;
    CREATE INDEX guilds_members ON guilds ((coalesce(member_count, -1)), id) WHERE active;
    CREATE INDEX discord_users_username ON discord_users ((lower(username) COLLATE "C"));
    CREATE INDEX discord_users_global_name ON discord_users ((lower(global_name) COLLATE "C"));
    CREATE INDEX guild_members_user ON guild_members (user_id);

    CREATE INDEX bytes_receiver ON bytes (guild_id, receiver_id, id DESC);
    CREATE INDEX bytes_giver ON bytes (guild_id, giver_id, id DESC);
    CREATE INDEX bytes_kind ON bytes (guild_id, kind, id DESC);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP INDEX bytes_kind, bytes_giver, bytes_receiver, guild_members_user, discord_users_global_name,
      discord_users_username, guilds_members, guilds_name;
    DROP TABLE guild_channels, guild_roles, idempotency_keys, refresh_tokens, api_keys, settings_versions,
      audit_entries, staff_guild_roles;
    UPDATE admin_users SET role = 'viewer' WHERE role IS NULL;
    ALTER TABLE admin_users DROP COLUMN disabled_at, DROP COLUMN totp_secret, DROP COLUMN totp_step,
      DROP COLUMN recovery_hashes, ALTER COLUMN role SET NOT NULL;
  `);
}
