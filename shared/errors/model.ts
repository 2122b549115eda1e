import { BaseModel } from '../db/base-model.ts';

/** Errors of one kind: of one fingerprint, whichever process they happen in. */
export class RouteError extends BaseModel {
  static override tableName = 'route_errors';
  declare id: string;
  declare fingerprint: string;
  declare type: string;
  declare code: string | null;
  declare message: string;
  declare stack: string | null;
  declare place: string;
  declare occurrences: string;
  declare firstAt: Date;
  declare lastAt: Date;
  declare resolvedAt: Date | null;
  declare resolvedBy: string | null;
  /** Times that it came back after it was resolved. */
  declare reopened: number;
}

/** One of them; of many at once only some are kept, and of others the id alone that somebody was told. */
export class ErrorOccurrence extends BaseModel {
  static override tableName = 'error_occurrences';
  static override idColumn = ['id', 'at'];
  declare id: string;
  declare at: Date;
  declare errorId: string;
  declare told: string | null;
  declare process: string;
  declare message: string;
  declare stack: string | null;
  declare facts: Record<string, string | number | boolean>;
  declare ip: string | null;
}
