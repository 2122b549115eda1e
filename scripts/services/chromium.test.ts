import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findChromium } from './chromium.ts';
import { Problem } from './problem.ts';

describe('the Chromium of the browser tests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the one that CHROMIUM_PATH names', async () => {
    const program = programSaying('echo Chromium 150.0');
    expect(await findChromium({ CHROMIUM_PATH: program })).to.equal(program);
  });

  it('is not looked for elsewhere where CHROMIUM_PATH names none', async () => {
    // as Ubuntu's does where its snap is not set up
    const program = programSaying('echo "requires the chromium snap to be installed" >&2; exit 1');
    const fault = await findChromium({ CHROMIUM_PATH: program }).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(Problem).with.property('message').that.includes(program);
  });

  function programSaying(script: string): string {
    const program = join(folder, 'chromium');
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    return program;
  }
});
