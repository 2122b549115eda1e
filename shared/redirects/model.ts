import { BaseModel } from '../db/base-model.ts';

/** A short link. */
export class Redirect extends BaseModel {
  static override tableName = 'redirects';
  declare id: string;
  /** In lower case. */
  declare name: string;
  declare target: string;
  /** For staff. */
  declare note: string;
  declare enabled: boolean;
  declare version: number;
  declare createdBy: string;
  declare createdAt: Date;
  declare changedAt: Date;
}

/** Somebody followed a short link. */
export class RedirectClick extends BaseModel {
  static override tableName = 'redirect_clicks';
  static override idColumn = ['id', 'at'];
  declare id: string;
  declare at: Date;
  declare redirectId: string;
  declare ip: string;
  declare agent: string | null;
  declare referrer: string | null;
  declare referrerHost: string | null;
  declare bot: boolean;
}
