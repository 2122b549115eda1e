import { BytesConfig } from '../../shared/bytes/settings.ts';
import { costOf, refuseChange, type Standing } from '../../shared/squads/rules.ts';
import { readStanding } from '../../shared/squads/store.ts';
import type { Context } from '../context.ts';
import type { Caller } from '../interactions/caller.ts';

/** How a caller stands with squads, by what Postgres had just now; what they do is decided on locked rows. */
export interface Place extends Standing {
  config: BytesConfig;
  /** Of joining a squad that they are not in. */
  cost: number;
  /** Why they may not change anything. */
  refusal: ReturnType<typeof refuseChange>;
}

/** A guild whose settings cannot be read has its economy at rest. */
const atRest = BytesConfig.parse({ enabled: false });

export async function readPlace(
  { db, settings }: Pick<Context, 'db' | 'settings'>,
  { guild, user }: Pick<Caller, 'guild' | 'user'>,
): Promise<Place> {
  const [known, standing] = await Promise.all([
    settings.bytes.get([guild]),
    readStanding({ db }, guild, user.id),
  ]);
  const config = known.get(guild)?.config ?? atRest;
  return { ...standing, config, cost: costOf(config, standing), refusal: refuseChange(config, standing) };
}
