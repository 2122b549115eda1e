import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { type InteractionHandle, startSandbox } from '../index.ts';
import { type Answer, type Ground, groundOf } from '../refusals/ground.fixture.ts';
import { connectLibrary } from '../testing/library-client.ts';

/** The guild Workshop with a bot that is connected, and answers when the test says so. */
export interface InteractionGround extends Ground {
  register(...commands: RESTPostAPIApplicationCommandsJSONBody[]): Promise<Answer>;
  /** INTERACTION_CREATE's data. */
  event(handle: { id: string }): Promise<Record<string, unknown>>;
  answer(handle: { id: string; token: string }, type: number, data?: unknown): Promise<Answer>;
  /** Of the webhook behind the interaction's token: `/messages/@original`. */
  webhook(handle: { token: string }, method: string, path?: string, body?: unknown): Promise<Answer>;
  /** Ada runs a command that is there for everybody. */
  run(): InteractionHandle;
  stop(): Promise<void>;
}

export async function openGround(): Promise<InteractionGround> {
  let at = Date.now();
  const sandbox = await startSandbox({ globalLimit: 0, now: () => at });
  const client = await connectLibrary(sandbox);
  const ground = groundOf(sandbox, (milliseconds) => {
    at += milliseconds;
  });
  const commands = `/applications/${sandbox.applicationId}/commands`;
  await ground.ask('POST', commands, { name: 'run', description: 'Runs' });
  return {
    ...ground,
    register: async (...wanted) => {
      const replies = await Promise.all(wanted.map((command) => ground.ask('POST', commands, command)));
      return replies.at(-1) ?? { status: 0, code: undefined, body: {} };
    },
    event: ({ id }) => client.dispatch('INTERACTION_CREATE', (data) => data.id === id),
    answer: ({ id, token }, type, data) =>
      ground.ask('POST', `/interactions/${id}/${token}/callback`, { type, ...(data ? { data } : {}) }),
    webhook: ({ token }, method, path = '', body) =>
      ground.ask(method, `/webhooks/${sandbox.applicationId}/${token}${path}`, body),
    run: () => sandbox.slash({ guild: ground.guild, user: ground.users.ada, name: 'run' }),
    async stop() {
      await client.stop();
      await sandbox.stop();
    },
  };
}
