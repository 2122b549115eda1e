import type { GatewayCloseCodes, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { channelId, guildId, roleId, type Sandbox, userId } from '../index.ts';
import { rawClient } from '../testing/raw-client.ts';

/** One thing that Discord refuses. */
export interface Refusal {
  /** As one would say it: `a timeout of more than 28 days`. */
  name: string;
  /** Page and section of Discord's documentation. */
  rule: string;
  /** The answer: a REST error with its HTTP status, or the code that the gateway closes with. */
  answer:
    | { rest: keyof typeof RESTJSONErrorCodes; status: number }
    | { gateway: keyof typeof GatewayCloseCodes };
  /** Provokes it. Answers with what came: REST's reply, or the close code. */
  provoke(ground: Ground): Promise<{ status: number; code: unknown } | number>;
}

/** What the cases are played on: a fresh sandbox with the guild Workshop. */
export interface Ground {
  sandbox: Sandbox;
  guild: string;
  general: string;
  /** Ids of `Member`, `Veteran` (below the bot) and `Staff` (above it). */
  roles: Record<'Member' | 'Veteran' | 'Staff', string>;
  /** Ids of ada (the owner), grace, linus, margaret (Staff) and otherbot. */
  users: Record<'ada' | 'grace' | 'linus' | 'margaret' | 'otherbot', string>;
  /** Moves Discord's clock on. */
  pass(milliseconds: number): void;
  /** A request as the bot; `path` without `/api/v10`. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A bare gateway client, not identified yet. */
  socket(query?: string): ReturnType<typeof rawClient>;
}

export interface Answer {
  status: number;
  /** Discord's JSON error code; undefined on success. */
  code: unknown;
  body: Record<string, unknown>;
}

export function groundOf(sandbox: Sandbox, pass: (milliseconds: number) => void): Ground {
  const guild = guildId('Workshop');
  return {
    sandbox,
    guild,
    general: channelId(guild, 'general'),
    roles: named(['Member', 'Veteran', 'Staff'], (name) => roleId(guild, name)),
    users: named(['ada', 'grace', 'linus', 'margaret', 'otherbot'], userId),
    pass,
    async ask(method, path, body, headers = {}) {
      const reply = await fetch(`${sandbox.api}/v10${path}`, {
        method,
        headers: {
          authorization: `Bot ${sandbox.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await reply.text();
      const json = Object(text === '' ? {} : JSON.parse(text));
      return { status: reply.status, code: json.code, body: json };
    },
    socket: (query) => rawClient(sandbox.api, query),
  };
}

function named<K extends string>(names: readonly K[], idOf: (name: K) => string): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, idOf(name)])) as Record<K, string>;
}
