import { expect } from 'chai';
import { silent } from '../core/log.ts';
import { useDatabase } from '../testing/database.ts';
import { loadAutoModSettings } from './store.ts';

const database = useDatabase();
const load = (...guilds: string[]) => loadAutoModSettings({ db: database.db, log: silent }, guilds);
const rule = (changes: object) => ({
  guild_id: '100',
  kind: 'message-count',
  slot: 0,
  name: 'Too fast',
  action: JSON.stringify({ is: 'warn' }),
  settings: JSON.stringify({ atLeast: 5 }),
  ...changes,
});

describe('what workers know of auto-moderation', () => {
  before(async () => {
    const { db } = database;
    await db('guilds').insert([{ id: '100', owner_id: '1' }, { id: '200' }, { id: '300' }]);
    await db('automod_rules').insert([
      rule({ exempt_channels: ['7'] }),
      rule({ slot: 1, name: 'Off', enabled: false }),
      rule({ slot: 2, name: 'Older', settings: JSON.stringify({ atLeast: 'many' }) }),
      rule({ slot: 3, name: 'Of a kind that is no more', kind: 'weather' }),
      rule({ guild_id: '200' }),
    ]);
    await db('automod_configs').insert({ guild_id: '200', values: { enabled: false, traces: true } });
    await db('automod_configs').insert({ guild_id: '300', values: { enabled: 'perhaps' } });
    await db('moderation_configs').insert({ guild_id: '100', values: { moderatorRole: '52' } });
    const role = { guild_id: '100', color: 0, managed: false };
    await db('guild_roles').insert([
      { ...role, id: '50', name: 'mods', position: 1, permissions: String(1 << 13) },
      { ...role, id: '51', name: 'admins', position: 2, permissions: '8' },
      { ...role, id: '53', name: 'others', position: 3, permissions: String(1 << 11) },
      { ...role, id: '54', name: 'gone', position: 4, permissions: '8', active: false },
    ]);
    const overwrites = [
      { id: '60', type: 'role', allow: '8192', deny: '0' },
      { id: '61', type: 'role', allow: '1024', deny: '8192' },
      { id: '62', type: 'member', allow: '1024', deny: '0' },
    ];
    await db('guild_channels').insert({
      ...{ guild_id: '100', id: '8', name: 'help', type: 0, position: 1 },
      overwrites: JSON.stringify(overwrites),
    });
    await db('guild_threads').insert([
      { guild_id: '100', id: '70', parent_id: '7' },
      { guild_id: '100', id: '71', parent_id: '7', active: false },
      { guild_id: '100', id: '80', parent_id: '8' },
      { guild_id: '100', id: '90', parent_id: '9' },
    ]);
  });

  it('are the rules that can be read, and who moderates where', async () => {
    const settings = (await load('100')).get('100');
    expect(settings?.rules.map(({ name }) => name)).to.deep.equal(['Too fast']);
    expect(settings?.rules[0]).to.deep.include({
      guild: '100',
      slot: 0,
      mode: 'monitor',
      action: { is: 'warn' },
      exemptChannels: ['7'],
      settings: { atLeast: 5, seconds: 10 },
      version: 1,
    });
    expect(settings?.owner).to.equal('1');
    expect([...(settings?.moderatorRoles ?? [])]).to.have.members(['50', '51', '52']);
    expect(settings?.channelModerators).to.deep.equal(
      new Map([
        [
          '8',
          new Map([
            ['60', 'allow'],
            ['61', 'deny'],
          ]),
        ],
      ]),
    );
    expect(settings?.threads).to.deep.equal(
      new Map([
        ['70', '7'],
        ['80', '8'],
      ]),
    );
  });

  it('are no rules where it is off, defaults where nothing is stored, and nothing that cannot be read', async () => {
    const settings = await load('100', '200', '300', '400');
    expect([...settings.keys()]).to.deep.equal(['100', '200', '400']);
    expect(settings.get('200')).to.deep.include({ rules: [] });
    expect(settings.get('200')?.config.traces).to.equal(true);
    expect(settings.get('400')?.config.enabled).to.equal(true);
  });

  it('takes as many queries for many guilds as for one', async () => {
    let queries = 0;
    const count = () => queries++;
    database.db.on('query', count);
    await load('100');
    const forOne = queries;
    await load('100', ...Array.from({ length: 500 }, (_, n) => String(1_000 + n)));
    database.db.off('query', count);
    expect(queries).to.equal(2 * forOne);
  });
});
