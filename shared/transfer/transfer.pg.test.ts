import { expect } from 'chai';
import { createRule } from '../automod/rules.ts';
import { addReward } from '../bytes/rewards.ts';
import type { BytesConfig } from '../bytes/settings.ts';
import type { Actor } from '../core/actor.ts';
import { silent } from '../core/log.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { createFileRule } from '../files/by-staff.ts';
import { createTemplate, listTemplates } from '../moderation/templates.ts';
import type { SettingsDocument } from '../settings/document.ts';
import { bytesSettings, moderationSettings } from '../settings/registry.ts';
import { readSettings, saveSettings } from '../settings/store.ts';
import { listVersions } from '../settings/versions.ts';
import { create } from '../squads/by-staff.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { exportDocument } from './export.ts';
import { importDocument } from './import.ts';
import { planDocument } from './plan.ts';

const ada: Actor = { kind: 'staff', id: '1', name: 'ada' };
const by = { actor: ada };
const [here, there, strong, channel] = [
  '900000000000000001',
  '900000000000000002',
  '900000000000000003',
  '900000000000000004',
];

describe('what a guild is set up with, as a file', () => {
  const database = useDatabase();
  const redis = useRedis();
  let guild = '';
  let guilds = 0;
  const deps = () => ({
    ...{ db: database.db, redis: redis.redis, log: silent, clock: Date.now, applicationId: undefined },
  });

  beforeEach(async () => {
    guild = await open();
  });

  async function open(roles: Snowflake[] = []): Promise<Snowflake> {
    const id = String(900_000_000_000_001_000n + BigInt(++guilds));
    await database.db('guilds').insert({ id });
    const rows = roles.map((role) => ({
      ...{ guild_id: id, id: role, name: `role ${role.slice(-1)}`, permissions: role === strong ? '8' : '0' },
    }));
    if (rows.length > 0) await database.db('guild_roles').insert(rows);
    return id;
  }
  const save = (values: Partial<BytesConfig>, basedOn?: number) =>
    saveSettings(deps(), bytesSettings, guild, { values, basedOn, by });
  const read = () => readSettings(deps(), bytesSettings, guild);
  const planAny = (document: Partial<SettingsDocument>, into = guild) =>
    planDocument(deps(), into, { 'smarter-dev': 1, settings: {}, ...document }, by);
  async function plan(document: Partial<SettingsDocument>, into = guild) {
    const seen = await planAny(document, into);
    if (seen.is === 'refused') return expect.fail(JSON.stringify(seen.faults));
    const order = { document: { 'smarter-dev': 1, settings: {}, ...document } as const, seen };
    return { ...seen, save: () => importDocument(deps(), into, order, by) };
  }

  describe('its settings', () => {
    it('change nothing when they come back', async () => {
      await save({ dailyAmount: 20, timeZone: 'Europe/Berlin' }, 0);
      const planned = await plan(await exportDocument(deps(), guild, 0));
      expect([...planned.features, ...planned.lists].flatMap(({ changes }) => changes)).to.deep.equal([]);
      expect(await planned.save()).to.deep.equal({ is: 'saved', versions: {}, lists: [] });
      expect((await read()).version).to.equal(1);
    });

    it('stay where the file does not name them', async () => {
      await save({ startingBalance: 7 }, 0);
      const planned = await plan({ settings: { bytes: { dailyAmount: 20 } } });
      expect(planned.features[0]?.changes.map(({ path }) => path)).to.deep.equal(['dailyAmount']);
      await planned.save();
      expect((await read()).values).to.include({ startingBalance: 7, dailyAmount: 20 });
      const [latest] = await listVersions(deps(), bytesSettings, guild, { limit: 1 });
      expect(latest?.note).to.equal('imported');
    });

    it('are refused whole, field by field', async () => {
      const settings = { bytes: { dailyAmount: 0, emoji: 'x', y: 1 }, cats: {} };
      const planned = await planAny({ settings });
      expect(planned.is === 'refused' && planned.faults.map(({ path }) => path)).to.have.members([
        'settings.cats',
        'settings.bytes.dailyAmount',
        'settings.bytes.emoji',
        'settings.bytes.y',
      ]);
    });

    it('come without channels and roles of another guild, and with their own', async () => {
      const [log, strange] = ['910000000000000001', '910000000000000002'];
      const channelOf = (guild_id: string, id: string) => ({ guild_id, id, name: id, type: 0 });
      const other = await open([strong]);
      await database.db('guild_channels').insert([channelOf(guild, log), channelOf(other, strange)]);
      const values = { automodLog: strange, caseLog: log, moderatorRole: strong };
      const bytes = { ignoredChannels: [log, strange] };
      const planned = await plan({ settings: { moderation: values, bytes } });
      expect(planned.features.flatMap(({ without }) => without)).to.deep.equal([
        `“Ignored channels” comes without what is not in this guild (${strange}).`,
        `“Moderator role” comes without what is not in this guild (${strong}).`,
        `“Log channel of auto-moderation” comes without what is not in this guild (${strange}).`,
      ]);
      expect((await planned.save()).is).to.equal('saved');
      const after = await readSettings(deps(), moderationSettings, guild);
      expect(after.values).to.include({ automodLog: null, caseLog: log, moderatorRole: null });
      expect((await read()).values.ignoredChannels).to.deep.equal([log]);
    });

    it('are not saved where somebody else saved since the comparison, and once where they are sent twice', async () => {
      const planned = await plan({ settings: { bytes: { dailyAmount: 20 } } });
      const twice = await Promise.all([planned.save(), planned.save()]);
      expect(twice.map(({ is }) => is)).to.deep.equal(['saved', 'saved']);
      expect((await read()).version).to.equal(1);
      await save({ dailyAmount: 30 }, 1);
      expect(await planned.save()).to.deep.equal({ is: 'conflict', feature: 'bytes' });
      expect((await read()).values.dailyAmount).to.equal(30);
    });
  });

  describe('its lists', () => {
    const rule = {
      ...{ name: 'Flood', kind: 'message-count', action: { is: 'warn' }, mode: 'enforce' },
      ...{ exemptRoles: [here, there], exemptChannels: [channel] },
    };
    const team = { description: '', active: true, capacity: null, welcome: null };
    const templates = (...names: string[]) => ({
      reasonTemplates: names.map((name) => ({ name, text: name })),
    });

    async function setUp(): Promise<SettingsDocument> {
      const from = await open([here, there, strong]);
      expect((await createRule(database, from, rule, by)).is).to.equal('created');
      await createFileRule(deps(), from, { extension: 'exe', decision: 'block', message: null }, by);
      for (const role of [here, there])
        await addReward(database, from, { role, threshold: 512, name: '' }, by);
      await create(database, from, { ...team, name: 'Red', role: here }, by);
      await create(database, from, { ...team, name: 'Lost', role: there }, by);
      await createTemplate(database, from, { name: 'Spam', text: 'Unwanted links' }, by);
      return exportDocument(deps(), from, 0);
    }

    it('move to another server whole, but for roles and channels that are not there, and once where they are sent twice', async () => {
      const file = await setUp();
      const into = await open([here]);
      await createTemplate(database, into, { name: 'spam', text: 'Other' }, by);
      await createTemplate(database, into, { name: 'Old', text: 'Old' }, by);
      const planned = await plan(file, into);
      expect(planned.lists.flatMap(({ without }) => without)).to.deep.equal([
        `“Flood” comes without exempt roles and channels that are not in this guild (${there}, ${channel}).`,
        `“@${there}” is left out: its role ${there} is not in this guild.`,
        `“Lost” is left out: its role ${there} is not in this guild.`,
      ]);
      const told = planned.lists.map(({ list, changes }) => [
        list.list,
        changes.map(({ label, before, after }) => `${label} | ${before} | ${after}`),
      ]);
      expect(Object.fromEntries(told)).to.deep.include({
        fileRules: ['.exe |  | Decision: block'],
        roleRewards: ['@role 1 |  | Bytes received: 512'],
        squads: ['Red |  | Role: @role 1; Open to join: yes; Members at most: any number'],
        reasonTemplates: ['Old | Text: Old | ', 'Spam: Text | Other | Unwanted links'],
      });
      const names = ['automodRules', 'fileRules', 'roleRewards', 'squads', 'reasonTemplates'];
      const saved = await Promise.all([planned.save(), planned.save()]);
      expect(saved).to.have.deep.members([names, []].map((lists) => ({ is: 'saved', versions: {}, lists })));
      const { lists } = await exportDocument(deps(), into, 0);
      expect(lists?.automodRules?.[0]).to.deep.include({
        name: 'Flood',
        exemptRoles: [here],
        exemptChannels: [],
      });
      expect(lists).to.deep.include({
        fileRules: file.lists?.fileRules,
        roleRewards: [{ role: here, threshold: 512 }],
        squads: [{ ...team, name: 'Red', role: here }],
        reasonTemplates: [{ name: 'Spam', text: 'Unwanted links' }],
      });
      const entries = await database
        .db('audit_entries')
        .where({ guild_id: into })
        .orderBy('id')
        .pluck('action');
      expect(entries.slice(2)).to.deep.equal([
        ...['automod-rule.created', 'file-rule.created', 'reward.added', 'squad.created'],
        ...['template.removed', 'template.changed'],
      ]);
    });

    it('are compared again where anybody changed one since, also where it was as in the file, and then nothing is saved', async () => {
      await createTemplate(database, guild, { name: 'a', text: 'a' }, by);
      const planned = await plan({ settings: { bytes: { dailyAmount: 20 } }, lists: templates('a') });
      await createTemplate(database, guild, { name: 'b', text: 'b' }, by);
      expect(await planned.save()).to.deep.equal({ is: 'conflict', feature: 'reasonTemplates' });
      expect((await listTemplates(database, guild)).map(({ name }) => name)).to.deep.equal(['a', 'b']);
      expect((await read()).version).to.equal(0);
    });

    it('are refused whole, entry by entry, and undone where the last entry does not fit', async () => {
      const faulty = await planAny({
        lists: {
          cats: [],
          squads: [{ name: '', role: here, x: 1 }],
          automodRules: [{ ...rule, kind: 'cats' }],
          ...templates('a', 'A'),
        },
      });
      expect(faulty.is === 'refused' && faulty.faults.map(({ path }) => path)).to.have.members([
        ...['lists.cats', 'lists.automodRules.0.kind', 'lists.squads.0.name', 'lists.squads.0.x'],
        'lists.reasonTemplates.1',
      ]);
      const into = await open([here]);
      const twins = ['Red', 'Blue'].map((name) => ({ name, role: here }));
      const planned = await plan(
        { settings: { bytes: { dailyAmount: 20 } }, lists: { squads: twins } },
        into,
      );
      expect(await planned.save()).to.deep.equal({
        is: 'refused',
        faults: [{ path: 'lists.squads.Blue', message: 'Another squad has its role.' }],
      });
      const { settings, lists } = await exportDocument(deps(), into, 0);
      expect([lists?.squads, settings.bytes?.dailyAmount]).to.deep.equal([[], 10]);
    });

    it('are no longer than a guild can have them, and checked only until enough is wrong', async () => {
      const rules = (many: number) => Array.from({ length: many }, () => ({ patterns: 'x' }));
      const refused = async (document: Partial<SettingsDocument>) => {
        const planned = await planAny(document);
        return planned.is === 'refused' ? planned.faults : expect.fail('nothing was wrong');
      };
      expect(await refused({ lists: { automodRules: rules(49) } })).to.deep.equal([
        { path: 'lists.automodRules', message: 'At most 48 entries.' },
      ]);
      const settings = { patterns: Array.from({ length: 13 }, () => '(') };
      const patterned = ['a', 'b'].map((name) => ({ ...rule, name, kind: 'pattern', settings }));
      expect(await refused({ lists: { automodRules: patterned } })).to.deep.equal([
        { path: 'lists.automodRules', message: 'A guild has 25 patterns at most.' },
      ]);
      const seen = await refused({ lists: { automodRules: rules(48), squads: rules(250) } });
      expect(seen).to.have.length(20);
      expect(seen.some(({ path }) => path.startsWith('lists.automodRules.12'))).to.equal(false);
      const many = Object.fromEntries(Array.from({ length: 130_000 }, (_, index) => [`x${index}`, 0]));
      expect(await refused({ settings: { bytes: many } })).to.have.length(20);
    });

    it('give no role that whoever imports could not have given', async () => {
      const into = await open([strong]);
      const planned = await plan({ lists: { roleRewards: [{ role: strong, threshold: 1 }] } }, into);
      expect(planned.lists[0]?.without).to.deep.equal([
        '“@role 3” is left out: @role 3 holds Administrator.',
      ]);
      expect(await planned.save()).to.deep.equal({ is: 'saved', versions: {}, lists: [] });
    });
  });
});
