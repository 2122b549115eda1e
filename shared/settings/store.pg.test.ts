import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { BytesConfig } from '../bytes/settings.ts';
import { loadBytesSettings } from '../bytes/store.ts';
import type { Actor } from '../core/actor.ts';
import { silent } from '../core/log.ts';
import { cacheSettings, followChanges } from '../core/settings.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { bytesSettings, moderationSettings } from './registry.ts';
import { type Deps, readSettings, restoreVersion, saveSettings } from './store.ts';
import { listVersions, readValuesAt } from './versions.ts';

const ada: Actor = { kind: 'staff', id: '1', name: 'ada' };
const grace: Actor = { kind: 'key', id: '1', name: 'grace' };

describe('saving settings', () => {
  const database = useDatabase();
  const redis = useRedis();
  let guild = '';
  let guilds = 0;
  const deps = (): Deps => ({ db: database.db, redis: redis.redis, log: silent });

  beforeEach(async () => {
    guild = String(100 + ++guilds);
    await database.db('guilds').insert({ id: guild });
  });

  const read = () => readSettings(deps(), bytesSettings, guild);
  const save = (values: Partial<BytesConfig>, basedOn?: number, actor: Actor = ada) =>
    saveSettings(deps(), bytesSettings, guild, { values, basedOn, by: { actor } });

  it('starts from the defaults, as version 0', async () => {
    expect(await read()).to.deep.equal({
      values: bytesSettings.schema.parse({}),
      version: 0,
      unreadable: [],
    });
    expect(await save({}, 0)).to.include({ is: 'unchanged', version: 0 });
  });

  it('keeps every version with who saved it', async () => {
    await save({ dailyAmount: 20 }, 0);
    await save({ dailyAmount: 30 }, 1, grace);
    const versions = await listVersions(deps(), bytesSettings, guild, { limit: 10 });
    expect(versions.map(({ version, actor, values }) => [version, actor, values.dailyAmount])).to.deep.equal([
      [2, grace, 30],
      [1, ada, 20],
    ]);
    const older = await listVersions(deps(), bytesSettings, guild, { before: 2, limit: 10 });
    expect(older.map(({ version }) => version)).to.deep.equal([1]);
    expect((await readValuesAt(deps(), bytesSettings, guild, 0))?.dailyAmount).to.equal(10);
    for (const none of [3, -1, 0.5, Number.NaN, 2 ** 40])
      expect(await readValuesAt(deps(), bytesSettings, guild, none)).to.equal(undefined);
  });

  it('takes no channel or role of another guild, but leaves what is there already', async () => {
    const [own, foreign] = ['71', '72'];
    const other = String(100_000 + guilds);
    await database.db('guilds').insert({ id: other });
    const rows = [
      { guild_id: guild, id: own, name: 'log', type: 0 },
      { guild_id: other, id: foreign, name: 'log', type: 0 },
    ];
    await database.db('guild_channels').insert(rows);
    const set = (values: object) =>
      saveSettings(deps(), moderationSettings, guild, { values: { ...values }, by: { actor: ada } });
    expect((await set({ caseLog: own })).is).to.equal('saved');
    expect(await set({ caseLog: foreign, moderatorRole: own })).to.deep.equal({
      is: 'foreign',
      faults: [
        { path: 'moderatorRole', message: `No role of this guild: ${own}.` },
        { path: 'caseLog', message: `No channel of this guild: ${foreign}.` },
      ],
    });
    await database
      .db('moderation_configs')
      .where({ guild_id: guild })
      .update({ values: { caseLog: foreign } });
    expect((await set({ caseLog: foreign, joinLog: own })).is).to.equal('saved');
  });

  it('lets one of two first saves through, and tells the other what is there', async () => {
    const results = await Promise.all([save({ dailyAmount: 20 }, 0), save({ dailyAmount: 30 }, 0, grace)]);
    expect(results.map(({ is }) => is)).to.have.members(['saved', 'conflict']);
    const { values, version } = await read();
    const lost = results.find(({ is }) => is === 'conflict');
    expect(lost).to.deep.nested.include({ 'current.version': 1, 'current.values': values });
    expect(version).to.equal(1);
  });

  it('never lets two of many through on one version', async () => {
    await save({ dailyAmount: 2 }, 0);
    const results = await Promise.all([3, 4, 5, 6, 7, 8].map((dailyAmount) => save({ dailyAmount }, 1)));
    expect(results.filter(({ is }) => is === 'saved')).to.have.length(1);
    expect((await read()).version).to.equal(2);
  });

  it('takes a form that is sent twice once', async () => {
    const results = await Promise.all([save({ dailyAmount: 20 }, 0), save({ dailyAmount: 20 }, 0)]);
    expect(results.map(({ is, ...rest }) => [is, 'version' in rest && rest.version])).to.deep.equal([
      ['saved', 1],
      ['saved', 1],
    ]);
    expect(await save({ dailyAmount: 20 }, 0, grace)).to.include({ is: 'unchanged', version: 1 });
    expect(await database.db('audit_entries').where({ guild_id: guild })).to.have.length(1);
  });

  it('writes down what changed, for good', async () => {
    await save({ dailyAmount: 20 }, 0);
    const [entry] = await database.db('audit_entries').where({ guild_id: guild });
    expect(entry).to.include({ action: 'settings.saved', actor_name: 'ada', subject: 'Bytes, version 1' });
    expect([entry.before, entry.after]).to.deep.equal([{ dailyAmount: 10 }, { dailyAmount: 20 }]);
    const refusal = await database
      .db('audit_entries')
      .where({ id: entry.id })
      .update({ subject: '' })
      .then(
        () => 'changed',
        () => 'refused',
      );
    expect(refusal).to.equal('refused');
  });

  it('merges into what is there by the time it is its turn', async () => {
    const merge = (values: Partial<BytesConfig>) =>
      saveSettings(deps(), bytesSettings, guild, {
        values: (current) => ({ ...current, ...values }),
        by: { actor: ada },
      });
    await Promise.all([merge({ dailyAmount: 20 }), merge({ startingBalance: 5 })]);
    expect((await read()).values).to.include({ dailyAmount: 20, startingBalance: 5 });
  });

  it('restores a version as a new one, in the form that settings have today', async () => {
    await save({ dailyAmount: 20 }, 0);
    await save({ dailyAmount: 30, emoji: '🎉' }, 1);
    const stored = { dailyAmount: 25, goneSince: true };
    const row = {
      feature: 'bytes',
      guild_id: guild,
      version: 3,
      values: stored,
      actor_kind: 'system',
      actor_name: 'x',
    };
    await database.db('settings_versions').insert({ ...row, values: JSON.stringify(stored) });
    await database.db('bytes_configs').where({ guild_id: guild }).update({ version: 3 });
    const restored = await restoreVersion(deps(), bytesSettings, guild, {
      version: 3,
      basedOn: 3,
      by: { actor: grace },
    });
    expect(restored).to.deep.equal({
      is: 'saved',
      version: 4,
      values: bytesSettings.schema.parse({ dailyAmount: 25 }),
    });
    const [latest] = await listVersions(deps(), bytesSettings, guild, { limit: 1 });
    expect(latest).to.deep.include({ actor: grace, note: 'restored from version 3' });
    const missing = { version: 9, basedOn: 4, by: { actor: ada } };
    expect(await restoreVersion(deps(), bytesSettings, guild, missing)).to.deep.equal({ is: 'missing' });
  });

  it('reads what it can of settings that do not fit, and mends them with the next save', async () => {
    const values = JSON.stringify({ dailyAmount: 'many', startingBalance: 7 });
    await database.db('bytes_configs').insert({ guild_id: guild, values });
    const now = await read();
    expect(now).to.include({ version: 1 });
    expect(now.unreadable).to.deep.equal(['Daily amount']);
    expect(now.values).to.include({ dailyAmount: 10, startingBalance: 7 });
    expect(await save(now.values, 1)).to.include({ is: 'saved', version: 2 });
    expect((await read()).unreadable).to.deep.equal([]);
  });

  it('reaches a running process', async () => {
    const subscriber = new Redis(redis.url);
    const cache = cacheSettings((asked) => loadBytesSettings({ db: database.db, log: silent }, asked));
    const changed = new Promise<void>((resolve) => {
      const forget = (id?: string) => {
        cache.forget(id);
        if (id === guild) resolve();
      };
      void followChanges(subscriber, { bytes: { forget } })
        .then(() => cache.get([guild]))
        .then(() => save({ dailyAmount: 20 }, 0));
    });
    await changed;
    expect((await cache.get([guild])).get(guild)?.config.dailyAmount).to.equal(20);
    subscriber.disconnect();
  });

  it('stands where it cannot be announced, and says so in the log', async () => {
    const lost = new Redis(redis.url, { lazyConnect: true, enableOfflineQueue: false });
    const logged: unknown[] = [];
    const log = { warn: (details: unknown) => void logged.push(details) } as unknown as Deps['log'];
    const order = { values: { dailyAmount: 20 }, by: { actor: ada } };
    const saved = await saveSettings({ db: database.db, redis: lost, log }, bytesSettings, guild, order);
    expect(saved.is).to.equal('saved');
    expect(logged).to.have.length(1);
    lost.disconnect();
  });
});
