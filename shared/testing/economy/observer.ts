import { findDifferences } from '../../bytes/queries.ts';
import type { Knex } from '../../db/knex.ts';

/** Looks again and again, while others work, for what must never be seen; answers what it saw. */
export function observe(db: Knex): { stop(): Promise<{ looks: number; breaches: string[] }> } {
  const breaches: string[] = [];
  let looks = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      looks++;
      const { rows } = await db.raw<{ rows: { least: string | null; crowded: string }[] }>(
        `SELECT (SELECT min(balance) FROM guild_members) AS least, (SELECT count(*) FROM squads s
           WHERE capacity < (SELECT count(*) FROM squad_members m WHERE m.squad_id = s.id)) AS crowded`,
      );
      if (Number(rows[0]?.least ?? 0) < 0) breaches.push('a balance was below zero');
      if (rows[0]?.crowded !== '0') breaches.push('a squad had more members than room');
      const differences = await findDifferences({ db });
      if (differences.length > 0) breaches.push(`differed: ${JSON.stringify(differences)}`);
    }
  })();
  watching.catch(() => {});
  return {
    async stop() {
      stopped = true;
      await watching;
      return { looks, breaches };
    },
  };
}
