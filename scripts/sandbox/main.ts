import { demoWorld } from './demo/world.ts';
import { startSandbox } from './index.ts';

const demo = ['1', 'true'].includes(process.env.SANDBOX_DEMO ?? '');
const sandbox = await startSandbox({
  port: Number(process.env.SANDBOX_PORT ?? 0),
  demo,
  ...(demo ? { world: demoWorld(), keep: 2_000 } : {}),
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    sandbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
const { api, token, page } = sandbox;
console.log(JSON.stringify({ ready: true, api, token, page }));
