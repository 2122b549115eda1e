import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Problem } from '../services/problem.ts';
import { commandOf } from '../services/processes.ts';
import { daemonTitle, homeFor } from './home.ts';
import { endLeftovers } from './leftovers.ts';

describe('what a killed start left behind', () => {
  const dir = mkdtempSync(join(tmpdir(), 'leftovers-'));
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('is found though the data directory has a long name and the pid file is missing', async () => {
    const home = homeFor(join(dir, 'x'.repeat(200)));
    const daemon = await standIn(daemonTitle(home));
    mkdirSync(home, { mode: 0o700 });
    expect(await endLeftovers({ home, root: dir })).to.equal(true);
    expect(commandOf(daemon.pid ?? 0)).to.equal('');
    expect(existsSync(home)).to.equal(false);
  });

  it('is left alone where it belongs to another data directory', async () => {
    const daemon = await standIn(daemonTitle(join(dir, 'other')));
    expect(await endLeftovers({ home: join(dir, 'mine'), root: dir })).to.equal(false);
    expect(daemon.signalCode).to.equal(null);
    daemon.kill('SIGKILL');
  });

  for (const [what, make] of [
    ['that others can enter', (home: string) => mkdirSync(home)],
    ['that is a link', (home: string) => symlinkSync(dir, home)],
  ] as const) {
    it(`is not looked for in a folder ${what}`, async () => {
      const home = join(dir, what);
      make(home);
      if (what.includes('enter')) chmodSync(home, 0o755);
      const fault = await endLeftovers({ home, root: dir }).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(Problem);
      expect(existsSync(home)).to.equal(true);
    });
  }
});

/** A process with a title, as PM2's daemon has one. */
async function standIn(title: string): Promise<ChildProcess> {
  const script = `process.title = ${JSON.stringify(title)}; console.log('named'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}
