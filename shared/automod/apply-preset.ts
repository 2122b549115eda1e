import type { Deed } from '../accounts/audit.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { type PresetName, presetOf } from './presets.ts';
import { mostRules } from './rule.ts';
import { lockRules, type RuleRefusal } from './rule-rows.ts';
import { createRule, type ListedRule, listRules } from './rules.ts';

export type PresetApplication =
  /** `there`: names of rules that the guild has already; they stay as they are. */
  | { is: 'applied'; created: ListedRule[]; there: string[] }
  /** Not all of them have room: none is made. */
  | { is: 'full'; most: number }
  | RuleRefusal;

/** Makes the rules of a preset, all or none, each as if staff had written it. Twice it changes nothing. */
export function applyPreset(
  { db }: { db: Knex },
  guild: Snowflake,
  preset: PresetName,
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>,
): Promise<PresetApplication> {
  return transact(db, async (trx): Promise<PresetApplication> => {
    await lockRules(trx, guild);
    const present = (await listRules({ db: trx }, guild)).map(({ name }) => name.toLowerCase());
    const { rules } = presetOf(preset);
    const missing = rules.filter(({ name }) => !present.includes(name.toLowerCase()));
    if (present.length + missing.length > mostRules) return { is: 'full', most: mostRules };
    const created: ListedRule[] = [];
    for (const draft of missing) {
      const made = await createRule({ db: trx }, guild, { ...draft }, by);
      if (made.is !== 'created') return made; // presets have no patterns, and their names are free
      created.push(made.rule);
    }
    const there = rules.filter((rule) => !missing.includes(rule)).map(({ name }) => name);
    return { is: 'applied', created, there };
  });
}
