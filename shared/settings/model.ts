import type { Actor } from '../core/actor.ts';
import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';

/** What a feature's settings in a guild were at one version: written once, never changed. */
export class SettingsVersion extends BaseModel {
  static override tableName = 'settings_versions';
  static override idColumn = ['feature', 'guild_id', 'version'];
  declare feature: string;
  declare guildId: Snowflake;
  declare version: number;
  declare values: unknown;
  declare actorKind: Actor['kind'];
  declare actorId: string | null;
  declare actorName: string;
  /** How it came about where nobody typed it. */
  declare note: string | null;
  declare createdAt: Date;
}

export function actorOfRow(row: Pick<SettingsVersion, 'actorKind' | 'actorId' | 'actorName'>): Actor {
  const { actorKind: kind, actorId: id, actorName: name } = row;
  return kind === 'system' || id === null ? { kind: 'system', name } : { kind, id, name };
}
