import { REST } from '@discordjs/rest';
import type { GatewayBot } from './application.ts';

/**
 * Answers @discordjs/ws's only request, /gateway/bot, with what is known. So a session can be resumed while Discord's
 * REST API is down, and also when no identifies are left for today: the library refuses to connect then, although
 * resuming needs none. Our throttler counts identifies instead.
 */
export class KnownGateway extends REST {
  readonly #answer: GatewayBot;

  constructor({ session_start_limit, ...gateway }: GatewayBot) {
    super({ hashSweepInterval: 0, handlerSweepInterval: 0 });
    this.#answer = { ...gateway, session_start_limit: { ...session_start_limit, remaining: 1 } };
  }

  override async get(): Promise<GatewayBot> {
    return this.#answer;
  }
}
