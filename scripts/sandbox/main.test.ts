import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

describe('sandbox: as a process', () => {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  const start = (args: string[], environment: Record<string, string> = {}) => {
    const main = fileURLToPath(new URL('../sandbox.js', import.meta.url));
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    return child;
  };

  it('says when it is ready, lives with its demo members, and stops on SIGTERM', async () => {
    const child = start([], { SANDBOX_PORT: '0', SANDBOX_DEMO: '1' });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { ready, api, token, page, clientSecret } = JSON.parse(String(line));
    expect(ready).to.equal(true);
    expect(clientSecret).to.match(/^[\w-]{32}$/);
    const reply = await fetch(`${api}/v10/gateway/bot`, { headers: { authorization: `Bot ${token}` } });
    expect(await reply.json()).to.have.property('shards', 1);
    expect((await fetch(page)).status).to.equal(200);
    const second = start(['--port', new URL(api).port, '--quiet']);
    const [sentence, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
    expect([code, sentence.trim()]).to.deep.equal([
      1,
      `Port ${new URL(api).port} is taken. Stop what listens there, or choose another with --port.`,
    ]);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});
