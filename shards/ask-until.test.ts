import { HTTPError } from '@discordjs/rest';
import { expect } from 'chai';
import { startSandbox } from '../scripts/sandbox/index.ts';
import { silent } from '../shared/core/log.ts';
import { fetchApplication } from './application.ts';
import { askUntilAnswered } from './ask-until.ts';
import { endSandbox, restOf } from './bot.fixture.ts';

describe('asking Discord at the start', () => {
  it('goes on while its REST API is away', async () => {
    const failures = [
      new HTTPError(503, 'Service Unavailable', 'GET', 'https://discord.example', {}),
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      new DOMException('This operation was aborted', 'AbortError'),
    ];
    const answer = askUntilAnswered(
      async () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return 'here';
      },
      silent,
      1,
    );
    expect(await answer).to.equal('here');
  });

  it('ends at a token that Discord rejects', async () => {
    const sandbox = await startSandbox();
    const rest = restOf(sandbox).setToken(sandbox.token.replace(/.$/, '_'));
    let asked = 0;
    const refusal = await askUntilAnswered(() => {
      asked++;
      return fetchApplication(rest);
    }, silent).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'fatal-gateway' });
    expect(asked).to.equal(1);
    await endSandbox(sandbox);
  });
});
