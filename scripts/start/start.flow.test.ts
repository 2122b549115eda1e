import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { SECOND } from '../../shared/core/clock.ts';
import { Config } from '../../shared/core/config.ts';
import { checkoutRoot } from '../services/checkout.ts';
import { freePort } from '../services/ports.ts';
import { endProcess, isRunning, listProcesses } from '../services/processes.ts';
import { readRecord } from '../services/record.ts';
import { daemonTitle, homeFor } from './home.ts';
import { endLeftovers } from './leftovers.ts';

const root = checkoutRoot();

interface Started {
  child: ChildProcess;
  output: () => string;
}

describe('npm start', function () {
  this.timeout(150 * SECOND);
  const dataDir = mkdtempSync(join(tmpdir(), 'start-'));
  const home = homeFor(dataDir);
  const children: ChildProcess[] = [];
  let origin: string;
  let first: Started;
  let second: Started;

  const start = (): Started => {
    // empty ones count as unset, and keep a developer's .env out
    const unset = Object.fromEntries(Object.keys(Config.shape).map((name) => [name, '']));
    const env = { ...process.env, ...unset, NODE_ENV: '', DATA_DIR: dataDir, WEB_PORT: new URL(origin).port };
    const child = spawn(process.execPath, [join('scripts', 'start.js')], { cwd: root, env });
    children.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    return { child, output: () => output };
  };
  const said = async (started: Started, words: string) => {
    while (!started.output().includes(words)) {
      if (started.child.exitCode !== null) throw new Error(`ended without "${words}":\n${started.output()}`);
      await sleep(50);
    }
  };
  const ended = async ({ child }: Started) => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  const ledgerRows = async () => {
    const { port, password } = readRecord(join(dataDir, 'postgres')) ?? {};
    const client = new pg.Client(`postgres://smarter:${password}@127.0.0.1:${port}/smarter_sandbox`);
    await client.connect();
    try {
      return Number((await client.query('SELECT count(*) FROM bytes')).rows[0].count);
    } finally {
      await client.end();
    }
  };
  const daemons = () => listProcesses().filter(({ command }) => command.startsWith(daemonTitle(home)));
  const apps = () =>
    readdirSync(join(home, 'pids')).map((file) => ({
      pid: Number(readFileSync(join(home, 'pids', file), 'utf8')),
      mark: join(root, 'dist'),
    }));

  before(async () => {
    origin = `http://127.0.0.1:${await freePort()}`;
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await endLeftovers({ home, root, force: true });
    const ours = listProcesses().filter(({ command }) => command.includes(dataDir));
    await Promise.all(ours.map(({ pid }) => endProcess({ pid, mark: dataDir }, [])));
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('ends with a panel that answers, and demo members who earn', async () => {
    first = start();
    await said(first, 'Ready after');
    expect((await fetch(`${origin}/admin/login`)).status).to.equal(200);
    while ((await ledgerRows()) === 0) await sleep(200);
  });

  it('lets the sandbox’s people sign in with Discord', async () => {
    const shown = await fetch(`${origin}/admin/login/discord`);
    expect([shown.status, new URL(shown.url).pathname]).to.deep.equal([200, '/oauth2/authorize']);
    expect(await shown.text()).to.include('wants access to an account');
  });

  it('is refused in one sentence while another runs', async () => {
    const refused = start();
    expect(await ended(refused)).to.equal(1);
    expect(refused.output()).to.equal(
      `Already running: pid ${first.child.pid}, panel at ${origin}/admin. Stop it first, or set DATA_DIR to another folder.\n`,
    );
  });

  it('takes over after a kill -9, with the same data and one PM2', async () => {
    const [rows, before] = [await ledgerRows(), [...daemons(), ...apps()].map(({ pid }) => pid)];
    expect(before.length).to.be.greaterThan(4);
    first.child.kill('SIGKILL');
    await ended(first);
    second = start();
    await said(second, 'Ready after');
    expect(second.output()).to.contain('Stopped what an earlier start had left running.');
    expect(await ledgerRows()).to.be.at.least(rows);
    expect(daemons()).to.have.length(1);
    expect([...daemons(), ...apps()].filter(({ pid }) => before.includes(pid))).to.deep.equal([]);
  });

  it('drains on SIGINT, ends with 0 and leaves nothing behind', async () => {
    const running = apps();
    second.child.kill('SIGINT');
    expect(await ended(second)).to.equal(0);
    expect(second.output()).to.contain('Draining').and.contain('Stopped.');
    expect(daemons()).to.deep.equal([]);
    expect(running.filter(isRunning)).to.deep.equal([]);
    expect(listProcesses().filter(({ command }) => command.includes(dataDir))).to.deep.equal([]);
    expect(existsSync(join(dataDir, 'start.pid'))).to.equal(false);
  });
});
