import type { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { App } from './app.ts';
import { daemonTitle, requirePrivate } from './home.ts';

/** What the rest of `npm start` needs of PM2, with promises. */
export interface Pm2 {
  start(apps: readonly App[]): Promise<void>;
  /** Sends SIGINT and returns when every process of that name has ended. */
  remove(name: string): Promise<void>;
  list(): Promise<Listed[]>;
  onLine(listener: (app: string, text: string) => void): void;
  onEvent(listener: (event: AppEvent) => void): void;
  /** Calls back when the daemon is gone; calls that are under way then never return. */
  onLost(listener: () => void): void;
  /** Ends the daemon, and whatever still runs in it. */
  end(): Promise<void>;
}

const Listed = z.object({
  name: z.string(),
  pid: z.number().optional(),
  pm2_env: z.object({ status: z.string(), restart_time: z.number(), pm_uptime: z.number().optional() }),
});
export type Listed = z.infer<typeof Listed>;

const Line = z.object({ process: z.object({ name: z.string() }), data: z.coerce.string() });
const Event = z.object({
  process: z.object({ name: z.string(), exit_code: z.number().nullish() }),
  event: z.string(),
});

export interface AppEvent {
  app: string;
  /** PM2's word: `online`, `exit`, `restart overlimit`, … */
  event: string;
  /** Of its latest end. */
  exitCode?: number;
}

/** Starts PM2's daemon: apart from the terminal, so that a Ctrl-C reaches the processes only through us, in order. */
export async function openPm2(home: string): Promise<Pm2> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  requirePrivate(home);
  Object.assign(process.env, pm2Environment(home)); // PM2 reads it when it is loaded, hence the import here
  const { default: pm2 } = await import('pm2');
  await promisify((done: (error?: Error) => void) => pm2.connect(done))();
  const { bus, socket } = await openBus(pm2);
  const on = (name: string, listener: (packet: unknown) => void) => bus.on(name, listener);
  return {
    start: async (apps) => {
      const start = promisify((app: App, done: (error: Error | null) => void) => pm2.start(app, done));
      await Promise.all(apps.map((app) => start(app)));
    },
    remove: async (name) => {
      await promisify(pm2.delete.bind(pm2))(name);
    },
    list: async () => z.array(Listed).parse(await promisify(pm2.list.bind(pm2))()),
    onLine: (listener) => {
      for (const stream of ['log:out', 'log:err']) {
        on(stream, (packet) => {
          const { process: app, data } = Line.parse(packet);
          for (const text of data.split('\n')) if (text) listener(app.name, text);
        });
      }
    },
    onEvent: (listener) => {
      on('process:event', (packet) => {
        const { process: app, event } = Event.parse(packet);
        listener({ app: app.name, event, exitCode: app.exit_code ?? undefined });
      });
    },
    onLost: (listener) => void socket.once('reconnect attempt', listener),
    end: async () => {
      await promisify(pm2.killDaemon.bind(pm2))();
    },
  };
}

/** PM2's own types leave out the third argument: the socket, which tells when the daemon goes away. */
function openBus(pm2: { launchBus(ready: (error: Error, bus: EventEmitter) => void): void }) {
  return new Promise<{ bus: EventEmitter; socket: EventEmitter }>((resolve, reject) => {
    const ready = (error: Error | null, bus: EventEmitter, socket?: EventEmitter) =>
      socket ? resolve({ bus, socket }) : reject(error ?? new Error('PM2 opened no bus'));
    pm2.launchBus(ready);
  });
}

function pm2Environment(home: string): NodeJS.ProcessEnv {
  return {
    PM2_HOME: home,
    PM2_DAEMON_TITLE: daemonTitle(home),
    PM2_PROGRAMMATIC: 'true', // silent
    PM2_DISCRETE_MODE: 'true',
    PM2_NO_INTERACTION: 'true', // nothing is reported to anybody
    PM2_DISABLE_VERSION_CHECK: 'true',
    PM2_CONCURRENT_ACTIONS: '16',
  };
}
