import { REST } from '@discordjs/rest';
import { createKey } from '../../shared/accounts/api-keys.ts';
import { createRule } from '../../shared/automod/rules.ts';
import type { Knex } from '../../shared/db/knex.ts';
import { deployCommands } from '../deploy-commands.ts';
import { migrate } from '../migrate.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { limit } from './spam.ts';
import { caseLog, guild, moderated, quiet } from './world.ts';

const by = { actor: { kind: 'system', name: 'chaos' } } as const;

/** An installation as the load needs it; the secret of a key to its API. */
export async function prepare(sandbox: Sandbox, db: Knex, databaseUrl: string): Promise<string> {
  await migrate(databaseUrl);
  await deployCommands({ rest: new REST({ version: '10', api: sandbox.api }).setToken(sandbox.token) });
  for (const id of moderated) {
    await db('guilds').insert({ id, name: '' });
    await db('moderation_configs').insert({ guild_id: id, values: { caseLog: caseLog(id) } });
  }
  // Nobody has to wait between transfers here, so that many are sent.
  await db('bytes_configs').insert({ guild_id: guild, values: { transferCooldownMinutes: 0 } });
  await db('automod_configs').insert({ guild_id: guild, values: { traces: true } });
  await addRule(db);
  const draft = { name: 'chaos', scopes: ['bytes:write'], guilds: null, expiresAt: null };
  const made = await createKey({ db }, draft, by);
  if (made.is !== 'created') throw new Error('the key was there');
  return made.secret;
}

/** Its timeouts outlast the run: what auto-moderation did stands at the end. */
async function addRule(db: Knex): Promise<void> {
  const made = await createRule(
    { db },
    guild,
    {
      ...{ name: 'Too many messages', kind: 'message-count', mode: 'enforce', settings: limit },
      ...{ action: { is: 'timeout', minutes: 60 }, deleteMessages: true, exemptChannels: [quiet] },
    },
    by,
  );
  if (made.is !== 'created') throw new Error(`the rule could not be made: ${JSON.stringify(made)}`);
}
