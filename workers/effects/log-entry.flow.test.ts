import { expect } from 'chai';
import { log } from '../../shared/effects/moderation.ts';
import { guild } from '../squads/guild.fixture.ts';
import { type EffectOf, NotYet } from './kind.ts';
import { openLogs } from './log-entry.ts';
import { useModeration } from './moderation.fixture.ts';
import { knowPlaces } from './places.fixture.ts';
import { kinds } from './routes.ts';
import { runEffects } from './run.ts';

describe('log channels', () => {
  const { swept, sandbox, context, did, channel, ask, failures, perform } = useModeration();

  beforeEach(async () => {
    const workshop = sandbox().world.guilds.get(guild);
    if (workshop) await knowPlaces(swept.db, workshop);
  });

  const entry = (name: string, more: Partial<EffectOf<'log'>> = {}) =>
    log({ guild, channel: channel().id, embeds: [{ description: name }], nonce: name, ...more });
  const messages = () =>
    did({ is: 'message' }).flatMap(({ target }) => channel().messages.get(target ?? '') ?? []);
  const told = () => messages().flatMap(({ embeds }) => embeds.map(({ description }) => description));
  /** As the queue does: who has to wait comes again. */
  async function sendAll(planned: ReturnType<typeof log>[]): Promise<PromiseSettledResult<unknown>[]> {
    const { send } = openLogs(0);
    const ends: PromiseSettledResult<unknown>[] = [];
    let waiting = [...planned.keys()];
    for (let again = false; waiting.length > 0; again = true) {
      const asked = waiting.map((i) => send(context(), planned[i]?.effect as EffectOf<'log'>, again));
      const answers = await Promise.allSettled(asked);
      const hasToWait = (answer?: PromiseSettledResult<unknown>) =>
        answer?.status === 'fulfilled' && answer.value instanceof NotYet;
      waiting.forEach((i, nth) => {
        const answer = answers[nth];
        if (answer && !hasToWait(answer)) ends[i] = answer;
      });
      waiting = waiting.filter((_, nth) => hasToWait(answers[nth]));
    }
    return ends;
  }

  it('take a raid of entries in few messages, each entry once and in order', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `raider ${i}`);
    const entries = names.map((name) => entry(name));
    await sendAll([...entries, ...entries]);
    expect(told()).eql(names);
    expect(messages()).length(20);
    expect(sandbox().requests.filter(({ method }) => method === 'POST')).length(20);
  });

  it('leave room for the entries of others, however many wait for one, and lose or double none of them', async () => {
    const other = sandbox().addChannel(guild, { name: 'other-log' });
    const names = Array.from({ length: 60 }, (_, i) => `deleted ${i}`);
    await ask(...names.map((name) => entry(name)), entry('joined', { channel: other.id }));
    const running = runEffects(context(), kinds, { queues: ['logs'], concurrency: 24 });
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => other.messages.size > 0);
    const before = channel().messages.size;
    await until(() => told().length >= names.length);
    await running.close();
    expect(before).lte(2);
    expect(told().sort()).eql([...names].sort());
  });

  it('take no more signs in a message than Discord does, and mention a role once', async () => {
    const role = sandbox().addRole(guild, { name: 'Moderators' }).id;
    await swept.db('guild_roles').insert({ guild_id: guild, id: role, name: 'Moderators' });
    const long = (name: string) => ({ embeds: [{ description: name.repeat(3_500) }], pings: [role] });
    await sendAll([entry('a', long('a')), entry('b', long('b')), entry('c', { pings: [role] }), entry('d')]);
    expect(messages().map(({ embeds, content }) => [embeds.length, content])).eql([
      [1, `<@&${role}>`],
      [3, `<@&${role}>`],
    ]);
    expect(sandbox().requests.map(({ body }) => body)[0]).deep.include({
      allowed_mentions: { parse: [], roles: [role] },
    });
  });

  it('lose no entry to another one that Discord cannot read', async () => {
    sandbox().trouble.refuseRest({ status: 400, code: 50_035, times: 2, match: /^POST/ });
    const results = await sendAll([entry('bad'), entry('a'), entry('b'), entry('c')]);
    expect(results.map(({ status }) => status)).eql(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(told()).eql(['a', 'b', 'c']);
  });

  it('wait while Discord is away, and are told once where an answer was lost', async () => {
    sandbox().trouble.refuseRest({ status: 502, times: 1, afterwards: true, match: /^POST/ });
    sandbox().trouble.refuseRest({ status: 429, times: 1, match: /^POST/ });
    await perform(...['a', 'b', 'c'].map((name) => entry(name)));
    expect(told().sort()).eql(['a', 'b', 'c']);
    expect(await failures()).eql([]);
  });

  it('of another guild are not written in, nor are its roles mentioned, and its own entries still come', async () => {
    const other = '5000';
    await swept.db('guilds').insert({ id: other });
    const role = sandbox().addRole(guild, { name: 'Moderators' }).id;
    await swept.db('guild_roles').insert({ guild_id: other, id: role, name: 'Moderators' });
    await perform(entry('a', { guild: other }), entry('b', { pings: [role] }));
    await perform(entry('c', { guild: other }), entry('d'));
    expect(told().sort()).eql(['b', 'd']);
    expect(messages().map(({ content }) => content)).eql(['', '']);
    expect(await failures()).eql([`log-${other}-${channel().id} elsewhere`]);
    const [why] = await swept.db('failed_effects').pluck('why');
    expect(why).eq('The channel is not in this guild.');
  });

  it('of a channel that was made just now are told, though we are yet to hear of it', async () => {
    const fresh = sandbox().addChannel(guild, { name: 'fresh-log' });
    await perform(entry('a', { channel: fresh.id }));
    expect([fresh.messages.size, await failures()]).eql([1, []]);
  });

  it('that are gone are among the failed effects once, without the texts of entries', async () => {
    await perform(...['a', 'b'].map((name) => entry(name, { channel: '404' })));
    expect(await failures()).eql([`log-${guild}-404 10003`]);
    const [kept] = await swept.db('failed_effects').pluck('effect');
    expect(kept).deep.include({ kind: 'log', channel: '404', embeds: [] });
  });
}).timeout(20_000);
