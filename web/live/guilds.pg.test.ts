import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { silent } from '../../shared/core/log.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import type { EventStream } from '../http/event-stream.ts';
import { openLiveGuilds } from './guilds.ts';

class Viewer extends EventEmitter implements EventStream {
  heard: string[] = [];
  ended = false;
  send(text: string): void {
    this.heard.push(text);
    this.emit('heard');
  }
  end(): void {
    this.ended = true;
  }
}

describe('watching guilds', () => {
  const database = useDatabase();
  const guild = '7';

  before(async () => {
    await database.db('guilds').insert({ id: guild, name: 'Seven' });
    await database.db('discord_users').insert({ id: 1, username: 'ada' });
    await database.db('guild_members').insert({ guild_id: guild, user_id: 1, balance: 5 });
  });

  it('asks the database once for all viewers of a guild', async () => {
    const live = openLiveGuilds({ db: database.db, log: silent }, 60_000);
    let queries = 0;
    database.db.on('query', () => queries++);
    const viewers = [new Viewer(), new Viewer(), new Viewer()];
    const leave = viewers.map((viewer) => live.watch(guild, viewer));
    await Promise.all(viewers.map((viewer) => once(viewer, 'heard')));
    const late = new Viewer();
    leave.push(live.watch(guild, late));
    expect(late.heard).to.deep.equal(viewers[0]?.heard).and.have.length(1);
    expect(queries).to.equal(4);
    for (const go of leave) go();
  });

  it('sends only what has changed, and nothing to those who left', async () => {
    const live = openLiveGuilds({ db: database.db, log: silent }, 5);
    const [stays, leaves] = [new Viewer(), new Viewer()];
    const go = [live.watch(guild, stays), live.watch(guild, leaves)];
    await once(stays, 'heard');
    go[1]?.();
    await database.db('guild_members').update({ balance: 6_000 });
    await once(stays, 'heard');
    expect(stays.heard).to.have.length(2);
    expect(stays.heard[1]).to.include('6,000');
    expect(leaves.heard).to.have.length(1);
    go[0]?.();
  });

  it('goes on after Postgres was away', async () => {
    let away = true;
    const db = new Proxy(database.db, {
      get: (target, name) =>
        name === 'raw' && away ? () => Promise.reject(new Error('away')) : Reflect.get(target, name),
    });
    const warnings = new EventEmitter();
    const live = openLiveGuilds({ db, log: { ...silent, warn: () => warnings.emit('warned') } }, 5);
    const viewer = new Viewer();
    const warned = once(warnings, 'warned');
    const leave = live.watch(guild, viewer);
    await warned;
    away = false;
    await once(viewer, 'heard');
    leave();
  });

  it('ends all streams when the process stops', () => {
    const live = openLiveGuilds({ db: database.db, log: silent }, 60_000);
    const viewer = new Viewer();
    const leave = live.watch(guild, viewer);
    live.close();
    expect(viewer.ended).to.equal(true);
    leave();
  });
});
