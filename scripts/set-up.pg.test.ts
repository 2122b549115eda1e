import { expect } from 'chai';
import { Config } from '../shared/core/config.ts';
import { useDatabase } from '../shared/testing/database.ts';
import { setUp } from './set-up.ts';

describe('setting up where something else starts the processes', () => {
  const database = useDatabase();

  it('makes the first owner once, and goes on where Discord is not to be asked', async () => {
    const config = Config.parse({
      DATABASE_URL: database.url,
      REDIS_URL: 'redis://127.0.0.1:1',
      SECRET: 'x'.repeat(32),
    });
    const said = await setUp(config);
    expect(said).to.include('First login').and.include('owner /').and.include('were not registered');
    expect(await setUp(config)).to.not.include('First login');
    expect(await database.db('admin_users').pluck('username')).to.deep.equal(['owner']);
  });
});
