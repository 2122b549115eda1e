import { readConfig } from '../../shared/core/config.ts';
import { localOrigin, originOf } from '../../shared/core/origin.ts';
import { migrate } from '../migrate.ts';
import { startServices } from '../services/index.ts';
import { startCluster } from './cluster.ts';
import { connectSandbox } from './connect-sandbox.ts';
import { createOwner } from './create-owner.ts';
import { homeFor } from './home.ts';
import { endLeftovers } from './leftovers.ts';
import { registerCommands } from './register-commands.ts';
import type { Start } from './run.ts';
import { checkEnvironment, claimWebPort, isSandboxed, keepSecret } from './settings.ts';

interface BringUp extends Start {
  /** Breaks off what is not done yet. */
  stop: AbortSignal;
  /** Leaves no time to drain. */
  force: AbortSignal;
  onStop: (close: () => Promise<void>) => void;
  onLoss: (sentence: string) => void;
}

/** Everything from a checked environment to a cluster that serves; says where things are. */
export async function bringUp(options: BringUp): Promise<void> {
  const { root, dataDir, say, tellUrl, stop, onStop } = options;
  const begin = Date.now();
  const checked = checkEnvironment(process.env);
  const isSandbox = isSandboxed(process.env);
  const home = homeFor(dataDir);
  if (await endLeftovers({ home, root })) say('Stopped what an earlier start had left running.');
  const port = await claimWebPort(checked);
  const [origin, local] = [originOf(checked, port), localOrigin(checked.WEB_BIND, port)];
  tellUrl(`${origin}/admin`);
  stop.throwIfAborted();

  const [environment, sandbox] = await allDone([
    openServices(options, port, isSandbox),
    isSandbox
      ? connectSandbox({ ...options, origins: [origin, local, `http://localhost:${port}`] })
      : undefined,
  ]);
  const login = await createOwner(environment.DATABASE_URL, checked);
  try {
    stop.throwIfAborted();
    Object.assign(environment, sandbox?.environment);
    await registerCommands(readConfig(environment), say);
    stop.throwIfAborted();
    const cluster = await startCluster({ ...options, home, environment, origin: local });
    onStop(cluster.stop);
    say(`Ready after ${((Date.now() - begin) / 1000).toFixed(1)} s.`);
    say(`  panel    ${origin}/admin`);
    say(`  API      ${origin}/api/docs`);
    say(`  queues   ${origin}/admin/queues`);
    say(`  metrics  ${origin}/metrics`);
    if (sandbox) say(`  sandbox  ${sandbox.page} (in place of Discord, since DISCORD_TOKEN is unset)`);
  } finally {
    if (login) say(`First login, shown only now: ${login.username} / ${login.password}`);
  }
  say('Ctrl-C drains and stops everything.');
}

/** Like `Promise.all`, but leaves nothing under way when one of them fails. */
async function allDone<A, B>(both: [Promise<A>, Promise<B> | B]): Promise<[A, B]> {
  await Promise.allSettled(both);
  return Promise.all(both);
}

/** Postgres and Redis, migrated; answers with the environment of the processes. */
async function openServices(
  { dataDir, say, onLoss, onStop, stop }: BringUp,
  webPort: number,
  isSandbox: boolean,
) {
  const given = process.env;
  const services = await startServices({
    dataDir,
    databaseUrl: given.DATABASE_URL || undefined,
    redisUrl: given.REDIS_URL || undefined,
    isSandbox,
    signal: stop,
    say,
    onLoss,
  });
  onStop(services.stop);
  stop.throwIfAborted();
  const applied = await migrate(services.databaseUrl);
  if (applied.length > 0) say(`Database brought up to date (${applied.length} new migrations).`);
  return {
    ...given,
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    DATA_DIR: dataDir,
    WEB_PORT: String(webPort),
    SECRET: keepSecret(given, dataDir),
  };
}
