import { expect } from 'chai';
import { channelId, guildId, type Sandbox, startSandbox } from '../index.ts';

describe('sandbox: trouble with REST', () => {
  let sandbox: Sandbox;
  const guild = guildId('Workshop');
  const general = channelId(guild, 'general');
  const ask = (method: string, path: string, body?: unknown, giveUpAfter = 5_000) =>
    fetch(`${sandbox.api}/v10${path}`, {
      method,
      signal: AbortSignal.timeout(giveUpAfter),
      headers: {
        authorization: `Bot ${sandbox.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const post = (content: string, giveUpAfter?: number) =>
    ask('POST', `/channels/${general}/messages`, { content }, giveUpAfter);
  const outcome = (request: Promise<Response>) =>
    request.then(
      ({ status }) => status,
      () => 'nothing' as const,
    );
  const posted = () => sandbox.did({ is: 'message', by: sandbox.botId }).length;

  beforeEach(async () => {
    sandbox = await startSandbox({ globalLimit: 0 });
  });
  afterEach(() => sandbox.stop());

  it('befalls the same requests for the same seed, at about the rate wanted', async () => {
    const play = async () => {
      sandbox.trouble.faultRest({ rates: { 500: 0.2, 429: 0.1 }, seed: 4 });
      const statuses: unknown[] = [];
      for (let n = 0; n < 60; n += 1) statuses.push(await outcome(ask('GET', `/guilds/${guild}`)));
      return statuses;
    };
    const first = await play();
    expect(await play()).to.deep.equal(first);
    expect(first.filter((status) => status === 500).length).to.be.within(4, 20);
    expect(first).to.include(429).and.to.include(200);
    sandbox.trouble.calm();
    expect(await outcome(ask('GET', `/guilds/${guild}`))).to.equal(200);
  });

  it('sends a 502 that is no JSON', async () => {
    sandbox.trouble.faultRest({ rates: { 502: 1 } });
    const reply = await ask('GET', `/guilds/${guild}`);
    expect([reply.status, await reply.text()]).to.deep.equal([
      502,
      '<html><head><title>502 Bad Gateway</title></head></html>',
    ]);
  });

  it('leaves a request without an answer, and does nothing', async () => {
    sandbox.trouble.faultRest({ rates: { timeout: 1 }, match: 'POST' });
    expect(await outcome(post('x', 30))).to.equal('nothing');
    expect(posted()).to.equal(0);
    expect(await outcome(ask('GET', `/guilds/${guild}`))).to.equal(200);
  });

  it('does what is asked and loses the answer', async () => {
    sandbox.trouble.faultRest({ rates: { lost: 1 }, seed: 2 });
    const outcomes = new Set<unknown>();
    for (let n = 0; n < 8; n += 1) outcomes.add(await outcome(post('x', 200)));
    expect([...outcomes]).to.have.members([500, 'nothing']);
    expect(posted()).to.equal(8);
  });

  it('does it at once and answers late', async () => {
    sandbox.trouble.faultRest({ rates: { slow: 1 }, slowMs: 100 });
    const answer = post('x');
    await sandbox.waitFor(() => posted() === 1);
    expect(await outcome(answer)).to.equal(200);
  });

  it('silences one route', async () => {
    sandbox.trouble.silence(`/channels/${general}/messages`);
    expect(await outcome(post('x', 30))).to.equal('nothing');
    expect(await outcome(ask('GET', `/channels/${general}`))).to.equal(200);
    sandbox.trouble.calm();
    expect(await outcome(post('y'))).to.equal(200);
    expect(posted()).to.equal(1);
  });

  it('answers nobody any more after too many invalid requests', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ globalLimit: 0, invalidLimit: 3 });
    const headers = { authorization: 'Bot wrong' };
    for (let n = 0; n < 3; n += 1) await fetch(`${sandbox.api}/v10/users/@me`, { headers });
    const reply = await ask('GET', `/guilds/${guild}`);
    expect(reply.status).to.equal(429);
    expect(reply.headers.get('content-type')).to.match(/^text\/html/);
    expect(Number(reply.headers.get('retry-after'))).to.be.within(1, 600);
    expect(await reply.text()).to.equal('error code: 1015');
  });

  it('has Discord’s limits when told so', async () => {
    await sandbox.stop();
    sandbox = await startSandbox({ globalLimit: 0, routeLimits: 'discord' });
    const statuses = [];
    for (let n = 0; n < 6; n += 1) statuses.push(await outcome(post(`${n}`)));
    expect(statuses).to.deep.equal([200, 200, 200, 200, 200, 429]);
    expect(posted()).to.equal(5);
  });
});
