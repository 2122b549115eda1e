import { createHmac } from 'node:crypto';
import { seededSnowflake } from '../snowflakes.ts';

export const userId = (name: string) => seededSnowflake('user', name);
export const guildId = (name: string) => seededSnowflake('guild', name);
export const roleId = (guild: string, name: string) => seededSnowflake('role', guild, name);
export const channelId = (guild: string, name: string) => seededSnowflake('channel', guild, name);
export const emojiId = (guild: string, name: string) => seededSnowflake('emoji', guild, name);

/** Of a real client secret's length. */
export function secretOf(applicationId: string): string {
  return createHmac('sha256', 'sandbox').update(`secret:${applicationId}`).digest('base64url').slice(0, 32);
}

/** Of a real token's shape (application id, time, signature), so that libraries which take it apart are content. */
export function tokenOf(applicationId: string, resets = 0): string {
  const secret = resets === 0 ? applicationId : `${applicationId}:${resets}`;
  const sign = (part: string, length: number) =>
    createHmac('sha256', 'sandbox').update(`${part}:${secret}`).digest('base64url').slice(0, length);
  return [Buffer.from(applicationId).toString('base64url'), sign('time', 6), sign('signature', 38)].join('.');
}
