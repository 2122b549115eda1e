import { DiscordAPIError, HTTPError, REST } from '@discordjs/rest';
import { expect } from 'chai';
import { readFault } from './outcome.ts';

const request = { body: undefined, files: undefined };
const answer = (status: number, code: number | string, message = 'No') =>
  new DiscordAPIError({ code: Number(code), message }, code, status, 'PUT', 'http://discord', request);

describe('faults of effects', () => {
  it('are refusals where Discord says no, with its reason', () => {
    const refused = { is: 'refused', status: 403, code: '50013', why: 'Missing Permissions' };
    expect(readFault(answer(403, 50_013, 'Missing Permissions'), [10_008])).eql(refused);
  });

  it('are moot where what it is about is gone', () => {
    expect(readFault(answer(404, 10_008, 'Unknown Message'), [10_008])).property('is', 'moot');
    expect(readFault(answer(404, 10_008), [])).property('is', 'refused');
  });

  it('pass where Discord is overloaded, or fails', () => {
    expect(readFault(answer(503, 130_000), [])).property('is', 'later');
    expect(readFault(new HTTPError(502, 'Bad Gateway', 'PUT', 'http://discord', request), [])).property(
      'is',
      'later',
    );
  });

  it('pass where something between answered in its place', async () => {
    const makeRequest = async () => new Response('<h1>Forbidden</h1>', { status: 403 });
    const rest = new REST({ makeRequest }).setToken('token');
    const error = await rest.put('/channels/1/typing').catch((thrown: unknown) => thrown);
    expect(readFault(error, [])).property('is', 'later');
  });

  it('pass where nobody answers', async () => {
    const rest = new REST({ api: 'http://127.0.0.1:1/api', retries: 0 }).setToken('token');
    const error = await rest.put('/channels/1/typing').catch((thrown: unknown) => thrown);
    expect(readFault(error, [])).property('is', 'later');
  });

  it('pass where the answer does not come in time', async () => {
    const makeRequest = (_: string, { signal }: { signal?: AbortSignal | null }) =>
      new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const rest = new REST({ makeRequest, timeout: 1, retries: 0 }).setToken('token');
    const error = await rest.put('/channels/1/typing').catch((thrown: unknown) => thrown);
    expect(readFault(error, [])).property('is', 'later');
  });

  it('are ours where nothing else explains them', () => {
    expect(readFault(new TypeError('x is not a function'), [])).property('is', 'bug');
  });
});
