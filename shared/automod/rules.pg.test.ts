import { expect } from 'chai';
import { AuditEntry } from '../accounts/model.ts';
import type { Actor } from '../core/actor.ts';
import { useDatabase } from '../testing/database.ts';
import { applyPreset } from './apply-preset.ts';
import {
  changeRule,
  createRule,
  findRuleByName,
  listRules,
  listRuleVersions,
  removeRule,
  restoreRule,
} from './rules.ts';

const guild = '100';
const actor: Actor = { kind: 'staff', id: '1', name: 'ada' };
const by = { actor };

describe('rules of auto-moderation', () => {
  const database = useDatabase();
  const deps = () => ({ db: database.db });
  const given = (changes: object = {}) => ({
    name: 'Too fast',
    kind: 'message-count',
    action: { is: 'timeout', minutes: 10 },
    ...changes,
  });
  const create = async (changes: object = {}) => createRule(deps(), guild, given(changes), by);
  const created = async (changes: object = {}) => {
    const made = await create(changes);
    if (made.is !== 'created') throw new Error(`not created: ${JSON.stringify(made)}`);
    return made.rule;
  };
  const deeds = async () =>
    (await AuditEntry.query(database.db).orderBy('id')).map(({ action, subject }) => `${action} ${subject}`);

  beforeEach(async () => {
    await database.db.raw('TRUNCATE guilds, audit_entries CASCADE');
    await database.db('guilds').insert([{ id: guild }, { id: '200' }]);
  });

  it('begin by watching, with the defaults of their kind', async () => {
    const rule = await created();
    expect(rule).to.deep.include({
      guild,
      enabled: true,
      mode: 'monitor',
      exemptModerators: true,
      deleteMessages: false,
      settings: { atLeast: 8, seconds: 10 },
      version: 1,
      unreadable: [],
    });
    expect(await findRuleByName(deps(), guild, ' TOO FAST ')).to.deep.equal(rule);
    expect(await findRuleByName(deps(), '200', 'Too fast')).to.equal(undefined);
    expect(await deeds()).to.deep.equal(['automod-rule.created Too fast']);
  });

  it('say what is wrong with what is given, each at its place', async () => {
    const made = await create({ name: ' ', action: { is: 'timeout' }, settings: { atLeast: 0, secs: 1 } });
    const faults = made.is === 'faulty' ? made.faults.map(({ path }) => path) : [];
    expect(faults).to.have.members(['name', 'action.minutes', 'settings.atLeast', 'settings.secs']);
    for (const wrong of [{ kind: 'weather' }, { settings: 5 }, { kind: undefined }, { name: 'a\0b' }])
      expect((await create(wrong)).is).to.equal('faulty');
    expect(await deeds()).to.deep.equal([]);
  });

  it('have a name of their own, whatever its case, also where two are made at once', async () => {
    const made = await Promise.all([create(), create({ name: 'TOO FAST' }), create({ name: 'Other' })]);
    expect(made.map(({ is }) => is)).to.have.members(['created', 'name-taken', 'created']);
    const other = await findRuleByName(deps(), guild, 'Other');
    const order = { id: other?.id ?? '', version: 1, changes: { name: 'too fast' } };
    expect((await changeRule(deps(), guild, order, by)).is).to.equal('name-taken');
  });

  it('have a slot each, which rests when it is free again, until there are none', async () => {
    const first = await created();
    await removeRule(deps(), guild, { id: first.id }, by);
    const again = await created();
    expect(again.slot).not.to.equal(first.slot);
    await database.db.raw(
      `INSERT INTO automod_rules (guild_id, kind, slot, name, action, settings)
       SELECT ?, 'message-count', slot, 'rule ' || slot, '{"is":"delete"}', '{}'
       FROM generate_series(0, 47) slot WHERE slot <> ?`,
      [guild, again.slot],
    );
    expect(await create({ name: 'one more' })).to.deep.equal({ is: 'full', most: 48 });
    expect(await applyPreset(deps(), guild, 'starter', by)).to.deep.include({ is: 'full' });
    await removeRule(deps(), guild, { id: again.id }, by);
    expect((await created({ name: 'one more' })).slot).to.equal(again.slot);
  });

  it('have 25 patterns in all', async () => {
    const patterns = (count: number) => ({ settings: { patterns: Array(count).fill('spam') } });
    await created({ name: 'some', kind: 'pattern', ...patterns(20) });
    const { id } = await created({ name: 'more', kind: 'username', ...patterns(5) });
    const full = { is: 'too-many-patterns', most: 25 };
    expect(await create({ kind: 'pattern', ...patterns(1) })).to.deep.equal(full);
    const changes = patterns(6);
    expect(await changeRule(deps(), guild, { id, version: 1, changes }, by)).to.deep.equal(full);
    const made = await create({ kind: 'pattern', settings: { patterns: ['fine', '(?=no)'] } });
    expect(made).to.have.nested.property('faults[0].path', 'settings.patterns.1');
  });

  it('come in presets, all at once and only once', async () => {
    await created({ name: 'FLOODING' });
    const made = await applyPreset(deps(), guild, 'starter', by);
    if (made.is !== 'applied') throw new Error(made.is);
    const { created: rules, there } = made;
    expect(there).to.deep.equal(['Flooding']);
    expect(rules.map(({ mode }) => mode)).to.deep.equal(rules.map(() => 'monitor'));
    const again = await applyPreset(deps(), guild, 'starter', by);
    expect(again).to.deep.include({ is: 'applied', created: [] });
    expect(await deeds()).to.have.length(1 + rules.length);
  });

  it('are changed by whoever saw their latest version, and come back as they were', async () => {
    const { id, slot } = await created();
    const change = (version: number, changes: Record<string, unknown>) =>
      changeRule(deps(), guild, { id, version, changes }, by);
    const changed = await change(1, { settings: { atLeast: 3 }, exemptRoles: ['9', '8', '9'] });
    expect(changed).to.have.nested.property('rule.version', 2);
    expect(changed).to.have.nested.property('rule.slot', slot);
    const { is, rule } = { rule: undefined, ...changed };
    expect([is, rule?.settings, rule?.exemptRoles]).to.deep.equal([
      'changed',
      { atLeast: 3, seconds: 10 },
      ['8', '9'],
    ]);
    expect((await change(1, { enabled: false })).is).to.equal('stale');
    expect((await change(2, { exemptRoles: ['9', '8'] })).is).to.equal('unchanged');
    expect((await change(2, { kind: 'words' })).is).to.equal('faulty');
    expect((await change(2, { settings: { atLeast: 1_000 } })).is).to.equal('faulty');
    expect((await changeRule(deps(), '200', { id, version: 2, changes: {} }, by)).is).to.equal('unknown');

    const restored = await restoreRule(deps(), guild, { id, version: 2, to: 1 }, by);
    expect(restored).to.have.nested.property('rule.settings.atLeast', 8);
    expect((await restoreRule(deps(), guild, { id, version: 3, to: 9 }, by)).is).to.equal('unknown');
    expect(await deeds()).to.deep.equal([
      'automod-rule.created Too fast',
      'automod-rule.changed Too fast, version 2',
      'automod-rule.changed Too fast, version 3',
    ]);
    const versions = await listRuleVersions(deps(), guild, { rule: id, limit: 2 });
    expect(versions.map(({ version, values, actor }) => [version, values.exemptRoles, actor])).to.deep.equal([
      [3, [], actor],
      [2, ['8', '9'], actor],
    ]);
  });

  it('go, while their versions stay', async () => {
    const { id } = await created();
    expect((await removeRule(deps(), guild, { id, version: 2 }, by)).is).to.equal('stale');
    expect((await removeRule(deps(), '200', { id }, by)).is).to.equal('unknown');
    expect((await removeRule(deps(), guild, { id, version: 1 }, by)).is).to.equal('removed');
    expect(await listRules(deps(), guild)).to.deep.equal([]);
    expect(await listRuleVersions(deps(), guild, { rule: id, limit: 9 })).to.have.length(1);
  });

  it('that can no longer be read are shown with what of them is lost, and mended by a change', async () => {
    const { id } = await created();
    await database.db('automod_rules').update({ settings: { atLeast: 'many', seconds: 5 }, action: '{}' });
    const [rule] = await listRules(deps(), guild);
    expect(rule).to.deep.include({
      unreadable: ['Action', 'Messages'],
      settings: { atLeast: 8, seconds: 5 },
    });
    const order = { id, version: 1, changes: { action: { is: 'warn' } } };
    expect(await changeRule(deps(), guild, order, by)).to.have.nested.property('rule.unreadable.length', 0);
  });
});
