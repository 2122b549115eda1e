import type { Action } from '../../shared/automod/action.ts';
import { type KindName, kindOf } from '../../shared/automod/kinds/registry.ts';
import type { Knex } from '../../shared/db/knex.ts';

/** Ten rules as a well kept guild may have them, none of which the load breaks. */
const usual: [KindName, Record<string, unknown>][] = [
  ['message-count', { atLeast: 50, seconds: 10 }],
  ['duplicates', { atLeast: 40, seconds: 60 }],
  ['channels', { atLeast: 40, seconds: 30 }],
  ['mentions', { atLeast: 50, seconds: 60 }],
  ['cross-duplicates', { atLeast: 100, seconds: 30 }],
  ['words', { words: ['contraband', 'forbidden*', 'smuggle'] }],
  [
    'pattern',
    { patterns: ['free\\s+nitro', 'steam(communit|power)y?\\.(?:ru|gift)', '\\bairdrop\\b.*\\bclaim\\b'] },
  ],
  ['invites', {}],
  ['links', {}],
  ['message-count', { atLeast: 100, seconds: 60 }],
];

/** The first `count` of them in every guild, enforced. */
export async function giveRules(
  db: Knex,
  count: number,
  action: Action = { is: 'timeout', minutes: 10 },
): Promise<void> {
  await db.raw('DELETE FROM automod_rules');
  for (const [slot, [kind, settings]] of usual.slice(0, count).entries())
    await db.raw(
      `INSERT INTO automod_rules (guild_id, kind, slot, name, mode, action, delete_messages, settings)
       SELECT id, ?, ?, ?, 'enforce', ?::jsonb, true, ?::jsonb FROM guilds`,
      [
        kind,
        slot,
        `Rule ${slot}`,
        JSON.stringify(action),
        JSON.stringify(kindOf(kind).schema.parse(settings)),
      ],
    );
  await db.raw('ANALYZE automod_rules');
}
