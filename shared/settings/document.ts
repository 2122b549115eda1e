import { stringify } from 'yaml';
import { z } from 'zod';
import { type Fault, faultsOf } from '../core/faults.ts';
import { Snowflake } from '../core/snowflake.ts';
import { largestFile, readYaml } from './yaml.ts';

export { largestFile };

/** What is wrong with a file is told for so many fields at once. */
export const mostFaults = 20;
const longestList = 250; // entries: role rewards and squads, as many as a guild has roles. Each list has its own, too

/** All that a guild is set up with as one file. */
export const SettingsDocument = z.strictObject({
  /** The version of this form. */
  'smarter-dev': z.literal(1),
  guild: Snowflake.optional(),
  exportedAt: z.iso.datetime().optional(),
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  /** Rules, rewards and the like (shared/transfer); one that is there is all that there is to be of it. */
  lists: z.record(z.string(), z.array(z.record(z.string(), z.unknown())).max(longestList)).optional(),
});
export type SettingsDocument = z.infer<typeof SettingsDocument>;

export type Format = 'yaml' | 'json';

export function printDocument(document: SettingsDocument, format: Format): string {
  return format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document);
}

export type Parsed = { is: 'parsed'; document: SettingsDocument } | { is: 'refused'; faults: Fault[] };

/** Reads a file, YAML or JSON. */
export function parseText(text: string): Parsed {
  const yaml = readYaml(text);
  return yaml.is === 'read'
    ? parseJson(yaml.value)
    : { is: 'refused', faults: [{ path: '', message: yaml.why }] };
}

/** As `parseText`, of what was read already. */
export function parseJson(value: unknown): Parsed {
  const parsed = SettingsDocument.safeParse(value);
  return parsed.success
    ? { is: 'parsed', document: parsed.data }
    : { is: 'refused', faults: faultsOf(parsed.error).slice(0, mostFaults) };
}
