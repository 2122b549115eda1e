import { DiscordAPIError } from '@discordjs/rest';
import { expect } from 'chai';
import { PermissionFlagsBits as P, Routes } from 'discord-api-types/v10';
import { channelId, emojiId, guildId, roleId, type Sandbox, startSandbox, userId } from './index.ts';
import { restOf } from './testing/library-client.ts';

describe('sandbox: REST refuses what Discord refuses', () => {
  let sandbox: Sandbox;
  let rest: ReturnType<typeof restOf>;
  let at = 1_750_000_000_000;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const member = roleId(guild, 'Member');
  const ada = userId('ada');
  const grace = userId('grace');
  const margaret = userId('margaret');
  const say = (content: string) => sandbox.message({ guild, author: grace, content });

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, now: () => at });
    rest = restOf(sandbox);
  });
  afterEach(() => sandbox.stop());

  async function refused(request: Promise<unknown>): Promise<[status: number, code: number | string]> {
    const error: unknown = await request.then(
      () => new Error('it was not refused'),
      (reason) => reason,
    );
    if (error instanceof DiscordAPIError) return [error.status, error.code];
    throw error;
  }

  it('asks for the right token', async () => {
    const wrong = await fetch(`${sandbox.api}/v10/users/@me`, { headers: { authorization: 'Bot wrong' } });
    expect(wrong.status).to.equal(401);
    expect(await wrong.json()).to.deep.equal({ message: '401: Unauthorized', code: 0 });
    expect(await rest.get(Routes.user())).to.include({ id: sandbox.botId, bot: true });
  });

  it('tells the way to the gateway, and the application’s intents', async () => {
    const { port } = new URL(sandbox.api);
    const gateway = await rest.get(Routes.gatewayBot());
    expect(gateway).to.deep.include({ url: `ws://127.0.0.1:${port}`, shards: 1 });
    expect(await rest.get(Routes.currentApplication())).to.include({
      id: sandbox.applicationId,
      flags: (1 << 13) | (1 << 15) | (1 << 19),
    });
  });

  it('answers unknown things with 404 and their code', async () => {
    const { id } = say('hi');
    const at404 = async (path: `/${string}`) => (await refused(rest.get(path))).join(' ');
    expect(await at404('/channels/1')).to.equal('404 10003');
    expect(await at404('/guilds/1')).to.equal('404 10004');
    expect(await at404(`/guilds/${guild}/members/${userId('stranger')}`)).to.equal('404 10013');
    expect(await at404(`/guilds/${guild}/members/${guild}`)).to.equal('404 10013');
    expect(await at404(`/channels/${general}/messages/1`)).to.equal('404 10008');
    expect(await at404(`/guilds/${guild}/roles/1`)).to.equal('404 10011');
    expect(await at404('/users/1')).to.equal('404 10013');
    expect(await at404('/guilds/nonsense')).to.equal('400 50035');
    expect(await at404('/no/such/route')).to.equal('404 0');
    expect(await refused(rest.put(Routes.channelMessageOwnReaction(general, id, 'nope')))).to.deep.equal([
      404, 10014,
    ]);
    sandbox.leave(guild, userId('linus'));
    expect(await at404(`/guilds/${guild}/members/${userId('linus')}`)).to.equal('404 10007');
  });

  it('reacts once, with characters and the guild’s own emoji', async () => {
    const message = say('nice');
    for (const emoji of ['👍', '👍', `byte:${emojiId(guild, 'byte')}`])
      await rest.put(Routes.channelMessageOwnReaction(general, message.id, encodeURIComponent(emoji)));
    expect(message.reactions.map(({ emoji, users }) => [emoji.name, users])).to.deep.equal([
      ['👍', [sandbox.botId]],
      ['byte', [sandbox.botId]],
    ]);
    await rest.delete(Routes.channelMessageOwnReaction(general, message.id, encodeURIComponent('👍')));
    expect(message.reactions).to.have.lengthOf(1);
  });

  it('takes exactly one emoji, and another guild’s only with Use External Emojis', async () => {
    const { id } = say('which?');
    const react = (channel: string, message: string, emoji: string) =>
      rest.put(Routes.channelMessageOwnReaction(channel, message, encodeURIComponent(emoji)));
    for (const emoji of ['coin 🪙', '🪙🪙', '5'])
      expect(await refused(react(general, id, emoji)), emoji).to.deep.equal([404, 10014]);
    for (const emoji of ['🪙', '❤', '❤️', '1️⃣', '🇩🇪', '👍🏽', '👩‍💻']) await react(general, id, emoji);
    sandbox.addGuild({
      name: 'Own emoji only',
      botPermissions: P.ViewChannel | P.ReadMessageHistory,
      emojis: [{ name: 'own' }],
    });
    const other = guildId('Own emoji only');
    const theirs = sandbox.message({ guild: other, author: ada, content: 'x' });
    await react(theirs.channel_id, theirs.id, `own:${emojiId(other, 'own')}`);
    const foreign = `byte:${emojiId(guild, 'byte')}`;
    expect(await refused(react(theirs.channel_id, theirs.id, foreign))).to.deep.equal([404, 10014]);
    sandbox.react({ message: theirs, user: ada, emoji: foreign });
    await react(theirs.channel_id, theirs.id, foreign);
  });

  it('needs Add Reactions for a new reaction, Read Message History to join one', async () => {
    const channel = sandbox.addChannel(guild, { name: 'quiet' }).id;
    const message = sandbox.message({ guild, channel, author: grace, content: 'x' });
    sandbox.react({ message, user: ada, emoji: '👍' });
    const overwrites = [{ id: sandbox.botId, type: 1, allow: '0', deny: String(P.AddReactions) }];
    sandbox.changeChannel(guild, channel, { overwrites });
    const react = (emoji: string) =>
      rest.put(Routes.channelMessageOwnReaction(channel, message.id, encodeURIComponent(emoji)));
    await react('👍');
    expect(await refused(react('🪙'))).to.deep.equal([403, 50013]);
    const both = [{ ...overwrites[0], deny: String(P.AddReactions | P.ReadMessageHistory) }];
    sandbox.changeChannel(guild, channel, { overwrites: both as typeof overwrites });
    expect(await refused(react('👍'))).to.deep.equal([403, 50013]);
  });

  it('takes 20 different reactions on a message (30010), and 90001 happens on demand', async () => {
    const message = say('popular');
    const react = (emoji: string) =>
      rest.put(Routes.channelMessageOwnReaction(general, message.id, encodeURIComponent(emoji)));
    const emoji = Array.from({ length: 20 }, (_, n) => String.fromCodePoint(0x1f600 + n));
    for (const one of emoji) await react(one);
    expect(await refused(react('🪙'))).to.deep.equal([400, 30010]);
    await react(emoji[0] ?? '');
    sandbox.trouble.refuseRest({ status: 403, code: 90001, times: 1, match: '/reactions/' });
    expect(await refused(react('👍'))).to.deep.equal([403, 90001]);
  });

  it('answers 204 without a body or a content type', async () => {
    const headers = { authorization: `Bot ${sandbox.token}` };
    const path = Routes.channelMessageOwnReaction(general, say('x').id, encodeURIComponent('👍'));
    const reply = await fetch(`${sandbox.api}/v10${path}`, { method: 'PUT', headers });
    expect([reply.status, reply.headers.get('content-type'), await reply.text()]).to.deep.equal([
      204,
      null,
      '',
    ]);
    expect(reply.headers.get('x-ratelimit-remaining')).to.equal('999');
  });

  it('gives roles below the bot’s own, and no others', async () => {
    const give = (role: string) => rest.put(Routes.guildMemberRole(guild, ada, role));
    await give(member);
    expect(sandbox.world.guilds.get(guild)?.members.get(ada)?.roles).to.deep.equal([member]);
    await rest.delete(Routes.guildMemberRole(guild, ada, member));
    expect(sandbox.world.guilds.get(guild)?.members.get(ada)?.roles).to.deep.equal([]);
    expect(await refused(give(roleId(guild, 'Staff')))).to.deep.equal([403, 50013]);
    Object.assign(Object(sandbox.world.guilds.get(guild)?.roles.get(roleId(guild, 'Veteran'))), {
      managed: true,
    });
    expect(await refused(give(roleId(guild, 'Veteran'))), 'managed').to.deep.equal([403, 50013]);
    expect(await refused(give(roleId(guild, 'Smarter Dev'))), 'its own').to.deep.equal([403, 50013]);
    expect(await refused(give('1'))).to.deep.equal([404, 10011]);
    sandbox.addGuild({ name: 'Stingy', botPermissions: P.ViewChannel });
    const stingy = guildId('Stingy');
    expect(await refused(rest.put(Routes.guildMemberRole(stingy, ada, stingy)))).to.deep.equal([403, 50013]);
  });

  it('times out, kicks and bans whom it outranks', async () => {
    const timeout = (user: string, ms: number) => {
      const until = new Date(at + ms).toISOString();
      return rest.patch(Routes.guildMember(guild, user), { body: { communication_disabled_until: until } });
    };
    await timeout(grace, 60_000);
    expect(() => say('silenced')).to.throw('may not');
    expect(await refused(timeout(grace, 29 * 86_400_000))).to.deep.equal([400, 50035]);
    expect(await refused(timeout(margaret, 60_000)), 'a higher role').to.deep.equal([403, 50013]);
    expect(await refused(timeout(ada, 60_000)), 'the owner').to.deep.equal([403, 50013]);
    await rest.put(Routes.guildBan(guild, grace), {
      body: { delete_message_seconds: 60 },
      reason: 'spam – a lot',
    });
    expect(sandbox.requests.at(-1)).to.include({ reason: 'spam – a lot', status: 204 });
    expect(sandbox.world.guilds.get(guild)?.members.has(grace)).to.equal(false);
    expect(() => sandbox.join(guild, grace)).to.throw('banned');
    await rest.delete(Routes.guildBan(guild, grace));
    expect(await refused(rest.delete(Routes.guildBan(guild, grace)))).to.deep.equal([404, 10026]);
    expect(await refused(rest.delete(Routes.guildMember(guild, margaret)))).to.deep.equal([403, 50013]);
  });

  it('needs the permission, and sight of the channel', async () => {
    const channels = [
      { name: 'general' },
      { name: 'hidden', overwrites: [{ id: guildId('Strict'), type: 0, allow: '0', deny: '1024' }] },
    ];
    sandbox.addGuild({
      name: 'Strict',
      botPermissions: P.ViewChannel,
      channels: channels.map((c) => ({ ...c })),
    });
    const strict = guildId('Strict');
    const hidden = channelId(strict, 'hidden');
    expect(await refused(rest.get(Routes.channel(hidden)))).to.deep.equal([403, 50001]);
    expect(await refused(rest.delete(Routes.guildMember(strict, ada)))).to.deep.equal([403, 50013]);
    const theirs = sandbox.message({ guild: strict, author: ada, content: 'mine' });
    expect(await refused(rest.delete(Routes.channelMessage(theirs.channel_id, theirs.id)))).to.deep.equal([
      403, 50013,
    ]);
  });

  it('refuses malformed messages, and keeps them as violations', async () => {
    const post = (body: unknown) => refused(rest.post(Routes.channelMessages(general), { body }));
    const button = { type: 2, style: 1, label: 'a', custom_id: 'a' };
    const row = { type: 1, components: [button] };
    expect(await post({ content: 'x'.repeat(2_001) })).to.deep.equal([400, 50035]);
    expect(await post({ contnet: 'typing mistake' })).to.deep.equal([400, 50035]);
    expect(await post({ embeds: [{ titel: 'nested typing mistake' }] })).to.deep.equal([400, 50035]);
    expect(await post({ content: 5 })).to.deep.equal([400, 50035]);
    expect(await post({ embeds: [1, 2].map(() => ({ description: 'x'.repeat(4_000) })) })).to.deep.equal([
      400, 50035,
    ]);
    expect(await post({ content: 'x', components: Array.from({ length: 6 }, () => row) })).to.deep.equal([
      400, 50035,
    ]);
    expect(
      await post({ content: 'x', components: [{ type: 1, components: [button, button] }] }),
    ).to.deep.equal([400, 50035]);
    expect(await post({ content: 'x', components: [button] })).to.deep.equal([400, 50035]);
    expect(sandbox.violations).to.have.lengthOf(8);
    expect(sandbox.violations[0]?.why).to.deep.equal({
      message: 'Invalid Form Body',
      code: 50035,
      errors: {
        content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
      },
    });
    expect(await post({ content: ' ' })).to.deep.equal([400, 50006]);
    expect(sandbox.world.channels.get(general)?.messages.size).to.equal(0);
  });

  it('returns the same message for the same nonce, for some minutes', async () => {
    const body = { content: 'once', nonce: 'firing-1', enforce_nonce: true };
    const post = () => rest.post(Routes.channelMessages(general), { body });
    const first = await post();
    expect(await post()).to.deep.equal(first);
    expect(sandbox.world.channels.get(general)?.messages.size).to.equal(1);
    at += 10 * 60_000;
    expect(await post()).to.not.have.property('id', Object(first).id);
  });

  it('edits and deletes its own messages, and pages through a channel', async () => {
    const theirs = say('not yours');
    const own = Object(await rest.post(Routes.channelMessages(general), { body: { content: 'mine' } }));
    const edited = await rest.patch(Routes.channelMessage(general, own.id), { body: { content: 'better' } });
    expect(edited)
      .to.include({ content: 'better' })
      .and.to.have.property('edited_timestamp')
      .that.is.a('string');
    expect(
      await refused(rest.patch(Routes.channelMessage(general, theirs.id), { body: { content: '' } })),
    ).to.deep.equal([403, 50005]);
    await rest.delete(Routes.channelMessage(general, own.id));
    expect(await refused(rest.delete(Routes.channelMessage(general, own.id)))).to.deep.equal([404, 10008]);
    const ids = Array.from({ length: 5 }, (_, n) => say(`${n}`).id);
    const page = await rest.get(Routes.channelMessages(general), {
      query: new URLSearchParams({ limit: '2', before: ids[4] ?? '' }),
    });
    expect(Object(page).map(({ id }: { id: string }) => id)).to.deep.equal([ids[3], ids[2]]);
  });

  it('deletes 2 to 100 messages at once, none older than two weeks', async () => {
    const bulk = (messages: string[]) => rest.post(Routes.channelBulkDelete(general), { body: { messages } });
    const ids = Array.from({ length: 3 }, () => say('x').id);
    await bulk(ids);
    expect(sandbox.world.channels.get(general)?.messages.size).to.equal(0);
    expect(await refused(bulk(ids.slice(1, 2)))).to.deep.equal([400, 50016]);
    const old = sandbox.message({ guild, author: grace, at: at - 15 * 86_400_000 });
    expect(await refused(bulk([old.id, say('y').id]))).to.deep.equal([400, 50034]);
  });

  it('writes to a user, unless they are closed to messages', async () => {
    const dm = Object(await rest.post(Routes.userChannels(), { body: { recipient_id: ada } }));
    expect(await rest.post(Routes.userChannels(), { body: { recipient_id: ada } })).to.deep.equal(dm);
    await rest.post(Routes.channelMessages(dm.id), { body: { content: 'psst' } });
    sandbox.world.closedToMessages.add(ada);
    expect(
      await refused(rest.post(Routes.channelMessages(dm.id), { body: { content: 'psst' } })),
    ).to.deep.equal([403, 50007]);
  });

  it('limits all routes together, and says so', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ globalLimit: 5 });
    const headers = { authorization: `Bot ${sandbox.token}` };
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => fetch(`${sandbox.api}/v10/users/@me`, { headers })),
    );
    const limited = replies.filter(({ status }) => status === 429);
    expect(limited.length).to.be.greaterThan(0);
    expect(limited[0]?.headers.get('x-ratelimit-global')).to.equal('true');
    expect(await limited[0]?.json())
      .to.include({ global: true })
      .and.to.have.property('retry_after')
      .that.is.a('number');
  });

  it('fails on demand, before or after the deed', async () => {
    const post = () => refused(rest.post(Routes.channelMessages(general), { body: { content: 'x' } }));
    sandbox.trouble.refuseRest({ status: 500, times: 1, match: 'POST /channels' });
    const failed = await rest
      .post(Routes.channelMessages(general), { body: { content: 'x' } })
      .catch((error) => error.status);
    expect(failed).to.equal(500);
    expect(sandbox.world.channels.get(general)?.messages.size).to.equal(0);
    sandbox.trouble.refuseRest({ status: 403, times: 1, match: /^POST/, afterwards: true });
    expect(await post()).to.deep.equal([403, 0]);
    expect(sandbox.world.channels.get(general)?.messages.size).to.equal(1);
    expect(sandbox.requests.map(({ status }) => status)).to.deep.equal([500, 403]);
  });
});
