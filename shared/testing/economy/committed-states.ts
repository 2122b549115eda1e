import { z } from 'zod';
import type { Knex } from '../../db/knex.ts';

const State = z.object({
  user: z.string(),
  balance: z.coerce.number(),
  lastTransferAt: z.date().nullable(),
  everInSquad: z.boolean(),
  freezesHeld: z.number(),
  squad: z.string().nullable(),
  /** When it was about to commit. */
  at: z.date(),
});

/** What stood committed of a member, from one time to another: milliseconds, both a little generous. */
export interface State extends Omit<z.infer<typeof State>, 'at'> {
  from: number;
  to: number;
}

const slack = 2; // milliseconds: the clocks of Node and Postgres are one, of different grain

/**
 * Lets the database write down every state of a member that it commits. The trigger runs at the end of the
 * transaction, while it still holds the row: states of one member follow each other.
 */
export async function recordStates(db: Knex): Promise<void> {
  await db.raw(`
    CREATE TABLE committed_states (
      n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      user_id bigint, balance bigint, last_transfer_at timestamptz, ever_in_squad boolean, freezes_held integer,
      squad_id bigint, at timestamptz
    );
    CREATE FUNCTION record_state() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE whose record := coalesce(NEW, OLD);
      BEGIN
        INSERT INTO committed_states (user_id, balance, last_transfer_at, ever_in_squad, freezes_held, squad_id, at)
        SELECT user_id, balance, last_transfer_at, ever_in_squad, freezes_held, squad_id, clock_timestamp()
        FROM guild_members LEFT JOIN squad_members USING (guild_id, user_id)
        WHERE guild_id = whose.guild_id AND user_id = whose.user_id;
        RETURN NULL;
      END $$;
    CREATE CONSTRAINT TRIGGER record_member AFTER INSERT OR UPDATE ON guild_members
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_state();
    CREATE CONSTRAINT TRIGGER record_squad AFTER INSERT OR UPDATE OR DELETE ON squad_members
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION record_state();
  `);
}

/** By member, oldest first; before the first there was nothing. */
export async function readStates(db: Knex): Promise<Map<string, State[]>> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `SELECT user_id AS "user", balance, last_transfer_at AS "lastTransferAt", ever_in_squad AS "everInSquad",
       freezes_held AS "freezesHeld", squad_id AS squad, at FROM committed_states ORDER BY n`,
  );
  const states = new Map<string, State[]>();
  for (const { at, ...state } of z.array(State).parse(rows)) {
    const known = states.get(state.user) ?? [nothing(state.user)];
    const last = known.at(-1);
    if (last) last.to = at.getTime() + slack;
    known.push({ ...state, from: at.getTime() - slack, to: Number.POSITIVE_INFINITY });
    states.set(state.user, known);
  }
  return states;
}

function nothing(user: string): State {
  const empty = { balance: 0, lastTransferAt: null, everInSquad: false, freezesHeld: 0, squad: null };
  return { user, ...empty, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
}
