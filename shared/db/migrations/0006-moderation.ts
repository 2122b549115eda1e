import type { Knex } from '../knex.ts';

/** Moderation by people: what cases keep of it, templates, reports, appeals, deeds in channels, and recent messages. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE moderation_cases
      -- the message that it is about: channel, message, excerpt (shared/moderation/evidence.ts)
      ADD COLUMN evidence jsonb,
      -- Discord's own entry of it, where a moderator acted in Discord's client
      ADD COLUMN audit_entry_id bigint,
      -- the member is told by direct message before Discord is asked
      ADD COLUMN tells_first boolean NOT NULL DEFAULT false;
    CREATE INDEX moderation_cases_actor ON moderation_cases (guild_id, actor_id, id DESC) WHERE actor_id IS NOT NULL;
    CREATE INDEX moderation_cases_actors ON moderation_cases (actor_id, id DESC) WHERE actor_id IS NOT NULL;
    CREATE INDEX moderation_cases_guild ON moderation_cases (guild_id, id DESC);
    CREATE INDEX moderation_cases_member ON moderation_cases (user_id, id DESC);
    CREATE INDEX moderation_cases_kind ON moderation_cases (guild_id, kind, id DESC);
    CREATE INDEX moderation_cases_number ON moderation_cases (number, id DESC);
    CREATE INDEX moderation_cases_failed ON moderation_cases (guild_id, id DESC)
      WHERE effect = 'failed' OR lift = 'failed';
    -- timeouts and bans that end by themselves, soonest first
    CREATE INDEX moderation_cases_ending ON moderation_cases (ends_at)
      WHERE ends_at IS NOT NULL AND resolved_at IS NULL;
    CREATE INDEX user_warnings_member ON user_warnings (user_id, id DESC);
    CREATE INDEX user_warnings_guild ON user_warnings (guild_id, id DESC);
    CREATE INDEX user_warnings_withdrawn ON user_warnings (guild_id, id DESC) WHERE withdrawn_at IS NOT NULL;
    CREATE INDEX user_warnings_withdrawn_anywhere ON user_warnings (id DESC) WHERE withdrawn_at IS NOT NULL;

    -- pages of them, the latest first
    ALTER TABLE failed_effects ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
    CREATE UNIQUE INDEX failed_effects_id ON failed_effects (id);
    CREATE INDEX failed_effects_guild ON failed_effects (guild_id, id DESC);
    -- those that were kept long enough (shared/db/retention.ts)
    CREATE INDEX failed_effects_age ON failed_effects (failed_at);

    -- reasons that moderators pick from
    CREATE TABLE reason_templates (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
      text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 400),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX reason_templates_name ON reason_templates (guild_id, lower(name));

    -- messages that members told moderators of
    CREATE TABLE reports (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      channel_id bigint NOT NULL,
      message_id bigint NOT NULL,
      -- who wrote it, who told of it
      author_id bigint NOT NULL,
      reporter_id bigint NOT NULL,
      reporter_name text NOT NULL,
      excerpt text NOT NULL DEFAULT '' CHECK (char_length(excerpt) <= 4000),
      reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'handled', 'dismissed')),
      -- what it led to
      case_id bigint REFERENCES moderation_cases (id),
      answered_at timestamptz,
      answered_by text,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, message_id, reporter_id)
    );
    CREATE INDEX reports_guild ON reports (guild_id, id DESC);
    CREATE INDEX reports_open ON reports (guild_id, id) WHERE state = 'open';
    CREATE INDEX reports_reporter ON reports (guild_id, reporter_id, id DESC);
    CREATE INDEX reports_author ON reports (guild_id, author_id, id DESC);

    -- what members say against their cases: once for each
    CREATE TABLE appeals (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      case_id bigint NOT NULL UNIQUE REFERENCES moderation_cases (id),
      user_id bigint NOT NULL,
      text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 2000),
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
      answer text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 2000),
      answered_at timestamptz,
      answered_by text,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX appeals_guild ON appeals (guild_id, id DESC);
    CREATE INDEX appeals_user ON appeals (guild_id, user_id, id DESC);
    CREATE INDEX appeals_open ON appeals (guild_id, id) WHERE state = 'open';

    -- what moderators do to channels: messages purged, slow mode, locks
    CREATE TABLE channel_deeds (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      channel_id bigint NOT NULL,
      -- what asked for it, once in a guild: 'int:<interaction>'
      operation text NOT NULL,
      -- shared/moderation/channel-deeds.ts, ChannelDeed
      deed jsonb NOT NULL,
      actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'key', 'member', 'system')),
      actor_id bigint,
      actor_name text NOT NULL,
      reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 4000),
      effect text NOT NULL DEFAULT 'wanted' CHECK (effect IN ('none', 'wanted', 'done', 'failed')),
      -- how Discord answered where it refused
      answer text,
      -- what came of it: how many messages, what a lock changed
      result jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      changed_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, operation)
    );
    CREATE INDEX channel_deeds_guild ON channel_deeds (guild_id, id DESC);
    CREATE INDEX channel_deeds_channel ON channel_deeds (guild_id, channel_id, id DESC);
    CREATE INDEX channel_deeds_wanted ON channel_deeds (changed_at) WHERE effect = 'wanted';

    -- texts of the last day (setting 'keepMessages'), so that a log can show what was changed or deleted; by hour
    CREATE TABLE recent_messages (
      message_id bigint NOT NULL,
      at timestamptz NOT NULL,
      guild_id bigint NOT NULL,
      channel_id bigint NOT NULL,
      user_id bigint NOT NULL,
      content text NOT NULL,
      attachments smallint NOT NULL DEFAULT 0,
      -- of the version that is kept: milliseconds since 1970; null: as it was written
      edited_at bigint,
      PRIMARY KEY (message_id, at)
    ) PARTITION BY RANGE (at);

    -- whether a log channel was told of it; what was there before is not told
    ALTER TABLE settings_versions ADD COLUMN logged boolean NOT NULL DEFAULT true;
    ALTER TABLE settings_versions ALTER COLUMN logged SET DEFAULT false;
    CREATE INDEX settings_versions_unlogged ON settings_versions (created_at) WHERE NOT logged;

    -- user name and display name as they were before names_changed_at, where they changed then
    ALTER TABLE guild_members ADD COLUMN former_names text[];
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    ALTER TABLE guild_members DROP COLUMN former_names;
    ALTER TABLE settings_versions DROP COLUMN logged;
    DROP TABLE recent_messages, channel_deeds, appeals, reports, reason_templates;
    DROP INDEX moderation_cases_actor, moderation_cases_actors, moderation_cases_guild, moderation_cases_member, moderation_cases_kind, moderation_cases_failed,
      moderation_cases_ending, moderation_cases_number, user_warnings_member, user_warnings_guild,
      user_warnings_withdrawn, user_warnings_withdrawn_anywhere, failed_effects_age;
    ALTER TABLE failed_effects DROP COLUMN id;
    ALTER TABLE moderation_cases DROP COLUMN evidence, DROP COLUMN audit_entry_id, DROP COLUMN tells_first;
  `);
}
