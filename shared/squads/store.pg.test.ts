import { expect } from 'chai';
import type { Knex } from '../db/knex.ts';
import { useDatabase } from '../testing/database.ts';
import type { SquadDraft } from './changes.ts';
import {
  createSquad,
  deleteSquad,
  findSquadByName,
  listSquadMembers,
  listSquads,
  readStanding,
  squadOf,
  suggestSquads,
  updateSquad,
} from './store.ts';

const guild = '7';

describe('squads, as staff keep them', () => {
  const database = useDatabase();
  let db: Knex;
  let roles = 100;

  before(async () => {
    db = database.db;
    await db('guilds').insert(['7', '8'].map((id) => ({ id, name: id })));
  });
  beforeEach(async () => {
    await db.raw('TRUNCATE former_squad_roles, squad_members, squads, guild_members, discord_users CASCADE');
  });

  const draft = (name: string, changes: Partial<SquadDraft> = {}): SquadDraft => ({
    ...{ name, description: '', role: String(++roles), active: true, capacity: null, welcome: null },
    ...changes,
  });
  async function make(name: string, changes?: Partial<SquadDraft>, where = guild) {
    const made = await createSquad({ db }, where, draft(name, changes));
    if (made.is !== 'created') throw new Error(made.is);
    return made.squad;
  }
  /** In this order, two of them in the same microsecond. */
  async function fill(squad: string, users: string[]): Promise<void> {
    await db('discord_users').insert(users.map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(users.map((id) => ({ guild_id: guild, user_id: id })));
    const at = (n: number) => db.raw("timestamptz '2026-01-01' + ? * interval '1 microsecond'", [n >> 1]);
    const rows = users.map((id, n) => ({ guild_id: guild, user_id: id, squad_id: squad, joined_at: at(n) }));
    await db('squad_members').insert(rows);
  }

  it('have a name and a role that no other of the guild has, whatever its case', async () => {
    const { role } = await make('Red');
    expect(await createSquad({ db }, guild, draft('RED'))).to.eql({ is: 'name-taken' });
    expect(await createSquad({ db }, guild, draft('Blue', { role }))).to.eql({ is: 'role-taken', by: 'Red' });
    expect((await make('red', { role }, '8')).name).to.equal('red');
  });

  it('are made once when two want the same name at once', async () => {
    const made = await Promise.all(
      ['Red', 'red', 'rEd'].map((name) => createSquad({ db }, guild, draft(name))),
    );
    expect(made.map(({ is }) => is).sort()).to.eql(['created', 'name-taken', 'name-taken']);
  });

  it('change from the version that was read, and from no older one', async () => {
    const red = await make('Red');
    await make('Blue');
    const change = (version: number, changes: Partial<SquadDraft>) =>
      updateSquad({ db }, guild, { id: red.id, version, changes });
    const changed = await change(1, { name: 'RED', capacity: 3 });
    expect(changed)
      .to.include({ is: 'changed' })
      .and.nested.include({ 'squad.version': 2, 'squad.capacity': 3 });
    expect(await change(1, { capacity: 4 }))
      .to.include({ is: 'stale' })
      .and.nested.include({ 'squad.version': 2 });
    expect(await change(2, { name: 'bLUE' })).to.eql({ is: 'name-taken' });
    expect(await change(2, { capacity: 3 })).to.nested.include({ is: 'changed', 'squad.version': 2 });
    expect(await updateSquad({ db }, '8', { id: red.id, version: 2, changes: {} })).to.eql({ is: 'unknown' });
  });

  it('leave their members with a role to lose when they are deleted, or get another role', async () => {
    const red = await make('Red');
    await fill(red.id, ['1', '2']);
    const changed = await updateSquad({ db }, guild, { id: red.id, version: 1, changes: { role: '55' } });
    expect(changed.is).to.equal('changed');
    expect(await deleteSquad({ db }, guild, { id: red.id, version: 1 })).to.include({ is: 'stale' });
    expect(await deleteSquad({ db }, guild, { id: red.id, version: 2 })).to.nested.include({
      ...{ is: 'deleted', 'squad.members': 2 },
    });
    expect(await deleteSquad({ db }, guild, { id: red.id })).to.eql({ is: 'unknown' });
    const left = await db('former_squad_roles').orderBy(['user_id', 'role_id']).select('user_id', 'role_id');
    expect(left.map((row) => [row.user_id, row.role_id])).to.eql([
      ...[
        ['1', '55'],
        ['1', red.role],
      ],
      ...[
        ['2', '55'],
        ['2', red.role],
      ],
    ]);
    expect(await squadOf({ db }, guild, '1')).to.equal(undefined);
  });

  it('are listed by name with how many are in them, and found by it', async () => {
    const blue = await make('blue');
    await make('Amber', { active: false });
    await make('Cyan');
    await fill(blue.id, ['1', '2', '3']);
    const names = async (only = {}) =>
      (await listSquads({ db }, guild, only)).map(({ name, members }) => `${name} ${members}`);
    expect(await names()).to.eql(['Amber 0', 'blue 3', 'Cyan 0']);
    expect(await names({ active: true })).to.eql(['blue 3', 'Cyan 0']);
    expect(await findSquadByName({ db }, guild, ' BLUE ')).to.include({ id: blue.id, members: 3 });
    expect(await findSquadByName({ db }, '8', 'blue')).to.equal(undefined);
    expect(await readStanding({ db }, guild, '1')).to.eql({ balance: 0, everInSquad: false, squad: blue.id });
    expect(await readStanding({ db }, guild, '9')).to.include({ squad: null });
  });

  it('are suggested by how their names begin, sign by sign', async () => {
    for (const name of ['100%', '100 hours', 'under_score', 'Über', 'overt']) await make(name);
    const suggest = (prefix: string) => suggestSquads({ db }, guild, prefix, 25);
    expect(await suggest('100%')).to.eql(['100%']);
    expect(await suggest('under_')).to.eql(['under_score']);
    expect(await suggest('O')).to.eql(['overt']);
    expect(await suggest('')).to.have.length(5);
    expect(await suggestSquads({ db }, guild, '', 2)).to.have.length(2);
  });

  it('show their members page by page, forwards and back, nobody twice', async () => {
    const red = await make('Red');
    const users = Array.from({ length: 9 }, (_, n) => String(n + 1));
    await fill(red.id, users);
    const page = async (place: object) =>
      await listSquadMembers({ db }, { squad: red.id, limit: 4, ...place });
    const first = await page({});
    const second = await page({ after: first[3] });
    const third = await page({ after: second[3] });
    expect([first, second, third].flat().map(({ user }) => user)).to.eql(users);
    expect(await page({ before: third[0] })).to.eql(second);
    expect(await page({ before: first[0] })).to.eql([]);
  });
});
