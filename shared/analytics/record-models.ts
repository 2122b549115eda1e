import { BaseModel } from '../db/base-model.ts';
import type { CommandRecord } from './records.ts';

/** A request for a page or a short link. */
export class PageView extends BaseModel {
  static override tableName = 'page_views';
  static override idColumn = ['id', 'at'];

  declare id: string;
  declare at: Date;
  declare method: string;
  declare path: string;
  declare route: string | null;
  declare status: number;
  declare ms: number;
  /** Whole for thirty days, then its network. */
  declare ip: string;
  declare agent: string | null;
  declare referrer: string | null;
  declare referrerHost: string | null;
  declare bot: boolean;
}

/** A command that a member used; also a component that was pressed, a form that was sent. */
export class CommandUsage extends BaseModel {
  static override tableName = 'command_usages';
  static override idColumn = ['id', 'at'];

  /** Of the interaction. */
  declare id: string;
  declare at: Date;
  declare command: string;
  declare userId: string;
  declare guildId: string | null;
  declare ms: number;
  declare outcome: CommandRecord['outcome'];
}

/** What was counted in an hour (stat-names.ts); of stats by day: in a day. */
export class HourlyStat extends BaseModel {
  static override tableName = 'hourly_stats';
  static override idColumn = ['stat', 'guildId', 'label', 'hour'];

  declare hour: Date;
  declare stat: string;
  /** '0': of all. */
  declare guildId: string;
  /** '': the total. */
  declare label: string;
  declare count: string;
  declare sum: string;
  declare most: string;
}
