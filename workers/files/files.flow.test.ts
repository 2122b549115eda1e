import { expect } from 'chai';
import { userId } from '../../scripts/sandbox/index.ts';
import { MINUTE } from '../../shared/core/clock.ts';
import type { MessageEvent } from '../../shared/core/events.ts';
import { silent } from '../../shared/core/log.ts';
import { snowflakeAt } from '../../shared/core/snowflake.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { createFileRule } from '../../shared/files/by-staff.ts';
import { useDatabase } from '../../shared/testing/database.ts';
import { useRedis } from '../../shared/testing/redis.ts';
import { eventOf, type ModeratedGuild, moderate } from '../automod/workshop.fixture.ts';
import { checkFiles } from './files.ts';

const staff = { actor: { kind: 'system', name: 'test' } } as const;

describe('files', () => {
  const database = useDatabase();
  const redis = useRedis();
  let at: ModeratedGuild;
  let files = 0;

  beforeEach(async () => {
    await database.db.raw('TRUNCATE guild_members, discord_users, file_attachments CASCADE');
    at = await moderate(database, redis, ['ada'], Date.now() - MINUTE);
    await keepPartitions(database.db, at.now);
  });
  afterEach(async () => {
    expect(at.sandbox.violations).to.eql([]);
    await at.close();
  });

  const config = (values: object) =>
    database.db('file_configs').insert({ guild_id: at.guild, values: JSON.stringify(values) });
  const rule = (extension: string, decision: 'allow' | 'warn' | 'block', message: string | null = null) => {
    const deps = { db: database.db, redis: redis.redis, log: silent };
    return createFileRule(deps, at.guild, { extension, decision, message }, staff);
  };
  const rows = () =>
    database.db('file_attachments').orderBy('id').select('name', 'extension', 'decision', 'deletion');
  const did = (is: string) => at.sandbox.did({ is, by: at.sandbox.botId }).map(({ target }) => target);
  const said = () =>
    at.sandbox.requests.filter(({ method, route }) => method === 'POST' && route.endsWith('/messages'));

  function attach(name: string, ...names: string[]): MessageEvent {
    at.now += 10;
    const posted = eventOf(at.post(name, 'look'));
    const attachments = names.map((file) => {
      const id = snowflakeAt(at.now, ++files);
      return {
        id,
        name: file,
        size: 10,
        type: null,
        url: `https://cdn.discordapp.com/attachments/1/${id}/x`,
      };
    });
    return { ...posted.d, attachments };
  }

  async function see(...messages: MessageEvent[]): Promise<void> {
    const events = messages.map((d) => ({ t: 'MESSAGE_CREATE', id: d.id, at: 1, d }) as const);
    for (const attempt of [0, 1]) await checkFiles(at.worker(), { events, attempt });
    await at.doEffects();
  }

  it('are recorded, and left alone until somebody switches rules on', async () => {
    await rule('exe', 'block');
    await see(attach('ada', 'x.exe', 'README'));
    expect(await rows()).to.eql([
      { name: 'x.exe', extension: 'exe', decision: 'off', deletion: 'none' },
      { name: 'README', extension: null, decision: 'off', deletion: 'none' },
    ]);
    expect(said()).to.eql([]);
  });

  it('that are blocked take their message with them, and their author is told and pinged once', async () => {
    await config({ enabled: true });
    await rule('exe', 'block', 'No programs, {user}: {filename}');
    const message = attach('ada', 'cat.png', '@everyone *x*.exe.png', 'y.exe');
    await see(message);
    expect(did('delete')).to.eql([message.id]);
    expect((await rows()).map(({ decision, deletion }) => `${decision} ${deletion}`)).to.eql([
      'allow none',
      'block done',
      'block done',
    ]);
    expect(said().map(({ body }) => body)).to.have.length(1);
    expect(said()[0]?.body).to.deep.include({
      content: `No programs, <@${userId('ada')}>: \\@everyone \\*x\\*.exe.png`,
      allowed_mentions: { parse: [], users: [userId('ada')] },
    });
  });

  it('that are warned about stay, and nobody is pinged', async () => {
    await config({ enabled: true, otherwise: 'warn', message: 'Mind {extension}.' });
    await see(attach('ada', 'x.ZIP'));
    expect(did('delete')).to.eql([]);
    expect(said()[0]?.body).to.deep.include({
      content: `<@${userId('ada')}> Mind .zip.`,
      allowed_mentions: { parse: [], users: [] },
    });
  });

  it('of moderators are exempt, unless a guild says otherwise', async () => {
    await config({ enabled: true, otherwise: 'block' });
    await see(attach('owner', 'x.exe'));
    expect((await rows())[0]).to.include({ decision: 'exempt' });
    await database
      .db('file_configs')
      .update({ values: { enabled: true, otherwise: 'block', exemptModerators: false } });
    await see(attach('owner', 'y.exe'));
    expect((await rows())[1]).to.include({ decision: 'block', deletion: 'done' });
  });

  it('with hostile names are recorded as they are', async () => {
    await config({ enabled: true, otherwise: 'warn' });
    const names = [
      'a\u202egnp.exe',
      `${'n'.repeat(300)}.txt`,
      '../../etc/passwd',
      'x.exe...',
      '.',
      '\u0000.png',
      '<@1>.js',
    ];
    await see(attach('ada', ...names));
    expect((await rows()).map(({ name }) => name)).to.eql(names.map((name) => name.replace('\u0000', '')));
    expect(said()).to.have.length(1);
  });
});
