import { expect } from 'chai';
import {
  AutoModerationActionType as Action,
  type APIAutoModerationRule,
  GatewayIntentBits as I,
  AuditLogEvent as Log,
  Routes,
} from 'discord-api-types/v10';
import { keywordPattern } from '../../changes/auto-mod-triggers.ts';
import { channelId, guildId, type Sandbox, startSandbox, userId } from '../../index.ts';
import { connectLibrary, type LibraryClient, usualIntents } from '../../testing/library-client.ts';

describe('sandbox: Discord’s own AutoMod', () => {
  let sandbox: Sandbox;
  let bot: LibraryClient;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const [ada, grace] = [userId('ada'), userId('grace')];
  const rules = Routes.guildAutoModerationRules(guild);
  const say = (content: string, author = grace) => sandbox.message({ guild, author, content });

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 1 });
    const intents = usualIntents | I.AutoModerationConfiguration | I.AutoModerationExecution;
    bot = await connectLibrary(sandbox, { intents });
  });
  afterEach(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  async function make(rule: Record<string, unknown>): Promise<APIAutoModerationRule> {
    const usual = { name: 'No cats', event_type: 1, trigger_type: 1, actions: [{ type: 1 }], enabled: true };
    return Object(await bot.rest.post(rules, { body: { ...usual, ...rule } }));
  }

  it('matches prefixes, suffixes, parts and whole words, in any case', () => {
    const matches = (keyword: string, text: string) => keywordPattern(keyword).test(text);
    expect(['cat', 'the Cat sat', 'cats', 'concat'].map((text) => matches('cat', text))).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(['CATapult', 'concat'].map((text) => matches('cat*', text))).to.deep.equal([true, false]);
    expect(['catapult', 'wildCat'].map((text) => matches('*cat', text))).to.deep.equal([false, true]);
    expect(matches('*the mat*', 'breathe matter')).to.equal(true);
    expect(matches('i like c++', 'and i like c++ too')).to.equal(true);
  });

  it('blocks, alerts and times out, and tells of each', async () => {
    const help = channelId(guild, 'help');
    const rule = await make({
      trigger_metadata: { keyword_filter: ['*cat*'], allow_list: ['education'] },
      actions: [
        { type: Action.BlockMessage, metadata: { custom_message: 'No cats here' } },
        { type: Action.SendAlertMessage, metadata: { channel_id: help } },
        { type: Action.Timeout, metadata: { duration_seconds: 60 } },
      ],
    });
    say('an education');
    expect(() => say('wildcats!')).to.throw('No cats here');
    const executed = (type: Action) =>
      bot.dispatch('AUTO_MODERATION_ACTION_EXECUTION', ({ action }) => Object(action).type === type);
    const blocked = await executed(Action.BlockMessage);
    expect(blocked).to.include({
      guild_id: guild,
      rule_id: rule.id,
      user_id: grace,
      channel_id: general,
      content: 'wildcats!',
      matched_keyword: '*cat*',
      matched_content: 'cat',
    });
    expect(blocked).not.to.have.property('message_id');
    const alerted = await executed(Action.SendAlertMessage);
    const alert = sandbox.world.channels.get(help)?.messages.get(String(alerted.alert_system_message_id));
    expect(alert?.type).to.equal(24);
    await executed(Action.Timeout);
    expect(() => say('hello?')).to.throw(/timed out/);
    const entries = sandbox.world.guilds.get(guild)?.auditLog.map((entry) => entry.action_type);
    expect(entries?.slice(-3)).to.deep.equal([
      Log.AutoModerationBlockMessage,
      Log.AutoModerationFlagToChannel,
      Log.AutoModerationUserCommunicationDisabled,
    ]);
    expect(sandbox.deeds.filter(({ is }) => is === 'message')).to.have.lengthOf(2);
  });

  it('leaves managers, exempt roles and channels alone, and a rule that is off', async () => {
    const rule = await make({ trigger_metadata: { keyword_filter: ['cat'] } });
    expect(() => say('cat')).to.throw();
    say('cat', ada);
    await bot.rest.patch(Routes.guildAutoModerationRule(guild, rule.id), {
      body: { exempt_channels: [general] },
    });
    say('cat');
    const thread = sandbox.openThread({ channel: general, name: 'cats', by: grace });
    sandbox.message({ guild, channel: thread.id, author: grace, content: 'cat' });
    await bot.rest.patch(Routes.guildAutoModerationRule(guild, rule.id), {
      body: { exempt_channels: [], enabled: false },
    });
    say('cat');
  });

  it('hides what was said from an application without the message content intent', async () => {
    const blind = await connectLibrary(sandbox, { intents: I.Guilds | I.AutoModerationExecution });
    await make({ trigger_metadata: { keyword_filter: ['cat'] } });
    expect(() => say('cat')).to.throw();
    const told = await blind.dispatch('AUTO_MODERATION_ACTION_EXECUTION');
    expect(told).to.include({ content: '', matched_content: '', matched_keyword: 'cat' });
    await blind.stop();
  });

  it('counts different mentions, and looks at edits too', async () => {
    await make({ trigger_type: 5, trigger_metadata: { mention_total_limit: 2 } });
    const many = `<@1> <@2> <@&3>`;
    expect(() => say(many)).to.throw(/AutoMod/);
    const message = say('<@1> <@!1> <@2>');
    expect(() => sandbox.edit(message, many)).to.throw(/AutoMod/);
    expect(message.content).to.equal('<@1> <@!1> <@2>');
  });

  it('takes no harm from an expression that never ends', async () => {
    await make({ trigger_metadata: { regex_patterns: ['(a+)+$', 'b(u|o)y'] } });
    say(`${'a'.repeat(60)}!`);
    expect(() => say('BUY it')).to.throw(/AutoMod/);
  });

  it('announces rules that come, change and go, to whoever has Manage Server', async () => {
    const rule = await make({ trigger_metadata: { keyword_filter: ['cat'] } });
    await bot.dispatch('AUTO_MODERATION_RULE_CREATE', ({ id }) => id === rule.id);
    await bot.rest.patch(Routes.guildAutoModerationRule(guild, rule.id), { body: { name: 'No dogs' } });
    await bot.dispatch('AUTO_MODERATION_RULE_UPDATE', ({ name }) => name === 'No dogs');
    await bot.rest.delete(Routes.guildAutoModerationRule(guild, rule.id));
    await bot.dispatch('AUTO_MODERATION_RULE_DELETE', ({ id }) => id === rule.id);
    expect(await bot.rest.get(rules)).to.deep.equal([]);
  });
});
