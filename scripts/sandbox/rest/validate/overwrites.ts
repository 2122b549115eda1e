import type { APIOverwrite, OverwriteType } from 'discord-api-types/v10';

/** As Discord takes them: bits as texts or numbers, left out where there are none. */
export interface SentOverwrite {
  id: string | number;
  type?: OverwriteType | null;
  allow?: string | number | null;
  deny?: string | number | null;
}

export function overwriteOf({ id, type, allow, deny }: SentOverwrite): APIOverwrite {
  return {
    id: String(id),
    type: type ?? 0,
    allow: String(BigInt(allow ?? 0)),
    deny: String(BigInt(deny ?? 0)),
  };
}
