import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { useDatabase } from '../shared/testing/database.ts';
import { useRedis } from '../shared/testing/redis.ts';
import type { Start } from './doctor/place.ts';
import { diagnose } from './doctor.ts';
import { type Sandbox, startSandbox } from './sandbox/index.ts';
import { checkoutRoot } from './services/checkout.ts';
import { freePort } from './services/ports.ts';

describe('npm run doctor', () => {
  const database = useDatabase();
  const redis = useRedis();
  const dataDir = mkdtempSync(join(tmpdir(), 'doctor-'));
  let sandbox: Sandbox;
  let usual: NodeJS.ProcessEnv;

  before(async () => {
    sandbox = await startSandbox();
    usual = {
      ...{ DATA_DIR: dataDir, DATABASE_URL: database.url, REDIS_URL: redis.url, SECRET: 's'.repeat(32) },
      ...{ DISCORD_TOKEN: sandbox.token, DISCORD_API: sandbox.api, WEB_PORT: String(await freePort()) },
    };
  });
  after(async () => {
    await sandbox.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function visit(environment: NodeJS.ProcessEnv, start?: Start) {
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const code = await diagnose({ root: checkoutRoot(), environment, say, findStart: () => start });
    return { code, lines: said, text: said.join('\n') };
  }

  it('says what is well, with names and versions', async () => {
    const { code, text } = await visit(usual);
    expect(code, text).to.equal(0);
    for (const words of [
      '✓ Smarter Dev 0.1.0',
      `✓ Node ${process.versions.node}`,
      '✓ Configuration',
      `knows the token as Smarter Dev (${sandbox.applicationId})`,
      '✓ Intents: on (Message Content Intent, Server Members Intent)',
      '1000 of 1000 identifies left',
      '✓ Postgres 1',
      '✓ Migrations: all',
      '✓ Redis evicts nothing',
      'Nothing is broken.',
    ])
      expect(text).to.include(words);
    expect(text).to.not.include(sandbox.token).and.not.include('s'.repeat(32));
  });

  it('knows whether Discord would send back who signs in', async () => {
    const { clientSecret } = sandbox;
    const environment = { ...usual, DISCORD_CLIENT_SECRET: clientSecret, WEB_ORIGIN: 'https://bot.example/' };
    const redirect = 'https://bot.example/admin/login/discord/return';
    const before = await visit(environment);
    expect(before.code).to.equal(1);
    expect(before.text).to.include(`${redirect} is no redirect`);
    sandbox.setRedirectUris([redirect]);
    const after = await visit(environment);
    expect(after.text).to.include(`${redirect} is a redirect`).and.not.include(clientSecret);
  });

  it('says the next step for everything that is broken, and fails', async () => {
    const nowhere = {
      DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x',
      REDIS_URL: 'redis://:secret@127.0.0.1:9',
    };
    const faults = { SECRET: 'short', WORKER_PROCESSES: '0' };
    const { code, lines, text } = await visit({ ...usual, ...nowhere, ...faults, DISCORD_TOKEN: 'wrong' });
    expect(code).to.equal(1);
    expect(text).to.include('✗ Configuration: SECRET').and.include('✗ Configuration: WORKER_PROCESSES');
    expect(text).to.include('✗ Discord refuses the token.').and.include('Reset Token');
    expect(text).to.match(/✗ Postgres .*cannot be reached: .*ECONNREFUSED/);
    expect(text).to.match(/✗ Redis .*cannot be reached: .*ECONNREFUSED/);
    expect(text).to.not.include('secret@');
    expect(lines.at(-1)).to.match(/^5 things are broken\./);
  });

  it('names the switches that are off, and one that is on for nothing', async () => {
    const deaf = await startSandbox({ intents: [] });
    const { code, text } = await visit({
      ...usual,
      ...{ DISCORD_API: deaf.api, DISCORD_TOKEN: deaf.token, GATEWAY_PRESENCES: 'true' },
      REDIS_CLUSTER: 'yes',
    });
    await deaf.stop();
    expect(code).to.equal(1);
    for (const name of ['Message Content', 'Server Members', 'Presence'])
      expect(text).to.include(`✗ ${name} Intent is off.`);
    expect(text).to.include('✗ REDIS_CLUSTER is set, and REDIS_URL is no node of a cluster.');
  });

  it('knows what embedded services are not running, and that a sandbox would be', async () => {
    const { code, text } = await visit({ DATA_DIR: dataDir, WEB_PORT: usual.WEB_PORT });
    expect(code, text).to.equal(0);
    expect(text).to.include('! Postgres: embedded, and not running.\n    → npm start');
    expect(text).to.include('! Redis: embedded, and not running.');
    expect(text).to.include('the sandbox stands in for it; it is not running');
    const forgotten = await visit({ ...usual, DISCORD_TOKEN: '' });
    expect(forgotten.code).to.equal(1);
    expect(forgotten.text).to.include('There is no DISCORD_TOKEN, but there is DATABASE_URL');
  });

  it('tells a port that is taken from a panel that runs or does not answer', async () => {
    const squatter = createServer((socket) => socket.destroy()).listen(Number(usual.WEB_PORT), '127.0.0.1');
    const taken = await visit(usual);
    expect(taken.code).to.equal(1);
    expect(taken.text).to.include(`port ${usual.WEB_PORT} on 127.0.0.1 cannot be used`);
    const start = { owner: 4711, url: `http://127.0.0.1:${usual.WEB_PORT}/admin` };
    const silent = await visit(usual, start);
    squatter.close();
    expect(silent.code).to.equal(1);
    expect(silent.text).to.include('Running (pid 4711), but the web tier').and.include('does not answer');
    expect((await visit(usual, { owner: 4711 })).text).to.include('! Starting (pid 4711).');
  });

  it('sees a database that was not migrated, and one of a newer version', async () => {
    const { db } = database;
    const [last] = await db('knex_migrations').orderBy('id', 'desc').limit(1);
    await db('knex_migrations').where({ id: last.id }).delete();
    const behind = await visit(usual);
    expect(behind.code).to.equal(0);
    expect(behind.text).to.include(`! Migrations: ${last.name} not applied yet.`);
    await db('knex_migrations').insert([last, { ...last, id: last.id + 1, name: '9999-future' }]);
    const ahead = await visit(usual);
    expect(ahead.code).to.equal(1);
    expect(ahead.text).to.include('the database has 9999-future');
    await db('knex_migrations').where({ name: '9999-future' }).delete();
  });

  it('names the first guilds whose set-up has errors, and how to mend each', async () => {
    const { db } = database;
    const ids = Array.from({ length: 13 }, (_, index) => String(100 + index));
    await db('guilds').insert(ids.map((id) => ({ id, name: `Guild ${id}`, member_count: Number(id) })));
    await db('bytes_roles').insert(ids.slice(1).map((id) => ({ guild_id: id, role_id: '1', threshold: 1 })));
    const { code, text, lines } = await visit(usual);
    expect(code).to.equal(1);
    expect(text).to.include('! Guilds: of all 13, 12 have errors in the set-up.');
    expect(lines.filter((line) => line.startsWith('✗ Guild'))).to.have.lengthOf(10);
    expect(text).to.include(
      '✗ Guild 112 (112): Deleted roles are still named in role rewards: 1.\n    → Take them out',
    );
    expect(text).to.include('! 2 more guilds have errors.');
  });
});
