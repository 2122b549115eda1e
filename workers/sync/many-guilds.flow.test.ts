import { expect } from 'chai';
import { guildId } from '../../scripts/sandbox/index.ts';
import { eventually, useLiveSync } from './live.fixture.ts';
import { expectAsInDiscord } from './truth.fixture.ts';

const names = Array.from({ length: 500 }, (_, n) => `Guild ${n}`);
const shards = 16; // each may ask 100 times a minute, so that 500 guilds need no waiting; shards/member-loads.pg.test.ts waits

describe('500 guilds that the bot joins at once', () => {
  const live = useLiveSync();
  const { database } = live;

  it('are all loaded, each asked for once, and the gateway closes no connection', async () => {
    await live.open({ world: { guilds: [] }, shards });
    await Promise.all([live.start('workers/main.ts'), live.start('shards/main.ts')]);
    const { sandbox } = live;
    await eventually(() => sandbox.sessions.open.length === shards);
    for (const name of names) sandbox.addGuild({ name, generatedMembers: 5 });
    const done = async () => database.db('sync_runs').where({ state: 'done' });
    await eventually(async () => (await done()).length === names.length);
    expect((await done()).filter(({ attempt, members }) => attempt !== 1 || members !== 7)).to.deep.equal([]);
    for (const name of names.slice(0, 20)) await expectAsInDiscord(database.db, sandbox, guildId(name));
    expect(sandbox.sessions).to.include({ identifies: shards, resumes: 0 });
  });
}).timeout(60_000);
