import { fileURLToPath } from 'node:url';

const most = 3; // of the innermost frames: those farther out tell who asked, not what went wrong
const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Where in our own code it was thrown, innermost first: `web/pages/audit showLog`. Without lines, which move with every
 * change, and without what lies in packages and in Node.
 */
export function ownFrames(stack: string): string[] {
  const [thrown = ''] = stack.split('\ncaused by ');
  return thrown.split('\n').flatMap(ownFrame).slice(0, most);
}

/** `    at async call (file:///…/x.ts:1:2)`, or without a call. By hand: it can be a line of a message that somebody wrote. */
function ownFrame(line: string): string[] {
  if (!line.startsWith('    at ')) return [];
  const frame = line.slice(7).replace(/^async /, '');
  const opens = frame.endsWith(')') ? frame.lastIndexOf(' (') : -1;
  const call = opens < 0 ? '' : frame.slice(0, opens);
  const place = opens < 0 ? frame : frame.slice(opens + 2, -1);
  const file = place.replace(/^file:\/\//, '').replace(/(?::\d+){1,2}$/, '');
  if (!file.startsWith(root) || file.includes('/node_modules/')) return [];
  const path = file.slice(root.length).replace(/\.[jt]s$/, '');
  return [call ? `${path} ${call}` : path];
}
