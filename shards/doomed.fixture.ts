import { once } from 'node:events';
import { openDatabase } from '../shared/db/knex.ts';
import { startBot } from './bot.fixture.ts';

/** A shard process that a test kills: what it is to do comes as its first argument (takeover.flow.test.ts). */
const { sandbox, database, order } = JSON.parse(process.argv[2] ?? '');
const bot = await startBot(sandbox, { ...order, db: openDatabase(database, { pool: 1 }) });
await bot.attached();
process.send?.('ready');
await once(process, 'SIGINT');
await bot.stop();
process.exit();
