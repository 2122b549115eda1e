import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

describe('sandbox: as a process', () => {
  it('says when it is ready, lives with its demo members, and stops on SIGTERM', async () => {
    const main = fileURLToPath(new URL('./main.ts', import.meta.url));
    const env = { ...process.env, SANDBOX_PORT: '0', SANDBOX_DEMO: '1' };
    const child = spawn(process.execPath, ['--import', 'tsx', main], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { ready, api, token, page } = JSON.parse(String(line));
    expect(ready).to.equal(true);
    const reply = await fetch(`${api}/v10/gateway/bot`, { headers: { authorization: `Bot ${token}` } });
    expect(await reply.json()).to.have.property('shards', 1);
    expect((await fetch(page)).status).to.equal(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});
