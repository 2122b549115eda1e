import { SECOND } from '../../shared/core/clock.ts';
import { formatLine } from './lines.ts';
import type { Pm2 } from './pm2.ts';

const misconfigured = 78; // stop_exit_codes in ecosystem.config.js
const linesKept = 8;
const linesLate = SECOND / 4; // PM2 tells of an end before the last lines have come through

export interface Watch {
  /** The last lines an app has logged, for people. */
  tail(app: string): string;
}

/** Calls back when PM2 will not start an app again: the app said that it is no use, or ended too often. */
export function watchApps(
  pm2: Pick<Pm2, 'onLine' | 'onEvent'>,
  onLoss: (sentence: string) => void,
  delay = linesLate,
): Watch {
  const lines = new Map<string, string[]>();
  const tail = (app: string) => (lines.get(app) ?? []).map((text) => `  ${formatLine(app, text)}`).join('\n');
  pm2.onLine((app, text) => lines.set(app, [...(lines.get(app) ?? []), text].slice(-linesKept)));
  pm2.onEvent(({ app, event, exitCode }) => {
    const why = reasonOf(event, exitCode);
    if (why) setTimeout(() => onLoss(`${app} ${why}:\n${tail(app)}`), delay);
  });
  return { tail };
}

function reasonOf(event: string, exitCode: number | undefined): string | undefined {
  if (event === 'restart overlimit') return 'ended again and again';
  // its status does not tell: with a restart delay PM2 calls it "waiting restart", though it never starts it again
  if (event === 'exit' && exitCode === misconfigured)
    return `cannot run as it is configured (exit ${exitCode})`;
  return undefined;
}
