import { OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { Answer, Ground } from './ground.fixture.ts';

/** Overwrites for the bot in a channel. */
export function allow({ sandbox, general }: Ground, bits: bigint, channel = general): void {
  const overwrite = { id: sandbox.botId, type: OverwriteType.Member, allow: String(bits), deny: '0' };
  sandbox.setOverwrite(channel, overwrite);
}

export function deny({ sandbox, general }: Ground, bits: bigint, channel = general): void {
  const overwrite = { id: sandbox.botId, type: OverwriteType.Member, allow: '0', deny: String(bits) };
  sandbox.setOverwrite(channel, overwrite);
}

/** Posts as the bot in #general. */
export function post({ ask, general }: Ground, body: unknown, channel = general): Promise<Answer> {
  return ask('POST', `/channels/${channel}/messages`, body);
}

/** Grace writes in #general; the message's path. */
export function said({ sandbox, guild, users, general }: Ground, more: { at?: number; type?: number } = {}) {
  const { id } = sandbox.message({ guild, channel: general, author: users.grace, content: 'hello', ...more });
  return { id, path: `/channels/${general}/messages/${id}` };
}

export async function upload({ sandbox, general }: Ground, sizes: number[]): Promise<Answer> {
  const form = new FormData();
  form.set('payload_json', JSON.stringify({ content: 'files' }));
  for (const [n, size] of sizes.entries()) form.set(`files[${n}]`, new Blob([new Uint8Array(size)]), 'a.bin');
  const reply = await fetch(`${sandbox.api}/v10/channels/${general}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${sandbox.token}` },
    body: form,
  });
  const body = Object(await reply.json());
  return { status: reply.status, code: body.code, body };
}

/** A thread in #general that somebody closed. */
export function closedThread(ground: Ground, state: { archived?: boolean; locked?: boolean }): string {
  const { sandbox, general } = ground;
  const { id } = sandbox.openThread({ channel: general, name: 'closed' });
  sandbox.changeThread(id, state);
  return id;
}

export async function directChannel({ ask }: Ground, user: string): Promise<string> {
  const { body } = await ask('POST', '/users/@me/channels', { recipient_id: user });
  return String(body.id);
}

/** An incoming webhook in the channel; its path with the token. */
export async function webhookIn(ground: Ground, channel: string): Promise<string> {
  allow(ground, P.ManageWebhooks, channel);
  const { body } = await ground.ask('POST', `/channels/${channel}/webhooks`, { name: 'News' });
  return `/webhooks/${body.id}/${body.token}`;
}
