import type { BytesConfig } from '../bytes/settings.ts';

/** A member who wants into a squad or out of one, as the locked rows have them. */
export interface Standing {
  balance: number;
  everInSquad: boolean;
  /** Id of the squad they are in. */
  squad: string | null;
}

/** What joining costs: nothing the first time ever, then the switch cost (product §2). */
export function costOf(config: BytesConfig, { everInSquad }: Pick<Standing, 'everInSquad'>): number {
  return everInSquad ? config.switchCost : 0;
}

export type Refusal =
  | { is: 'disabled' }
  | { is: 'below-minimum'; minimum: number; missing: number }
  | { is: 'unknown' }
  | { is: 'inactive' }
  | { is: 'already' }
  | { is: 'full'; capacity: number }
  /** The cost is not the one that was agreed to. */
  | { is: 'changed'; cost: number }
  | { is: 'poor'; cost: number; missing: number };

/** The first reason against joining; undefined where there is none. `agreed` is the cost that was named. */
export function refuseJoin(
  config: BytesConfig,
  standing: Standing,
  squad: { id: string; active: boolean; capacity: number | null; members: number } | undefined,
  agreed: number,
): Refusal | undefined {
  const common = refuseChange(config, standing);
  if (common) return common;
  if (!squad) return { is: 'unknown' };
  if (!squad.active) return { is: 'inactive' };
  if (standing.squad === squad.id) return { is: 'already' };
  if (squad.capacity !== null && squad.members >= squad.capacity)
    return { is: 'full', capacity: squad.capacity };
  const cost = costOf(config, standing);
  if (cost > agreed) return { is: 'changed', cost };
  if (standing.balance < cost) return { is: 'poor', cost, missing: cost - standing.balance };
  return undefined;
}

/** All squad commands that change something need the minimum balance. */
export function refuseChange(
  config: BytesConfig,
  { balance }: Pick<Standing, 'balance'>,
): Extract<Refusal, { is: 'disabled' | 'below-minimum' }> | undefined {
  if (!config.enabled) return { is: 'disabled' };
  const minimum = config.squadMinimum;
  return balance < minimum ? { is: 'below-minimum', minimum, missing: minimum - balance } : undefined;
}

/** A squad's welcome for a new member: `{user}` mentions them, `{squad}` is its name. */
export function fillWelcome(welcome: string, { user, squad }: { user: string; squad: string }): string {
  const values: Record<string, string> = { user: `<@${user}>`, squad };
  return welcome.replace(/\{(user|squad)\}/g, (_, name: string) => values[name] ?? '');
}
