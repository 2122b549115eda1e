import { ChannelType } from 'discord-api-types/v10';
import { type Sandbox, userId } from '../../scripts/sandbox/index.ts';
import { HOUR } from '../../shared/core/clock.ts';
import { type PlannedEffect, queueEffects } from '../../shared/effects/planned.ts';
import { useSweptGuild } from '../maintenance/sweep.fixture.ts';
import { guild } from '../squads/guild.fixture.ts';

/** The sandbox's Workshop with cases and messages that wait for Discord, fresh for each test; call it inside `describe`. */
export function useModeration() {
  const swept = useSweptGuild();
  let ken = '';
  let number = 0;
  const sandbox = () => swept.at.bot.sandbox;
  const context = () => swept.at.bot.context;
  const did = (query: Parameters<Sandbox['did']>[0]) => sandbox().did({ by: sandbox().botId, ...query });
  const asked = () =>
    sandbox()
      .requests.filter(({ route }) => /bans|members\/[^@]|bulk|messages|incident|invites/.test(route))
      .map(({ method, status }) => `${method} ${status}`);
  const channel = () => {
    const all = [...(sandbox().world.guilds.get(guild)?.channels.values() ?? [])];
    const text = all.find(({ type }) => type === ChannelType.GuildText);
    if (!text) throw new Error('the Workshop has no channel');
    return text;
  };
  beforeEach(() => {
    number = 0;
    ken = sandbox().join(guild, { name: 'ken' }).user.id;
    sandbox().clearRecords();
  });

  const ask = (...planned: (PlannedEffect | undefined)[]): Promise<void> =>
    queueEffects(
      context(),
      planned.filter((each) => each !== undefined),
    );
  async function perform(...planned: (PlannedEffect | undefined)[]): Promise<void> {
    await ask(...planned);
    await swept.at.doEffects();
  }
  async function open(kind: string, user: string, more: Record<string, unknown> = {}) {
    number += 1;
    const ends_at = kind === 'timeout' ? new Date(Date.now() + HOUR) : null;
    const actor = { actor_kind: 'system', actor_name: 'Auto-moderation' };
    const [row] = await swept
      .db('moderation_cases')
      .insert({
        guild_id: guild,
        number,
        operation: `firing:${number}`,
        kind,
        user_id: user,
        ends_at,
        ...actor,
        ...more,
      })
      .returning('id');
    return { id: String(row.id), guild, kind };
  }
  async function stateOf({ id }: { id: string }) {
    const row = await swept.db('moderation_cases').where({ id }).first('effect', 'answer', 'lift');
    return [row.effect, row.answer, row.lift];
  }
  const failures = async () =>
    (await swept.db('failed_effects').orderBy('job').select('job', 'code')).map(
      ({ job, code }) => `${job} ${code}`,
    );

  /** As a rule would: these messages are evidence of one firing, and to be deleted. */
  async function want(messages: string[], deletion = 'wanted', at = new Date()): Promise<void> {
    const nothing = {
      action: { is: 'delete' },
      conditions: '[]',
      rule_id: 1,
      rule_name: '',
      rule_kind: '',
      rule_version: 1,
    };
    const when = { started_at: at, latest_at: at, until_at: at };
    const [firing] = await swept
      .db('automod_firings')
      .insert({
        guild_id: guild,
        user_id: userId('grace'),
        burst: messages[0] ?? '',
        mode: 'enforce',
        deletes: true,
        outcome: 'acted',
        ...nothing,
        ...when,
      })
      .returning('id');
    const channel_id = channel().id;
    const rows = messages.map((message_id) => ({
      firing_id: firing.id,
      message_id,
      channel_id,
      at,
      deletion,
    }));
    await swept.db('automod_firing_messages').insert(rows);
  }
  const deletionOf = async (message: string) =>
    (await swept.db('automod_firing_messages').where({ message_id: message }).first())?.deletion;
  const post = (content: string) =>
    sandbox().message({ guild, channel: channel().id, author: userId('grace'), content }).id;
  const wish = (message: string) => ({ guild, channel: channel().id, message });
  return {
    ...{ swept, sandbox, context, did, asked, channel, ask, perform, failures, joined: () => ken },
    ...{ open, stateOf, want, deletionOf, post, wish },
  };
}
