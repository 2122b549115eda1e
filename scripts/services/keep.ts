import { SECOND } from '../../shared/core/clock.ts';
import type { Say, Service } from './service.ts';

interface Kept {
  name: string;
  start: (port?: number) => Promise<Service>;
  say: Say;
  /** Called when it cannot be brought back. */
  onLoss: (sentence: string) => void;
}

const healthyAfter = 10 * SECOND; // one that does not live that long would only die again

/** Keeps a service running: when it ends without being told to, it is started again on the same port and data. */
export async function keepRunning({
  name,
  start,
  say,
  onLoss,
}: Kept): Promise<Pick<Service, 'url' | 'stop'>> {
  let current = await start();
  let stopping = false;
  let restart: Promise<void> = Promise.resolve();
  const watch = (startedAt: number) => {
    current.onEnd(() => {
      if (stopping) return;
      if (Date.now() - startedAt < healthyAfter) return onLoss(`${name} ended twice in a short time.`);
      say(`${name} ended unexpectedly: starting it again.`);
      restart = again().catch((error: unknown) => onLoss(`${name} could not be started again: ${error}`));
    });
  };
  const again = async () => {
    current = await start(current.port);
    watch(Date.now());
  };
  watch(Date.now() - healthyAfter);
  return {
    url: current.url,
    stop: async () => {
      stopping = true;
      await restart;
      await current.stop();
    },
  };
}
