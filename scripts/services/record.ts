import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What a service's folder remembers about it from one start to the next. */
const ServiceRecord = z.object({
  port: z.number().int(),
  password: z.string().optional(),
  /** Of the process that runs it, or ran it last. */
  pid: z.number().int().optional(),
});
export type ServiceRecord = z.infer<typeof ServiceRecord>;

const fileOf = (folder: string) => join(folder, 'service.json');

/** A record that cannot be read counts as none. */
export function readRecord(folder: string): ServiceRecord | undefined {
  if (!existsSync(fileOf(folder))) return undefined;
  try {
    return ServiceRecord.safeParse(JSON.parse(readFileSync(fileOf(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all, readable by its owner only: it holds the service's password. */
export function writeRecord(folder: string, record: ServiceRecord): void {
  const draft = `${fileOf(folder)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
  renameSync(draft, fileOf(folder));
}
