import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { saveWhole } from '../shards/whole.ts';
import { AdminUser, AuditEntry } from '../shared/accounts/model.ts';
import { logIn } from '../shared/accounts/store.ts';
import { keys } from '../shared/core/keys.ts';
import { silent } from '../shared/core/log.ts';
import { openQueues } from '../shared/core/queues.ts';
import { claimPartitions } from '../shared/db/installation.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { programAt } from '../shared/testing/processes.ts';
import { useRedis } from '../shared/testing/redis.ts';
import { obey, parseOrder } from './admin.ts';
import { changePartitions } from './change-partitions.ts';
import { onServices } from './system-services.ts';

describe('npm run admin', () => {
  const test = useDatabase();
  const redis = useRedis();
  const passwordIn = (said: string) => said.split(': ').at(-1) ?? '';
  const { path, execArgv } = programAt('scripts/admin.ts');
  const admin = (args: string[], environment: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, [...execArgv, path, ...args], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: '', DISCORD_TOKEN: '', ...environment },
    });

  beforeEach(() => AdminUser.query(test.db).delete());

  it('understands an order, however npm hands it over', () => {
    const create = { is: 'create', username: 'ada', role: 'owner' };
    expect(parseOrder(['create', 'ada', '--role', 'owner'])).to.deep.equal(create);
    expect(parseOrder(['create', 'ada', 'owner'], { npm_config_role: 'true' })).to.deep.equal(create);
    expect(parseOrder(['create', 'ada'], { npm_config_role: 'owner' })).to.deep.equal(create);
    expect(parseOrder(['create', 'ada'])).to.deep.equal({ ...create, role: 'viewer' });
    expect(parseOrder(['list'])).to.deep.equal({ is: 'list' });
    expect(parseOrder(['reset', 'ada'])).to.deep.equal({ is: 'reset', username: 'ada' });
    expect(parseOrder(['partitions', '4'])).to.deep.equal({ is: 'partitions', to: 4 });
  });

  const wrong = [
    '',
    'help',
    'list ada',
    'create',
    'create ab',
    'create ada emperor',
    'create ada owner admin',
    'create ada owner --role admin',
    'reset',
    'reset ada --role owner',
    'reset ada vera',
    'delete ada',
    'list --all',
    'partitions',
    'partitions 0',
    'partitions many',
  ];
  for (const words of wrong)
    it(`does nothing on: ${words || 'nothing'}`, () => {
      expect(parseOrder(words.split(' ').filter(Boolean))).to.include({ is: 'misunderstood' });
    });

  it('makes, lists and resets accounts as the system, and tells each password once', async () => {
    const made = await obey(test.db, { is: 'create', username: 'ada', role: 'owner' });
    expect(await logIn(test, 'ada', passwordIn(made))).to.have.nested.property('user.role', 'owner');
    await AdminUser.query(test.db).patch({ totpSecret: 'sealed', recoveryHashes: ['hash'] });
    const reset = await obey(test.db, { is: 'reset', username: 'ADA' });
    const result = await logIn(test, 'ada', passwordIn(reset));
    expect(result).to.include({ is: 'in' }).and.have.nested.property('user.mustChangePassword', true);
    expect(await obey(test.db, { is: 'list' })).to.match(/^ada +owner +0 +off +\d{4}-.* first password$/m);
    const entries = await AuditEntry.query(test.db).orderBy('id');
    expect(entries.map(({ action, actorKind }) => `${action} by ${actorKind}`)).to.deep.equal([
      'staff.created by system',
      'staff.password-reset by system',
    ]);
  });

  it('says what cannot be done', async () => {
    await obey(test.db, { is: 'create', username: 'ada', role: 'viewer' });
    for (const order of [
      { is: 'create', username: 'Ada', role: 'owner' },
      { is: 'reset', username: 'nobody' },
    ] as const) {
      const refused = await obey(test.db, order).catch((error: unknown) => error);
      expect(refused).to.have.property('name', 'Problem');
    }
  });

  it('changes how many PARTITIONS there are, once nobody runs and nothing waits', async () => {
    await test.db.raw('INSERT INTO installation (partitions) VALUES (1)');
    await test.db('process_statuses').insert({
      ...{ process: 'web-h-0', role: 'web', host: 'h', pid: 1, version: '1', state: 'running', memory: 1 },
      ...{ lag_ms: 0, started_at: new Date(), beat_at: test.db.fn.now() },
    });
    const queues = openQueues(redis.redis, silent);
    const ban = queues.queue('punishments', { index: 0, of: 1 });
    await ban.add('lockdown', { kind: 'lockdown', guild: '1' }, { jobId: 'a', delay: 60_000 });
    const environment = { DATABASE_URL: test.url, REDIS_URL: redis.url, REDIS_CLUSTER: false, DATA_DIR: '.' };
    const order = () =>
      onServices(environment, (opened) => changePartitions(opened, 4)).catch((error: unknown) =>
        String(error),
      );
    expect(await order()).to.match(/^Problem: These run, .*: web-h-0\. Stop every process/);
    await test.db('process_statuses').update({ state: 'stopped' });
    expect(await order()).to.include('Jobs wait: 1 in punishments.');
    await ban.remove('a');
    const session = { owner: 'a', id: 'a', url: 'wss://gateway.example/', shards: 2, sequence: 7, at: 1 };
    await saveWhole(redis.redis, 2);
    await redis.redis.set(keys.watermark({ index: 0, of: 1 }, 1, 2), JSON.stringify(session));
    expect(await order()).to.include('PARTITIONS was 1, and is 4 now; sessions of 1 shard go');
    for (let index = 0; index < 4; index++) {
      const carried = await redis.redis.get(keys.watermark({ index, of: 4 }, 1, 2));
      expect(JSON.parse(carried ?? '')).to.deep.equal(session);
    }
    await queues.close();
    await claimPartitions(test.db, 4);
    const [entry] = await AuditEntry.query(test.db).where({ action: 'installation.partitions-changed' });
    expect([entry?.before, entry?.after]).to.deep.equal([1, 4]);
  });

  it('ends well, with a usage, or with what to do first', () => {
    const list = admin(['list'], { DATABASE_URL: test.url });
    expect(list).to.include({ status: 0, stderr: '' });
    expect(list.stdout).to.include('no accounts yet');
    const unclear = admin(['delete', 'ada'], { DATABASE_URL: test.url });
    expect(unclear).to.include({ status: 2, stdout: '' });
    expect(unclear.stderr).to.include('Usage:');
    const alone = admin(['list'], { DATA_DIR: mkdtempSync(join(tmpdir(), 'smarter-admin-')) });
    expect(alone).to.include({ status: 1, stdout: '' });
    expect(alone.stderr).to.include('Run `npm start` in another terminal');
  }).timeout(60_000);
});
