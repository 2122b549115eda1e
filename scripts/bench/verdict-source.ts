import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { middayMessage, morningMessage } from './crowd.ts';
import { memberOf, messageOf, textFrame } from './frames.ts';
import { openGateway } from './gateway.ts';
import { onOrders, playSteadily, type SteadyLoad } from './steady.ts';

/** A steady load: so many messages a second, and among them so many that a rule forbids, for so long. */
export interface VerdictLoad extends SteadyLoad {
  offencesPerSecond: number;
}

/**
 * The frame source for verdicts, a process of its own: it writes the load in time with the clock, and notes when the first
 * request about each offence comes in: that its message be deleted, or its member timed out.
 */
const load = JSON.parse(process.argv[2] ?? '{}') as VerdictLoad;
let socket: Socket | undefined;
let sequence = 1;
/** By message and by member: when the frame was written, and how to forget the offence. */
const written = new Map<string, { at: number; keys: string[] }>();
const latencies: number[] = [];

const port = await openGateway({
  welcomed(to) {
    socket = to;
    process.send?.({ is: 'identified' });
  },
  resumed: () => process.send?.({ is: 'failed', error: 'the shard let go of its socket under this load' }),
  asked,
});
process.send?.({ is: 'ready', port });
onOrders({ members: load.members, morningOf: (n) => send(morningMessage(n, load, ++sequence)), play });

function asked(request: IncomingMessage, response: ServerResponse): boolean {
  const about = /\/(?:messages|members)\/(\d+)$/.exec(request.url ?? '')?.[1];
  if (about === undefined) return false;
  const offence = written.get(about);
  if (offence) latencies.push(performance.now() - offence.at);
  for (const key of offence?.keys ?? []) written.delete(key);
  request.resume();
  if (request.method === 'DELETE') response.writeHead(204).end();
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  return true;
}

function play(): void {
  const { seconds, messagesPerSecond, offencesPerSecond } = load;
  const streams = [
    { perSecond: messagesPerSecond, write: (n: number) => send(middayMessage(n, load, ++sequence)) },
    { perSecond: offencesPerSecond, write: offend },
  ];
  const unanswered = () => new Set(written.values()).size;
  playSteadily(seconds, streams, () => process.send?.({ is: 'done', latencies, unanswered: unanswered() }));
}

/** Each by another member, so that each is an offence of its own; fresh ones, whose first message of the day it is. */
function offend(n: number): void {
  const member = 2 * load.members + n * 7; // in other guilds than the one before
  const message = messageOf(n, member, load.guilds, Date.now() - n, ++sequence);
  message.d.content = 'some contraband for sale';
  const keys = [message.d.id, memberOf(member, load.guilds).user];
  const offence = { at: performance.now(), keys };
  for (const key of keys) written.set(key, offence);
  send(message);
}

function send(dispatch: object): void {
  socket?.write(textFrame(JSON.stringify(dispatch)));
}
