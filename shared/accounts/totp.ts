import { Secret, TOTP } from 'otpauth';
import { SECOND } from '../core/clock.ts';

/** What every authenticator app can do (RFC 6238 with SHA-1; Google's app ignores other settings). */
const settings = { issuer: 'Smarter Dev', algorithm: 'SHA1', digits: 6, period: 30 };
const window = 1; // a step either side: clocks differ, and typing takes time

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code says to the app. */
export function totpUri(secret: string, username: string): string {
  return new TOTP({ ...settings, label: username, secret: Secret.fromBase32(secret) }).toString();
}

/** The 30-second step since 1970 that a code belongs to; undefined where it is none of about now. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const totp = new TOTP({ ...settings, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token, timestamp: now, window });
  return delta === null ? undefined : Math.floor(now / (settings.period * SECOND)) + delta;
}
