import { expect } from 'chai';
import { GatewayIntentBits, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { z } from 'zod';
import { systemClock } from '../core/clock.ts';
import type { Overwrite } from '../core/events.ts';
import { Snowflake } from '../core/snowflake.ts';
import { defineSettings } from '../settings/definition.ts';
import { bytesSettings } from '../settings/registry.ts';
import { useDatabase } from '../testing/database.ts';
import { checkSetup } from './check.ts';
import { allNeeded } from './needs.ts';
import { explain } from './words.ts';

const applicationId = '500';
const usual = GatewayIntentBits.Guilds | GatewayIntentBits.MessageContent | GatewayIntentBits.GuildMembers;

/** As a feature that logs would have them. */
const logging = defineSettings({
  feature: 'bytes', // whose table it borrows
  title: 'Logging',
  table: 'bytes_configs',
  schema: z.object({
    log: Snowflake.nullable().default(null).meta({ title: 'Log channel', widget: 'channel', posts: true }),
    moderators: Snowflake.nullable().default(null).meta({ title: 'Moderator role', widget: 'role' }),
    rows: z
      .array(z.object({ role: Snowflake.meta({ title: 'Role', widget: 'role' }) }))
      .default([])
      .meta({ title: 'Table' }),
  }),
});

describe('the set-up check', () => {
  const database = useDatabase();
  let next = 1000;
  let guild: string;

  beforeEach(async () => {
    guild = String(next++ << 4);
    await seedGuild();
  });

  const check = (definitions = [bytesSettings, logging] as const) =>
    checkSetup({ db: database.db, clock: systemClock, applicationId }, guild, definitions);
  const found = async () => (await check()).findings.map(({ is, severity }) => `${is} ${severity}`);

  it('finds nothing where all is well', async () => {
    await reward('30');
    await store({ log: '40', moderators: '30', ignoredChannels: ['40'] });
    expect((await check()).findings).to.deep.equal([]);
  });

  it('looks at rules: what those that enforce need, and what any of them names', async () => {
    await permit('20', allNeeded & ~(P.KickMembers | P.ManageGuild));
    await rule({ mode: 'monitor', exempt_channels: ['41'] });
    expect(await severities()).to.deep.equal({ moderation: 'warning', raids: 'warning' });
    expect((await check()).findings.at(-1)).to.deep.include({
      is: 'channel',
      why: 'deleted',
      use: { is: 'automod' },
    });
    await rule({ mode: 'enforce', kind: 'join-rate', settings: { lockdown: true } });
    expect(await severities()).to.deep.equal({ moderation: 'error', raids: 'error' });
  });

  it('names the feature and the permissions it lacks, a warning where nobody uses it', async () => {
    await permit('20', P.ViewChannel | P.SendMessages | P.AddReactions);
    expect((await check()).findings).to.deep.equal([
      { is: 'permission', severity: 'error', feature: 'announcements', missing: ['Embed Links'] },
      { is: 'permission', severity: 'error', feature: 'reactions', missing: ['Read Message History'] },
      {
        is: 'permission',
        severity: 'warning',
        feature: 'moderation',
        missing: ['Kick Members', 'Ban Members', 'Manage Messages', 'Moderate Members'],
      },
      {
        is: 'permission',
        severity: 'warning',
        feature: 'channels',
        missing: ['Manage Channels', 'Manage Roles', 'Manage Threads'],
      },
      { is: 'permission', severity: 'warning', feature: 'audit', missing: ['View Audit Log'] },
      { is: 'permission', severity: 'warning', feature: 'raids', missing: ['Manage Server'] },
      { is: 'permission', severity: 'warning', feature: 'roles', missing: ['Manage Roles'] },
    ]);
    await squad('30');
    expect((await check()).findings.at(-1)).to.include({ feature: 'roles', severity: 'error' });
    await database.db('squads').where({ guild_id: guild }).delete();
    await reward('30');
    expect((await check()).findings.at(-1)).to.include({ feature: 'roles', severity: 'error' });
    await permit('20', P.Administrator);
    expect(await found()).to.deep.equal([]);
  });

  it('looks at the bot as it was last seen', async () => {
    await permit('20', 0n);
    await database
      .db('guild_members')
      .where({ guild_id: guild })
      .update({ roles: ['20', '30'] });
    await permit('30', allNeeded);
    expect(await found()).to.deep.equal([]);
    await database.db('guild_members').where({ guild_id: guild }).update({ seen_at: '-infinity' });
    expect(await found()).to.deep.equal(['unknown-bot warning']);
  });

  it('finds rewards that it cannot give: above the bot, beside it, managed, deleted', async () => {
    await role('21', { position: 5 });
    await role('19', { position: 5 });
    await role('31', { managed: true });
    await role('32', { active: false });
    for (const id of ['19', '21', '30', '31', '32', '33']) await reward(id);
    const { findings } = await check();
    expect(findings.map(({ is }) => is)).to.deep.equal(['hierarchy', 'role', 'role']);
    const names = findings.map(
      (finding) => 'roles' in finding && finding.roles.map(({ id, name }) => [id, name]),
    );
    expect(names).to.deep.equal([
      [['19', 'role 19']], // of two in one position the older one is higher
      [
        ['32', 'role 32'],
        ['33', null],
      ],
      [['31', 'role 31']],
    ]);
    await database.db('guilds').where({ id: guild }).update({ owner_id: applicationId });
    expect(await found()).to.not.include('hierarchy error');
  });

  it('finds the same of the roles of squads, and one role once', async () => {
    await role('19', { position: 5 });
    await role('31', { managed: true });
    for (const id of ['19', '30', '31', '33']) await squad(id);
    await reward('19');
    const { findings } = await check();
    expect(findings.map((finding) => ('use' in finding ? finding.use.is : finding.is))).to.deep.equal([
      ...['hierarchy', 'squads', 'squads'],
    ]);
    expect(findings.map((finding) => explain(finding).wrong)).to.deep.equal([
      'The bot cannot give @role 19: its highest role, @role 20, does not stand above.',
      'Deleted roles are still named in the squads: 33.',
      'Roles that belong to an integration are named in the squads, and nobody can be given them: @role 31.',
    ]);
  });

  it('finds rewards and squads whose roles moderate or run the guild, also those that came to it later', async () => {
    await reward('30');
    await squad('30');
    expect(await found()).to.deep.equal([]);
    await permit('30', P.Administrator | P.ModerateMembers);
    const { findings } = await check();
    expect(
      findings.map((finding) => 'use' in finding && [finding.is, finding.severity, finding.use.is]),
    ).to.eql(['rewards', 'squads'].map((use) => ['powers', 'warning', use]));
    expect(findings.map((finding) => explain(finding).wrong)[0]).to.equal(
      'Roles in role rewards moderate or run the server, and whoever gets one does: @role 30 (Administrator, Moderate Members).',
    );
  });

  it('finds what settings name although it is gone, in lists and tables too', async () => {
    await channel('41', { active: false });
    await store({
      ignoredChannels: ['40', '41', '42'],
      moderators: '33',
      rows: [{ role: '30' }, { role: '34' }],
    });
    const { findings } = await check();
    expect(findings).to.have.lengthOf(3);
    expect(findings[0]).to.deep.include({ is: 'role', why: 'deleted', severity: 'error' });
    expect(findings[0])
      .to.have.nested.property('use.titles')
      .eql({ feature: 'Logging', setting: 'Moderator role' });
    expect(findings[1]).to.have.nested.property('use.key', 'rows');
    expect(findings[2]).to.deep.include({
      is: 'channel',
      why: 'deleted',
      severity: 'warning',
      channels: [
        { kind: 'channel', id: '41', name: 'channel 41' },
        { kind: 'channel', id: '42', name: null },
      ],
    });
  });

  it('finds channels that it is to write in and cannot', async () => {
    const deny = (bits: bigint): Overwrite => ({ id: guild, type: 'role', allow: '0', deny: String(bits) });
    await channel('41', { overwrites: [deny(P.SendMessages)] });
    await store({ log: '41', ignoredChannels: ['41'] });
    const [finding, ...more] = (await check()).findings;
    expect(more).to.deep.equal([]);
    expect(finding).to.deep.include({ is: 'channel', why: 'closed', severity: 'error' });
    // what needs sending goes with it
    expect(finding).to.have.property('missing').eql(['Send Messages', 'Embed Links']);
    await store({ log: '49' });
    expect((await check()).findings[0]).to.deep.include({ is: 'channel', why: 'deleted', severity: 'error' });
  });

  it("finds intents that the guild's shard identified without, as of its latest heartbeat", async () => {
    const shards = 2;
    const mine = Number((BigInt(guild) >> 22n) % BigInt(shards));
    await beat({ process: 'old', shard: mine, intents: usual, at: 1 });
    await beat({ process: 'gone', shard: 7, intents: usual, at: 1 });
    await beat({ process: 'a', shard: mine, intents: GatewayIntentBits.Guilds, at: 1e6 });
    await beat({ process: 'a', shard: 1 - mine, intents: usual, at: 1e6 });
    const { findings } = await check();
    expect(findings.map((finding) => 'name' in finding && finding.name)).to.deep.equal([
      'Message Content Intent',
      'Server Members Intent',
    ]);
    await database.db('bot_statuses').delete();
  });

  it('finds that members were never loaded, unless they are being loaded', async () => {
    await database.db('guilds').where({ id: guild }).update({ members_loaded_at: null });
    expect(await found()).to.deep.equal(['members warning']);
    const run = { guild_id: guild, reason: 'join', state: 'queued' };
    await database.db('sync_runs').insert(run);
    expect(await found()).to.deep.equal([]);
    await database.db('sync_runs').where({ guild_id: guild }).update({ state: 'failed' });
    expect(await found()).to.deep.equal(['members warning']);
  });

  it('finds only that where the bot is not in the guild', async () => {
    await database.db('guilds').where({ id: guild }).update({ active: false, members_loaded_at: null });
    expect(await found()).to.deep.equal(['left error']);
    guild = '1';
    expect(await found()).to.deep.equal(['left error']);
  });

  it('tells everything in one order, in English and German, with sentences that end', async () => {
    await permit('20', 0n);
    await role('19', { position: 5 });
    await role('18', { permissions: String(P.BanMembers) });
    for (const id of ['18', '19', '33']) await reward(id);
    await store({ ignoredChannels: Array.from({ length: 40 }, (_, i) => `${600 + i}`) });
    await database.db('guilds').where({ id: guild }).update({ members_loaded_at: null });
    await beat({ process: 'a', shard: 0, intents: 1, at: 1e6 });
    const { findings } = await check();
    const order = ['permission', 'intent', 'hierarchy', 'role', 'powers', 'channel', 'members'];
    expect([...new Set(findings.map(({ is }) => is))]).to.deep.equal(order);
    for (const finding of findings)
      for (const locale of ['en-US', 'de'])
        for (const sentence of Object.values(explain(finding, { locale }))) {
          expect(sentence).to.match(/^[A-ZÄÖÜ].*[.]$/);
          expect(sentence.length).to.be.lessThan(500);
        }
    await database.db('bot_statuses').delete();
  });

  async function seedGuild(): Promise<void> {
    const { db } = database;
    await db('guilds').insert({ id: guild, name: 'Workshop', members_loaded_at: new Date() });
    await db('discord_users').insert({ id: applicationId }).onConflict().ignore();
    const member = { guild_id: guild, user_id: applicationId, roles: ['20'], seen_at: new Date() };
    await db('guild_members').insert(member);
    await role(guild, { position: 0 });
    await role('20', { position: 5, permissions: String(allNeeded) });
    await role('30', { position: 1 });
    await channel('40');
  }

  async function role(id: string, rest: Record<string, unknown>): Promise<void> {
    await database.db('guild_roles').insert({ guild_id: guild, id, name: `role ${id}`, ...rest });
  }

  async function rule(values: Record<string, unknown>): Promise<void> {
    const slot = Number((await database.db('automod_rules').count({ n: '*' }).first())?.n);
    const rest = { kind: 'words', name: `rule ${slot}`, action: { is: 'warn' }, settings: {}, ...values };
    await database.db('automod_rules').insert({ guild_id: guild, slot, ...rest });
  }

  async function severities(): Promise<Record<string, string>> {
    const { findings } = await check();
    return Object.fromEntries(
      findings.flatMap((finding) =>
        finding.is === 'permission' ? [[finding.feature, finding.severity]] : [],
      ),
    );
  }

  async function permit(id: string, bits: bigint): Promise<void> {
    await database
      .db('guild_roles')
      .where({ guild_id: guild, id })
      .update({ permissions: String(bits) });
  }

  async function channel(
    id: string,
    { overwrites = [], ...rest }: Record<string, unknown> = {},
  ): Promise<void> {
    const row = {
      guild_id: guild,
      id,
      name: `channel ${id}`,
      type: 0,
      overwrites: JSON.stringify(overwrites),
    };
    await database.db('guild_channels').insert({ ...row, ...rest });
  }

  async function reward(role: string): Promise<void> {
    await database.db('bytes_roles').insert({ guild_id: guild, role_id: role, threshold: 10 });
  }

  async function squad(role: string): Promise<void> {
    await database.db('squads').insert({ guild_id: guild, name: `squad ${role}`, role_id: role });
  }

  async function store(values: Record<string, unknown>): Promise<void> {
    const row = { guild_id: guild, values: JSON.stringify(values) };
    await database.db('bytes_configs').insert(row).onConflict('guild_id').merge();
  }

  async function beat({ at, ...rest }: { process: string; shard: number; intents: number; at: number }) {
    const times = { started_at: new Date(0), beat_at: new Date(at) };
    await database.db('bot_statuses').insert({ ...rest, state: 'attached', ...times });
  }
});
