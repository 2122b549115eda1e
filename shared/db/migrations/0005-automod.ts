import type { Knex } from '../knex.ts';

/** Auto-moderation with its firings and traces, file rules and attachments, and the cases that firings open. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE TABLE moderation_configs (
      guild_id bigint PRIMARY KEY REFERENCES guilds (id),
      values jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE automod_configs (LIKE moderation_configs INCLUDING ALL, FOREIGN KEY (guild_id) REFERENCES guilds (id));
    CREATE TABLE file_configs (LIKE moderation_configs INCLUDING ALL, FOREIGN KEY (guild_id) REFERENCES guilds (id));

    -- tiers of streaks that nobody was told of (shared/bytes/reached-tiers.ts)
    CREATE INDEX operations_untold_tiers ON operations (created_at)
      WHERE kind = 'tier-reached' AND outcome->'told' = 'false';

    -- when a nickname, display name or user name was last seen to change
    ALTER TABLE guild_members ADD COLUMN names_changed_at timestamptz;

    -- which channel a thread belongs to: exemptions of a channel hold in its threads
    CREATE TABLE guild_threads (
      guild_id bigint NOT NULL REFERENCES guilds (id),
      id bigint NOT NULL,
      parent_id bigint NOT NULL,
      active boolean NOT NULL DEFAULT true,
      seen_at timestamptz NOT NULL DEFAULT '-infinity',
      PRIMARY KEY (guild_id, id)
    );
    CREATE INDEX guild_threads_parent ON guild_threads (guild_id, parent_id) WHERE active;

    -- numbers of a guild's cases: the row is locked while one is given out, so that there are no gaps and no twins
    CREATE TABLE case_counters (
      guild_id bigint PRIMARY KEY REFERENCES guilds (id),
      latest integer NOT NULL DEFAULT 0
    );
    CREATE TABLE moderation_cases (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      number integer NOT NULL CHECK (number > 0),
      -- what opened it, once: 'firing:<id>', 'ladder:<warning>', 'int:<interaction>', 'audit:<entry>'
      operation text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('note', 'warn', 'timeout', 'untimeout', 'kick', 'ban', 'unban')),
      user_id bigint NOT NULL,
      actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'key', 'member', 'system')),
      actor_id bigint,
      actor_name text NOT NULL,
      reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 4000),
      -- of a timeout or a ban that ends by itself: when
      ends_at timestamptz,
      -- of a ban: whose messages of so many seconds Discord deletes with it
      delete_message_seconds integer NOT NULL DEFAULT 0 CHECK (delete_message_seconds BETWEEN 0 AND 604800),
      -- what Discord is asked to do about it: wanted until it answered, none where there is nothing to do
      effect text NOT NULL DEFAULT 'wanted' CHECK (effect IN ('none', 'wanted', 'done', 'failed')),
      -- how Discord answered where it refused
      answer text,
      -- a timeout or ban that is taken back: wanted until Discord did it
      lift text NOT NULL DEFAULT 'none' CHECK (lift IN ('none', 'wanted', 'done', 'failed')),
      resolved_at timestamptz,
      resolved_by text,
      resolved_note text,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      changed_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, number),
      UNIQUE (guild_id, operation)
    );
    CREATE INDEX moderation_cases_user ON moderation_cases (guild_id, user_id, id DESC);
    CREATE INDEX moderation_cases_wanted ON moderation_cases (changed_at) WHERE effect = 'wanted' OR lift = 'wanted';
    -- what happened to a case, in words
    CREATE TABLE case_notes (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      case_id bigint NOT NULL REFERENCES moderation_cases (id),
      at timestamptz NOT NULL DEFAULT now(),
      actor_name text NOT NULL,
      text text NOT NULL CHECK (char_length(text) <= 4000)
    );
    CREATE INDEX case_notes_case ON case_notes (case_id, id);
    CREATE TABLE user_warnings (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      user_id bigint NOT NULL,
      case_id bigint NOT NULL UNIQUE REFERENCES moderation_cases (id),
      actor_name text NOT NULL,
      reason text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now(),
      -- null: never
      expires_at timestamptz,
      withdrawn_at timestamptz,
      withdrawn_by text
    );
    CREATE INDEX user_warnings_active ON user_warnings (guild_id, user_id, created_at DESC) WHERE withdrawn_at IS NULL;

    CREATE TABLE automod_rules (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      kind text NOT NULL,
      -- its bit in the windows' records (shared/automod/windows.ts)
      slot smallint NOT NULL CHECK (slot BETWEEN 0 AND 47),
      name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 64),
      enabled boolean NOT NULL DEFAULT true,
      mode text NOT NULL DEFAULT 'monitor' CHECK (mode IN ('enforce', 'monitor')),
      action jsonb NOT NULL,
      delete_messages boolean NOT NULL DEFAULT false,
      exempt_roles bigint[] NOT NULL DEFAULT '{}',
      exempt_channels bigint[] NOT NULL DEFAULT '{}',
      exempt_moderators boolean NOT NULL DEFAULT true,
      settings jsonb NOT NULL,
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, slot)
    );
    CREATE UNIQUE INDEX automod_rules_name ON automod_rules (guild_id, lower(name));
    -- every version of a rule, also of one that is gone: what a firing went by
    CREATE TABLE automod_rule_versions (
      rule_id bigint NOT NULL,
      version integer NOT NULL,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      values jsonb NOT NULL,
      actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'key', 'member', 'system')),
      actor_id bigint,
      actor_name text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (rule_id, version)
    );

    CREATE TABLE automod_firings (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      user_id bigint NOT NULL,
      -- one of ours, or Discord's own AutoMod
      source text NOT NULL DEFAULT 'rule' CHECK (source IN ('rule', 'discord')),
      rule_id bigint NOT NULL,
      rule_name text NOT NULL,
      rule_kind text NOT NULL,
      rule_version integer NOT NULL,
      -- which burst of this member and rule: the first message at which the rule held, or what names a join or a rename
      burst text NOT NULL,
      mode text NOT NULL CHECK (mode IN ('enforce', 'monitor')),
      action jsonb NOT NULL,
      deletes boolean NOT NULL,
      -- acted: its action was the first or the strongest of its burst; absorbed: another one's covers it
      outcome text NOT NULL CHECK (outcome IN ('monitored', 'acted', 'upgraded', 'absorbed')),
      -- what it was absorbed by or upgraded has the same case; none for delete-only and monitored ones
      case_id bigint REFERENCES moderation_cases (id),
      -- count against threshold, as when it began; both null where nothing is counted
      reached integer,
      needed integer,
      within_ms integer,
      -- each condition in words (shared/automod/kind.ts, Condition)
      conditions jsonb NOT NULL,
      -- of the message at which it fired, or the next one known; for seven days
      excerpt text,
      messages integer NOT NULL DEFAULT 0,
      -- times of its first and latest message, and when the burst is over unless the rule holds again
      started_at timestamptz NOT NULL,
      latest_at timestamptz NOT NULL,
      until_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      undone_at timestamptz,
      undone_by text,
      UNIQUE (rule_id, user_id, burst)
    );
    CREATE INDEX automod_firings_guild ON automod_firings (guild_id, id DESC);
    CREATE INDEX automod_firings_rule ON automod_firings (rule_id, id DESC);
    CREATE INDEX automod_firings_member ON automod_firings (guild_id, user_id, id DESC);
    CREATE INDEX automod_firings_case ON automod_firings (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX automod_firings_excerpts ON automod_firings (created_at) WHERE excerpt IS NOT NULL;
    CREATE TABLE automod_firing_messages (
      firing_id bigint NOT NULL REFERENCES automod_firings (id) ON DELETE CASCADE,
      message_id bigint NOT NULL,
      channel_id bigint NOT NULL,
      at timestamptz NOT NULL,
      -- none where the rule does not delete
      deletion text NOT NULL DEFAULT 'none' CHECK (deletion IN ('none', 'wanted', 'done', 'failed')),
      PRIMARY KEY (firing_id, message_id)
    );
    CREATE INDEX automod_firing_messages_message ON automod_firing_messages (message_id);
    CREATE INDEX automod_firing_messages_wanted ON automod_firing_messages (at) WHERE deletion = 'wanted';

    -- invites and direct messages that are off because of a raid
    CREATE TABLE lockdowns (
      guild_id bigint PRIMARY KEY REFERENCES guilds (id),
      rule_id bigint NOT NULL,
      since timestamptz NOT NULL,
      -- when joins last came that fast, in their own time; how long after it all is over
      held_at timestamptz NOT NULL,
      calm_ms integer NOT NULL,
      -- what Discord was asked for, and confirmed: both are off until then
      asked_until timestamptz,
      confirmed_until timestamptz,
      answer text,
      lifted_at timestamptz
    );

    -- what was written when by whom, without the text (setting 'traces'); one partition a day
    CREATE TABLE message_traces (
      message_id bigint NOT NULL,
      at timestamptz NOT NULL,
      guild_id bigint NOT NULL,
      channel_id bigint NOT NULL,
      user_id bigint NOT NULL,
      -- bits as shared/automod/fingerprint.ts makes them; null: nothing to compare
      fingerprint bigint,
      -- characters of the folded text
      length integer NOT NULL,
      mentions smallint NOT NULL,
      attachments smallint NOT NULL,
      PRIMARY KEY (message_id, at)
    ) PARTITION BY RANGE (at);
    CREATE INDEX message_traces_guild ON message_traces (guild_id, at);

    CREATE TABLE file_rules (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      guild_id bigint NOT NULL REFERENCES guilds (id),
      -- lower case, without a dot
      extension text NOT NULL CHECK (extension ~ '^[^.\\s/\\\\]{1,32}$' AND extension = lower(extension)),
      decision text NOT NULL CHECK (decision IN ('allow', 'warn', 'block')),
      -- null: the guild's text
      message text CHECK (char_length(message) <= 1000),
      version integer NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (guild_id, extension)
    );
    -- every attachment of a human's message; one partition a month
    CREATE TABLE file_attachments (
      id bigint NOT NULL,
      at timestamptz NOT NULL,
      guild_id bigint NOT NULL,
      channel_id bigint NOT NULL,
      message_id bigint NOT NULL,
      user_id bigint NOT NULL,
      name text NOT NULL,
      extension text,
      size bigint NOT NULL,
      url text NOT NULL,
      -- off: nothing was enforced; exempt: the author is
      decision text NOT NULL CHECK (decision IN ('off', 'exempt', 'allow', 'warn', 'block')),
      -- of a blocked one: whether its message is gone
      deletion text NOT NULL DEFAULT 'none' CHECK (deletion IN ('none', 'wanted', 'done', 'failed')),
      PRIMARY KEY (id, at)
    ) PARTITION BY RANGE (at);
    CREATE INDEX file_attachments_guild ON file_attachments (guild_id, at DESC, id DESC);
    CREATE INDEX file_attachments_member ON file_attachments (guild_id, user_id, at DESC, id DESC);
    CREATE INDEX file_attachments_wanted ON file_attachments (at) WHERE deletion = 'wanted';
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP INDEX operations_untold_tiers;
    DROP TABLE file_attachments, file_rules, message_traces, lockdowns, automod_firing_messages, automod_firings,
      automod_rule_versions, automod_rules, user_warnings, case_notes, moderation_cases, case_counters, guild_threads,
      file_configs, automod_configs, moderation_configs;
    ALTER TABLE guild_members DROP COLUMN names_changed_at;
  `);
}
