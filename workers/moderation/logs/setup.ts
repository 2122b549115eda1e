import { isDeepStrictEqual } from 'node:util';
import { setupDeeds } from '../../../shared/accounts/setup-deeds.ts';
import { findUnloggedDeeds, markDeedsLogged, type UnloggedDeed } from '../../../shared/accounts/unlogged.ts';
import { diffJson } from '../../../shared/core/json-diff.ts';
import type { Snowflake } from '../../../shared/core/snowflake.ts';
import { log } from '../../../shared/effects/moderation.ts';
import type { LogEntry } from '../../../shared/moderation/logs/entry.ts';
import { namePlaces } from '../../../shared/sync/place-names.ts';
import type { Context } from '../../context.ts';
import type { Ask } from '../../maintenance/walk.ts';
import { drawChange } from './change-entry.ts';

const mostAtOnce = 200; // deeds in a minute

/**
 * Tells of changed rules, rewards, squads and reasons, whoever changed them wherever. As with settings, one counts as told
 * once its entry is queued, and is the same message to Discord a second time.
 */
export async function logSetup({ db }: Pick<Context, 'db'>, ask: Ask): Promise<[]> {
  const deeds = await findUnloggedDeeds({ db }, mostAtOnce);
  const wanted = deeds.filter(({ channel }) => channel !== null);
  const names = await namePlaces(
    { db },
    wanted.map(({ guild }) => guild),
  );
  await ask(wanted.flatMap((deed) => draw(deed, names) ?? []).map(log));
  await markDeedsLogged(
    { db },
    deeds.map(({ id }) => id),
  );
  return [];
}

function draw(deed: UnloggedDeed, names: Readonly<Record<Snowflake, string>>): LogEntry | undefined {
  const { id, guild, channel, action, subject, at } = deed;
  if (channel === null) return undefined;
  const inWords = (text: string | undefined) => text?.replace(/\d{15,20}/g, (id) => names[id] ?? id);
  const changes = diffJson(...apart(deed.before, deed.after)).map(({ label, before, after }) => ({
    label: titleOf(label),
    before: inWords(before),
    after: inWords(after),
  }));
  const title = setupDeeds[action] ?? action;
  return drawChange({ guild, channel, nonce: `audit-${id}`, title, by: deed, at, note: subject, changes });
}

/** Both without the entries that lists have in common: of a long list it is told what came and what went. */
function apart(before: unknown, after: unknown): [unknown, unknown] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const [gone, fresh] = [without(before, after), without(after, before)];
    if (gone.length + fresh.length === 0) return [before, after]; // in another order
    return [gone.length > 0 ? gone : '', fresh.length > 0 ? fresh : ''];
  }
  if (!isObject(before) || !isObject(after)) return [before, after];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const pairs = keys.map((key) => [key, ...apart(before[key], after[key])] as const);
  return [
    Object.fromEntries(pairs.map(([key, old]) => [key, old])),
    Object.fromEntries(pairs.map(([key, , fresh]) => [key, fresh])),
  ];
}

function without(entries: readonly unknown[], others: readonly unknown[]): unknown[] {
  return entries.filter((entry) => !others.some((other) => isDeepStrictEqual(entry, other)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `settings.atLeast`, `exemptRoles`, `action.is` → `At least`, `Exempt roles`, `Action` */
function titleOf(path: string): string {
  const words = path
    .replace(/^settings\.|\.is$/g, '')
    .replace(/\./g, ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
