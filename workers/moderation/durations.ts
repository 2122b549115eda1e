import { longestDuration, readDuration, tellDuration } from '../../shared/moderation/durations.ts';
import type { Suggest } from '../interactions/suggest.ts';
import type { Texts } from './texts.ts';

const usual = ['10m', '1h', '6h', '12h', '1d', '3d', '1w', '2w', '4w'];
const units = ['m', 'h', 'd', 'w'];

/** What is typed, as it is understood, also before its unit is; the usual ones where nothing is. */
export const suggestDuration: Suggest = async ({ typed }) => {
  const all = typed.trim() === '' ? usual : [typed, ...units.map((unit) => `${typed}${unit}`)];
  return all.flatMap((value) => {
    const read = readDuration(value);
    return read.is === 'duration' ? [{ name: tellDuration(read.seconds), value }] : [];
  });
};

/** Seconds, or what is wrong with what was typed. */
export function secondsOf(typed: string, { durations }: Texts, most = longestDuration): number | string {
  const read = readDuration(typed, most);
  if (read.is === 'duration') return read.seconds;
  return read.is === 'too-long' ? durations['too-long'](tellDuration(most)) : durations[read.is];
}
