import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const lock = join(import.meta.dirname, 'start-lock.js');

/** Processes that all claim the folder at once, under the name by which a start is known. */
async function claim(dir: string, processes: number): Promise<string[]> {
  const script = join(dir, 'start.js');
  writeFileSync(
    script,
    `import { takeLock } from ${JSON.stringify(lock)};
     const taken = takeLock(${JSON.stringify(join(dir, 'data'))});
     console.log(taken.owner ? 'refused' : 'taken');
     if (!taken.owner) setTimeout(() => taken.release(), 700);`,
  );
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  return Promise.all(Array.from({ length: processes }, () => outputOf(script)));
}

function outputOf(script: string): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('close', () => resolve(output.trim()));
  });
}

describe('the lock of a data directory', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('goes to one of several starts at once, and leaves nothing', async () => {
    const outcomes = await claim(dir, 4);
    expect(outcomes.filter((outcome) => outcome === 'taken')).to.have.length(1);
    expect(readdirSync(join(dir, 'data'))).to.deep.equal([]);
  });

  it('is taken over from a start that is gone', async () => {
    await claim(dir, 1);
    writeFileSync(join(dir, 'data', 'start.pid'), '999999999\n');
    expect(await claim(dir, 1)).to.deep.equal(['taken']);
    expect(existsSync(join(dir, 'data', 'start.pid'))).to.equal(false);
  });
});
