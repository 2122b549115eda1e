import { expect } from 'chai';
import { Config } from '../shared/core/config.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { setUp } from './set-up.ts';

describe('setting up where something else starts the processes', () => {
  const database = useDatabase();
  let config: Config;

  before(() => {
    config = Config.parse({
      DATABASE_URL: database.url,
      REDIS_URL: 'redis://127.0.0.1:1',
      SECRET: 'x'.repeat(32),
    });
  });

  it('makes the first owner once, and goes on where Discord is not to be asked', async () => {
    const said: string[] = [];
    await setUp(config, (line) => said.push(line));
    expect(said.join('\n'))
      .to.include('First login')
      .and.include('owner /')
      .and.include('were not registered');
    const again: string[] = [];
    await setUp(config, (line) => again.push(line));
    expect(again.join('\n')).to.not.include('First login');
    expect(await database.db('admin_users').pluck('username')).to.deep.equal(['owner']);
  });

  it('tells the first login at once, whatever becomes of the rest', async () => {
    await database.db('admin_users').delete();
    const said: string[] = [];
    const failed = await setUp(config, (line) => {
      if (said.push(line) > 1) throw new Error('stopped');
    }).catch(() => 'stopped');
    expect([failed, said[0]?.split(',')[0]]).to.deep.equal(['stopped', 'First login']);
  });
});
