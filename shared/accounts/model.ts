import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { Role } from './rules.ts';

/** A staff account of the panel; unrelated to any Discord user. */
export class AdminUser extends BaseModel {
  static override tableName = 'admin_users';

  declare id: string;
  declare username: string;
  declare passwordHash: string;
  /** Everywhere; null for an account with roles in single guilds only. */
  declare role: Role | null;
  declare mustChangePassword: boolean;
  declare createdAt: Date;
  declare lastLoginAt: Date | null;
  declare disabledAt: Date | null;
  /** Encrypted (second-factor.ts). */
  declare totpSecret: string | null;
  declare totpStep: string | null;
  declare recoveryHashes: string[];
}

/** What an account may do in one guild, where that is more than its role everywhere. */
export class StaffGuildRole extends BaseModel {
  static override tableName = 'staff_guild_roles';
  static override idColumn = ['user_id', 'guild_id'];
  declare userId: string;
  declare guildId: Snowflake;
  declare role: Exclude<Role, 'owner'>;
}

/** An immutable entry of what was done, by whom. */
export class AuditEntry extends BaseModel {
  static override tableName = 'audit_entries';
  declare id: string;
  declare at: Date;
  declare actorKind: 'staff' | 'key' | 'member' | 'system';
  declare actorId: string | null;
  declare actorName: string;
  declare guildId: Snowflake | null;
  declare action: string;
  declare subject: string;
  declare before: unknown;
  declare after: unknown;
  declare ip: string | null;
  declare requestId: string | null;
}

/** A key for programs. `hash` is the SHA-256 of the whole key; `guildIds` null stands for every guild. */
export class ApiKey extends BaseModel {
  static override tableName = 'api_keys';
  declare id: string;
  declare name: string;
  declare prefix: string;
  declare hash: string;
  declare scopes: string[];
  declare guildIds: Snowflake[] | null;
  declare createdBy: string | null;
  /** The key that made it, where one did. */
  declare madeBy: string | null;
  declare createdAt: Date;
  declare expiresAt: Date | null;
  declare lastUsedAt: Date | null;
  declare revokedAt: Date | null;
}

/** One refresh token of a key; those that were handed out in exchange for one another are a family. */
export class RefreshToken extends BaseModel {
  static override tableName = 'refresh_tokens';
  declare id: string;
  declare keyId: string;
  declare family: string;
  declare hash: string;
  declare createdAt: Date;
  declare expiresAt: Date;
  declare usedAt: Date | null;
  declare revokedAt: Date | null;
}
