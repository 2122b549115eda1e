import { announceReady, reportRate, welcome } from './command-line/announce.ts';
import { readCommandLine } from './command-line/command-line.ts';
import { help } from './command-line/flags.ts';
import { Unusable } from './command-line/unusable.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './index.ts';

try {
  const wish = readCommandLine(process.argv.slice(2), process.env);
  if (wish.is === 'help') console.log(help);
  else run(await start(wish.options));
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function start(options: Partial<SandboxOptions>): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE')) throw cause;
    throw new Unusable(
      `Port ${options.port} is taken. Stop what listens there, or choose another with --port.`,
      { cause },
    );
  }
}

function run(sandbox: Sandbox): void {
  const isForPerson = process.stdout.isTTY && process.env.SANDBOX_READY !== 'json';
  if (isForPerson) welcome(sandbox);
  else announceReady(sandbox);
  const endReport = isForPerson ? reportRate(sandbox) : () => {};
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      endReport();
      sandbox.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
