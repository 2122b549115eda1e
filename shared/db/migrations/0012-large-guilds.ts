import type { Knex } from '../knex.ts';

/** What guilds of very many members need: squads whose members are counted by one index, rare files and firings found by one. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    CREATE INDEX file_attachments_extension ON file_attachments (guild_id, extension, at DESC, id DESC);
    CREATE INDEX file_attachments_decision ON file_attachments (guild_id, decision, at DESC, id DESC);

    CREATE INDEX automod_firings_outcome ON automod_firings (guild_id, outcome, id DESC);
    CREATE INDEX automod_firings_kind ON automod_firings (guild_id, rule_kind, id DESC);
    CREATE INDEX automod_firings_outcomes ON automod_firings (outcome, id DESC);
    CREATE INDEX automod_firings_kinds ON automod_firings (rule_kind, id DESC);

    -- whether the member is in the guild, beside the membership
    ALTER TABLE squad_members ADD COLUMN present boolean NOT NULL DEFAULT true;

    -- who joined since they were last seen is here again
    CREATE FUNCTION is_in_guild(member guild_members, squad_joined_at timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN member.active OR squad_joined_at > member.seen_at;
    UPDATE squad_members k SET present = false FROM guild_members m
    WHERE m.guild_id = k.guild_id AND m.user_id = k.user_id AND NOT is_in_guild(m, k.joined_at);
    CREATE INDEX squad_members_present ON squad_members (squad_id) WHERE present;

    CREATE FUNCTION note_presence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      NEW.present = NOT EXISTS (SELECT FROM guild_members m
        WHERE m.guild_id = NEW.guild_id AND m.user_id = NEW.user_id AND NOT is_in_guild(m, NEW.joined_at));
      RETURN NEW;
    END $$;
    CREATE TRIGGER squad_members_presence BEFORE INSERT OR UPDATE OF squad_id, joined_at ON squad_members
      FOR EACH ROW EXECUTE FUNCTION note_presence();

    CREATE FUNCTION follow_presence() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      UPDATE squad_members k SET present = is_in_guild(NEW, k.joined_at)
      WHERE k.guild_id = NEW.guild_id AND k.user_id = NEW.user_id AND k.present <> is_in_guild(NEW, k.joined_at);
      RETURN NULL;
    END $$;
    -- what awards and transfers write does not come here
    CREATE TRIGGER guild_members_presence AFTER UPDATE OF active, seen_at ON guild_members
      FOR EACH ROW WHEN (NEW.active <> OLD.active OR (NOT NEW.active AND NEW.seen_at <> OLD.seen_at))
      EXECUTE FUNCTION follow_presence();
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP TRIGGER guild_members_presence ON guild_members;
    DROP TRIGGER squad_members_presence ON squad_members;
    DROP FUNCTION follow_presence, note_presence, is_in_guild;
    DROP INDEX squad_members_present, automod_firings_kinds, automod_firings_outcomes, automod_firings_kind,
      automod_firings_outcome, file_attachments_decision, file_attachments_extension;
    ALTER TABLE squad_members DROP COLUMN present;
  `);
}
