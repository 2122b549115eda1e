import { BaseModel } from '../db/base-model.ts';
import type { Role } from './rules.ts';

/** A staff account of the panel; unrelated to any Discord user. */
export class AdminUser extends BaseModel {
  static override tableName = 'admin_users';

  declare id: string;
  declare username: string;
  declare passwordHash: string;
  declare role: Role;
  declare mustChangePassword: boolean;
  declare createdAt: Date;
  declare lastLoginAt: Date | null;
}
