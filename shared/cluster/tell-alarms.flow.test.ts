import { expect } from 'chai';
import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelId, guildId, type Sandbox, startSandbox } from '../../scripts/sandbox/index.ts';
import { HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { silent } from '../core/log.ts';
import { useDatabase } from '../testing/database.ts';
import { useRedis } from '../testing/redis.ts';
import { openOutage } from './outage.ts';
import { openTeller } from './tell-alarms.ts';

const start = Date.UTC(2026, 10, 20, 15, 30);

describe('ALARM_WEBHOOK', () => {
  const database = useDatabase();
  const redis = useRedis();
  let sandbox: Sandbox;
  let webhook: string;
  let now = start;

  before(async () => {
    sandbox = await startSandbox();
    const channel = channelId(guildId('Workshop'), 'general');
    const bot = { id: sandbox.botId, type: OverwriteType.Member, deny: '0' };
    sandbox.setOverwrite(channel, { ...bot, allow: String(PermissionFlagsBits.ManageWebhooks) });
    const made = await fetch(`${sandbox.api}/v10/channels/${channel}/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Alarms' }),
    });
    const { id, token } = (await made.json()) as { id: string; token: string };
    webhook = `${sandbox.api}/v10/webhooks/${id}/${token}`;
  });
  after(async () => {
    await sandbox.stop();
    expect(sandbox.violations).to.deep.equal([]);
  });
  beforeEach(async () => {
    await database.db('alarms').delete();
    now = start;
  });

  const open = (address: string | undefined = webhook) =>
    openTeller({
      ...database,
      clock: () => now,
      log: silent,
      webhook: address,
      origin: 'https://bot.example',
    });
  const raise = (subject: string, rest: Record<string, unknown> = {}) =>
    database.db('alarms').insert({
      ...{
        kind: 'queue-lag',
        subject,
        text: `${subject} waits`,
        raised_at: new Date(now),
        seen_at: new Date(now),
      },
      ...rest,
    });
  const heard = () =>
    sandbox.requests
      .filter(({ method, path, status }) => method === 'POST' && path.includes('/webhooks/') && status < 300)
      .map(({ body }) => body as { content: string; allowed_mentions: unknown });
  async function told(tell: () => Promise<unknown>): Promise<string[]> {
    const before = heard().length;
    await tell();
    return heard()
      .slice(before)
      .map(({ content }) => content);
  }

  it('is told once that an alarm began, and once that it is over, whoever tells', async () => {
    const [one, other] = [open(), open()];
    const all = () => Promise.all([one(), other()]);
    await raise('events');
    const [began, ...more] = await told(all);
    expect(began)
      .to.include('🔴 **Lagging queue**: events waits')
      .and.include('<https://bot.example/admin/cluster>');
    expect(more.concat(await told(all))).to.deep.equal([]);
    await database.db('alarms').update({ cleared_at: new Date(now + MINUTE) });
    expect((await told(all)).join()).to.match(/🟢 \*\*Lagging queue\*\*, over at <t:\d+:T>/);
    expect(await told(all)).to.deep.equal([]);
  });

  it('gets many in few messages that fit, and nobody is pinged or tricked', async () => {
    for (let n = 0; n < 12; n++)
      await raise(`q${n}`, { text: `@everyone **${'*'.repeat(280)}`.slice(0, 300) });
    const messages = await told(open());
    expect(messages).to.have.length(3);
    expect(messages[0]).to.include('\\@everyone \\*\\*');
    expect(heard().at(-1)?.allowed_mentions).to.deep.equal({ parse: [] });
  });

  it('is told again what it did not take, ever more rarely', async () => {
    const tell = open();
    await raise('events');
    sandbox.trouble.refuseRest({ status: 500, times: 2, match: '/webhooks/' });
    expect(await told(tell)).to.deep.equal([]);
    expect(await told(tell)).to.deep.equal([]); // it is not asked again at once
    now += 15_000;
    expect(await told(tell)).to.deep.equal([]);
    now += 15_000;
    expect(await told(tell)).to.deep.equal([]);
    now += 15_000;
    expect(await told(tell)).to.have.length(1);
  });

  it('is told once that Postgres is away for a minute, whoever sees it, and once that it is back', async () => {
    const open = (client = redis.redis) =>
      openOutage({ redis: client, clock: () => now, log: silent, webhook, origin: 'https://bot.example' });
    const [one, other] = [open(), open()];
    const fail = async () => void (await Promise.all([one.failed(), other.failed()]));
    const answer = async () => void (await Promise.all([one.answered(), other.answered()]));
    expect(await told(fail)).to.deep.equal([]);
    await answer();
    now += 2 * MINUTE;
    expect(await told(fail), 'it was back meanwhile').to.deep.equal([]);
    now += 61 * SECOND;
    sandbox.trouble.refuseRest({ status: 500, times: 1, match: '/webhooks/' });
    expect(await told(one.failed)).to.deep.equal([]);
    const began = await told(fail);
    expect(began).to.have.length(1);
    expect(began[0]).to.include(`Postgres** cannot be reached since <t:${(start + 2 * MINUTE) / SECOND}:f>`);
    expect(await told(fail)).to.deep.equal([]);
    expect((await told(answer)).join()).to.match(/^🟢 \*\*Postgres\*\*, over at [^🟢]+$/u);
    expect(await told(answer)).to.deep.equal([]);

    const alone = open(redis.redis.duplicate({ lazyConnect: true }));
    await alone.failed();
    now += 61 * SECOND;
    expect(await told(alone.failed), 'without Redis').to.have.length(1);
    expect(await told(alone.failed)).to.deep.equal([]);
    expect(await told(alone.answered)).to.have.length(1);
    expect(await told(alone.answered)).to.deep.equal([]);
  });

  it('is not told what was over long before, nor anything where there is none', async () => {
    await raise('old', { cleared_at: new Date(now - 2 * HOUR) });
    await raise('short', { cleared_at: new Date(now - MINUTE) });
    expect(
      await told(openTeller({ ...database, clock: () => now, log: silent, webhook: undefined, origin: '' })),
    ).to.deep.equal([]);
    const messages = await told(open());
    expect(messages.join()).to.include('short').and.not.include('old');
  });
});
