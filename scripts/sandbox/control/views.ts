import { z } from 'zod';
import type { Sandbox } from '../sandbox.ts';
import { worldJson } from './world-json.ts';

interface View {
  /** For whoever looks for it. */
  says: string;
  look(sandbox: Sandbox, query: Record<string, string>): unknown;
}

const Deeds = z.object({
  is: z.string().optional(),
  target: z.string().optional(),
  by: z.string().optional(),
  guild: z.string().optional(),
  since: z.coerce.number().optional(),
});

/** What other processes can look at, as GET /control/<name>. */
export const views: Record<string, View> = {
  deeds: {
    says: 'who did what, oldest first; ?is= ?target= ?by= ?guild= ids, ?since= milliseconds',
    look: (sandbox, query) => sandbox.did(Deeds.parse(query)),
  },
  requests: { says: 'REST requests as they were answered, oldest first', look: ({ requests }) => requests },
  violations: {
    says: 'requests and payloads that no correct bot sends, and what is wrong with them',
    look: ({ violations }) => violations,
  },
  sessions: { says: 'of the gateway: counts, and those that are alive', look: ({ sessions }) => sessions },
  world: { says: 'guilds with their members, channels and latest messages', look: (s) => worldJson(s.world) },
  token: { says: 'the bot token that counts now', look: ({ token }) => ({ token }) },
  rate: { says: 'how busy the sandbox is', look: ({ rate }) => rate },
  load: { says: 'what has become of the last load', look: ({ load }) => load.state },
  trouble: {
    says: 'what is switched on, and what storms did',
    look: ({ trouble }) => ({ ...trouble.state, log: trouble.log }),
  },
};
