import { REST } from '@discordjs/rest';
import {
  type OptionalWebSocketManagerOptions,
  type SessionInfo,
  WebSocketManager,
  WebSocketShardEvents,
} from '@discordjs/ws';
import { type GatewayDispatchPayload, GatewayIntentBits as I } from 'discord-api-types/v10';
import type { Sandbox } from '../index.ts';

export const usualIntents =
  I.Guilds |
  I.GuildMembers |
  I.GuildMessages |
  I.GuildMessageReactions |
  I.MessageContent |
  I.GuildModeration;

export function restOf(sandbox: Sandbox): REST {
  return new REST({ api: sandbox.api, version: '10', retries: 0 }).setToken(sandbox.token);
}

export interface LibraryClient {
  manager: WebSocketManager;
  rest: REST;
  received: GatewayDispatchPayload[];
  /** The data of the first dispatch, past or future, that fits. */
  dispatch(type: string, fits?: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** A bot on @discordjs/ws, connected when it resolves. */
export async function connectLibrary(
  sandbox: Sandbox,
  options: Partial<OptionalWebSocketManagerOptions> & { intents?: number } = {},
): Promise<LibraryClient> {
  const rest = restOf(sandbox);
  let session: SessionInfo | null = null;
  const manager = new WebSocketManager({
    token: sandbox.token,
    rest,
    intents: usualIntents,
    shardCount: 1,
    buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }), // the sandbox has its own window
    retrieveSessionInfo: () => session, // the library's default is one store for all clients of a process
    updateSessionInfo: (_, info) => {
      session = info;
    },
    ...options,
  });
  const received: GatewayDispatchPayload[] = [];
  const waiting = new Set<() => void>();
  manager.on(WebSocketShardEvents.Dispatch, (payload) => {
    received.push(payload);
    for (const check of [...waiting]) check();
  });
  manager.on(WebSocketShardEvents.Error, () => {});
  await manager.connect();
  return {
    manager,
    rest,
    received,
    dispatch: (type, fits = () => true) =>
      new Promise((resolve) => {
        const check = () => {
          const found = received.find((payload) => payload.t === type && fits(Object(payload.d)));
          if (!found) return;
          waiting.delete(check);
          resolve(Object(found.d));
        };
        waiting.add(check);
        check();
      }),
    stop: async () => {
      await manager.destroy();
    },
  };
}
