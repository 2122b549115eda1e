import { audit, type Deed } from '../accounts/audit.ts';
import type { Actor } from '../core/actor.ts';
import { tellProcesses } from '../core/announcement.ts';
import type { Fault } from '../core/faults.ts';
import type { Log } from '../core/log.ts';
import type { Cluster, Redis } from '../core/redis.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { type Knex, transact } from '../db/knex.ts';
import { changedKeys, pickKeys } from './change.ts';
import type { SettingsDefinition, SettingsSchema, Values } from './definition.ts';
import { SettingsVersion } from './model.ts';
import { faultOfForeign, findForeignPicks } from './own-picks.ts';
import { lockSettings } from './stored.ts';
import { readVersion } from './versions.ts';

export { readSettings } from './stored.ts';

export interface Deps {
  db: Knex;
  redis: Redis | Cluster;
  log: Pick<Log, 'warn'>;
}

/** What is to become of a guild's settings. */
export interface Order<S extends SettingsSchema> {
  /** Valid ones: the schema has the last word, and throws. A function is given what is there, under its lock. */
  values: Given | ((current: Values<S>) => Given);
  /** The version that was looked at; undefined overwrites whatever is there. */
  basedOn?: number;
  by: Pick<Deed, 'actor' | 'ip' | 'requestId'>;
  note?: string;
}

type Given = Readonly<Record<string, unknown>>;

export type Saved<S extends SettingsSchema> =
  | { is: 'saved' | 'unchanged'; values: Values<S>; version: number }
  | { is: 'conflict'; current: Current<S> }
  /** They would name a channel or a role that is not the guild's. */
  | { is: 'foreign'; faults: Fault[] };

/** What is there, and who saved it when. */
export interface Current<S extends SettingsSchema> {
  values: Values<S>;
  version: number;
  actor: Actor;
  at: Date;
}

/**
 * Saves a guild's settings with version and audit entry; every process obeys within a second. `conflict` where somebody
 * saved other values since the version this is based on. What is there already is `unchanged`, and `saved` for whoever
 * just saved it: a form may be sent twice.
 */
export async function saveSettings<S extends SettingsSchema>(
  deps: Deps,
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  order: Order<S>,
): Promise<Saved<S>> {
  const saved = await transact(deps.db, (trx) => saveWithin(trx, definition, guild, order));
  if (saved.is === 'saved') await tellProcesses(deps, definition.feature, guild);
  return saved;
}

/** Brings back what the settings were at a version, as a new one; fields that came since take their defaults. */
export async function restoreVersion<S extends SettingsSchema>(
  deps: Deps,
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  { version, ...order }: { version: number } & Pick<Order<S>, 'basedOn' | 'by'>,
): Promise<Saved<S> | { is: 'missing' }> {
  const old = await readVersion(deps, definition, guild, version);
  if (!old) return { is: 'missing' };
  const note = `restored from version ${version}`;
  return saveSettings(deps, definition, guild, { ...order, values: old.values, note });
}

/** As `saveSettings`, in a transaction of the caller's, who tells the processes after the commit. */
export async function saveWithin<S extends SettingsSchema>(
  trx: Knex.Transaction,
  definition: SettingsDefinition<S>,
  guild: Snowflake,
  { values, basedOn, by, note }: Order<S>,
): Promise<Saved<S>> {
  const { table, schema, feature } = definition;
  const stored = await lockSettings(trx, definition, guild);
  const { version } = stored;
  const wanted = schema.parse(typeof values === 'function' ? values(stored.values) : values);
  const keys = changedKeys(stored.values, wanted);
  const last = await readVersion({ db: trx }, definition, guild, version);
  if (keys.length === 0 && stored.unreadable.length === 0) {
    const again = basedOn === version - 1 && last !== undefined && isSame(last.actor, by.actor);
    return { is: again ? 'saved' : 'unchanged', values: wanted, version };
  }
  if (basedOn !== undefined && basedOn !== version) {
    const { actor = nobody, at = stored.at } = last ?? {};
    return { is: 'conflict', current: { values: stored.values, version, actor, at } };
  }
  const change = { before: stored.values, after: wanted };
  const foreign = await findForeignPicks({ db: trx }, definition, guild, change);
  if (foreign.length > 0) return { is: 'foreign', faults: foreign.map(faultOfForeign) };
  const next = version + 1;
  const json = JSON.stringify(wanted);
  await trx(table)
    .where({ guild_id: guild })
    .update({ values: json, version: next, updated_at: trx.fn.now() });
  await insertVersion(trx, { feature, guildId: guild, version: next, values: json, note: note ?? null }, by);
  await audit(trx, {
    ...by,
    guild,
    action: 'settings.saved',
    subject: `${definition.title}, version ${next}${note ? `, ${note}` : ''}`,
    before: pickKeys(stored.values, keys),
    after: pickKeys(wanted, keys),
  });
  return { is: 'saved', values: wanted, version: next };
}

/** Of settings whose version nobody wrote down: saved before there were versions. */
const nobody: Actor = { kind: 'system', name: 'unknown' };

async function insertVersion(
  trx: Knex.Transaction,
  row: Pick<SettingsVersion, 'feature' | 'guildId' | 'version' | 'note'> & { values: string },
  { actor }: { actor: Actor },
): Promise<void> {
  const actorId = actor.kind === 'system' ? null : actor.id;
  await SettingsVersion.query(trx).insert({
    ...row,
    actorKind: actor.kind,
    actorId,
    actorName: actor.name,
  });
}

function isSame(one: Actor, other: Actor): boolean {
  const id = (actor: Actor) => (actor.kind === 'system' ? actor.name : actor.id);
  return one.kind === other.kind && id(one) === id(other);
}
