import { expect } from 'chai';
import { AppError } from '../shared/core/errors.ts';
import { readFrame } from './frames.ts';
import { autoMod, edited, guildCreate, humanMessage, slashCommand } from './payloads.fixture.ts';

const origin = { session: 'session', sequence: 7, at: 1_000 };
const message = (changes: object) => readFrame('MESSAGE_CREATE', { ...humanMessage, ...changes }, origin);
const refusal = (type: string, d: unknown) => {
  try {
    readFrame(type, d, origin);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  return 'taken';
};

describe('frames', () => {
  it('keeps of a message what workers read, and no more', () => {
    expect(message({})).to.deep.equal({
      lane: 'events',
      home: humanMessage.guild_id,
      envelope: {
        t: 'MESSAGE_CREATE',
        id: humanMessage.id,
        at: 1_000,
        d: {
          id: '334385199974967042',
          guild: '290926798626357999',
          channel: '290926798999357250',
          author: {
            id: '80351110224678912',
            username: 'nelly',
            globalName: 'Nelly',
            avatar: '8342729096ea3675442027381ff50dfe',
          },
          roles: ['41771983423143936'],
          joinedAt: '2015-04-26T06:26:56.936000+00:00',
          content: 'Supa Hot',
          attachments: [
            {
              id: '334385199974967043',
              name: 'photo.png',
              size: 11_022,
              type: 'image/png',
              url: 'https://cdn.discordapp.com/attachments/1/2/photo.png',
            },
          ],
          mentions: { users: 1, roles: 1, everyone: false },
          flags: 4,
        },
      },
    });
  });

  for (const [what, changes] of [
    ['of a bot', { author: { ...humanMessage.author, bot: true } }],
    ['of Discord itself', { author: { ...humanMessage.author, system: true } }],
    ['of a webhook', { webhook_id: '334385199974967000' }],
    ['that tells of a join', { type: 7 }],
    ['that a slash command made', { type: 20 }],
    ['in a direct conversation', { guild_id: undefined }],
  ] as const)
    it(`drops a message ${what}`, () => expect(message(changes)).to.equal(undefined));

  it('takes replies', () => expect(message({ type: 19 })?.envelope.t).to.equal('MESSAGE_CREATE'));

  it('takes a message without what Discord may leave out', () => {
    const bare = { attachments: undefined, member: undefined, mentions: null, flags: undefined };
    expect(message(bare)?.envelope.d)
      .to.include({ joinedAt: null, flags: 0 })
      .and.deep.include({ roles: [] });
  });

  for (const [field, changes] of [
    ['id', { id: 334385199974967042n.toString().concat('000') }],
    ['id', { id: '9999999999999999999' }],
    ['guild_id', { guild_id: 5 }],
    ['type', { type: '0' }],
    ['author', { author: null }],
    ['username', { author: { ...humanMessage.author, username: undefined } }],
    ['bot', { author: { ...humanMessage.author, bot: 'no' } }],
    ['content', { content: 'x'.repeat(10_000_000) }],
    ['roles', { member: { roles: ['everyone'] } }],
    ['joined_at', { member: { roles: [], joined_at: 'yesterday' } }],
    ['attachments', { attachments: ['photo.png'] }],
    ['mentions', { mentions: 3 }],
  ] as const)
    it(`refuses a message whose ${field} is not Discord's, and names it without its content`, () => {
      const reason = refusal('MESSAGE_CREATE', { ...humanMessage, ...changes });
      expect(reason)
        .to.match(new RegExp(`^${field} is not`))
        .and.have.length.below(100);
    });

  it('mends lone surrogates, which Postgres cannot store either', () =>
    expect(message({ content: 'a\ud800b \u{1f44b}' })?.envelope.d).to.include({
      content: 'a\ufffdb \u{1f44b}',
    }));

  it('drops NUL from texts, which Postgres cannot store', () =>
    expect(message({ content: 'a\0b' })?.envelope.d).to.include({ content: 'ab' }));

  it('names an edit by message and time, so that each is looked at once', () => {
    const taken = readFrame('MESSAGE_UPDATE', edited, origin)?.envelope;
    expect(taken?.id).to.equal(`${edited.id}-1499794080250`);
    expect(taken?.d).to.include({ id: edited.id, content: 'Supa Cold', editedAt: 1_499_794_080_250 });
    const later = { ...edited, edited_timestamp: '2017-07-11T17:28:01.000000+00:00' };
    expect(readFrame('MESSAGE_UPDATE', later, origin)?.envelope.id).not.to.equal(taken?.id);
  });

  for (const [what, changes] of [
    ['what Discord adds to a message', { edited_timestamp: null }],
    ['parts of messages, as old ones were told', { author: undefined }],
    ['what says nothing of the text', { content: undefined }],
    ['edits of bots', { author: { ...humanMessage.author, bot: true } }],
    ['edits in direct conversations', { guild_id: undefined }],
  ] as const)
    it(`takes no edit from ${what}`, () =>
      expect(readFrame('MESSAGE_UPDATE', { ...edited, ...changes }, origin)).to.equal(undefined));

  it('refuses an edit at a time that is none', () => {
    for (const edited_timestamp of ['yesterday', 7, '2017-99-99T17:28:00+00:00'])
      expect(refusal('MESSAGE_UPDATE', { ...edited, edited_timestamp })).to.match(/^edited_timestamp/);
  });

  it("keeps what Discord's own AutoMod did, with the beginning of the text", () => {
    const long = { ...autoMod, content: `${'x'.repeat(299)}\u{1f44b}\u{1f44b}` };
    const taken = readFrame('AUTO_MODERATION_ACTION_EXECUTION', long, origin)?.envelope;
    expect(taken?.d).to.deep.equal({
      guild: autoMod.guild_id,
      user: autoMod.user_id,
      channel: autoMod.channel_id,
      message: autoMod.message_id,
      alert: autoMod.alert_system_message_id,
      rule: autoMod.rule_id,
      trigger: 1,
      action: { type: 3, durationSeconds: 60 },
      excerpt: `${'x'.repeat(299)}\u{1f44b}`,
      keyword: 'hot',
    });
    expect(taken?.id).to.equal(
      '290926798626357999-80351110224678912-969707018069872670-3-334385199974967042',
    );
    const blocked = { ...autoMod, action: { type: 1 }, message_id: undefined, alert_system_message_id: null };
    const event = readFrame('AUTO_MODERATION_ACTION_EXECUTION', blocked, origin)?.envelope;
    expect(event?.id).to.match(/-1-session-7$/);
    expect(event?.d).to.deep.include({ message: null, action: { type: 1, durationSeconds: null } });
  });

  it('waits for a guild that is away', () =>
    expect(readFrame('GUILD_CREATE', { id: guildCreate.id, unavailable: true }, origin)).to.equal(undefined));

  it('names an event without an id of its own by session and sequence', () =>
    expect(readFrame('GUILD_CREATE', guildCreate, origin)?.envelope.id).to.equal('session-7'));

  it('keeps what names and orders the roles and channels of a guild', () => {
    expect(readFrame('GUILD_CREATE', guildCreate, origin)?.envelope.d).to.deep.include({
      roles: [
        {
          id: guildCreate.id,
          name: '@everyone',
          color: 0,
          position: 0,
          permissions: '49794752',
          managed: false,
        },
      ],
      channels: [
        {
          id: '290926798999357250',
          name: 'general',
          type: 0,
          position: 6,
          parent: null,
          overwrites: [
            { id: '290926798626357999', type: 'role', allow: '0', deny: '2048' },
            { id: '80351110224678912', type: 'member', allow: '2048', deny: '0' },
          ],
        },
      ],
    });
    const { roles, channels, ...rest } = guildCreate;
    expect(readFrame('GUILD_UPDATE', rest, origin)?.envelope.d).to.include({ roles: null, channels: null });
    const many = (count: number, of: unknown) => Array.from({ length: count }, () => of);
    expect(refusal('GUILD_CREATE', { ...rest, roles: many(501, roles[0]) })).to.match(/^roles/);
    expect(refusal('GUILD_CREATE', { ...rest, channels: many(1_001, channels[0]) })).to.match(/^channels/);
    for (const broken of [{ permissions: 8 }, { permissions: '-1' }, { name: null }, { position: 0.5 }])
      expect(refusal('GUILD_CREATE', { ...rest, roles: [{ ...roles[0], ...broken }] })).to.match(/ is not /);
    const denied = (changes: object) => ({
      permission_overwrites: [{ id: guildCreate.id, type: 0, allow: '0', deny: '1', ...changes }],
    });
    for (const broken of [{ id: '' }, { type: 'text' }, { parent_id: 'x' }, denied({ deny: 1 })])
      expect(refusal('GUILD_CREATE', { ...rest, channels: [{ ...channels[0], ...broken }] })).to.match(
        / is not /,
      );
  });

  it('passes the whole interaction on', () => {
    const taken = readFrame('INTERACTION_CREATE', slashCommand, origin);
    expect(taken?.envelope.d).to.equal(slashCommand);
    expect(taken).to.include({ lane: 'interactions', home: slashCommand.guild_id });
  });

  it('takes an interaction outside of guilds by its user', () => {
    const { guild_id: _, member, ...rest } = slashCommand;
    expect(readFrame('INTERACTION_CREATE', { ...rest, user: member.user }, origin)?.home).to.equal(
      member.user.id,
    );
  });

  it('refuses an interaction that could not be answered', () => {
    for (const broken of [{ token: '' }, { locale: { id: {} } }])
      expect(refusal('INTERACTION_CREATE', { ...slashCommand, ...broken })).to.match(/^(token|locale)/);
    expect(refusal('INTERACTION_CREATE', { ...slashCommand, token: undefined })).to.match(/^token/);
    expect(refusal('INTERACTION_CREATE', { ...slashCommand, member: {} })).to.match(/^user/);
    expect(refusal('INTERACTION_CREATE', { ...slashCommand, data: 'x'.repeat(300_000) })).to.match(
      /^interaction/,
    );
  });

  it('drops types that nobody reads, inherited names among them', () => {
    for (const type of ['TYPING_START', 'YA_YA_BRR', 'constructor', '__proto__', 'toString'])
      expect(readFrame(type, {}, origin)).to.equal(undefined);
  });
});
