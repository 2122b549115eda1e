import { BaseModel } from '../db/base-model.ts';

/** How a shard of a process does, as of its last heartbeat. */
export class BotStatus extends BaseModel {
  static override tableName = 'bot_statuses';
  static override idColumn = ['process', 'shard'];

  declare process: string;
  declare shard: number;
  /** Of how many it is one; null: as of a version before that was written down. */
  declare shards: number | null;
  declare state: string;
  declare sessionId: string | null;
  declare latencyMs: number | null;
  declare guilds: number;
  /** Gateway intents that it identified with. */
  declare intents: number;
  /** Sessions that began although one was to be resumed, ever. */
  declare gaps: number;
  declare gapAt: Date | null;
  /** When it last had hold of its socket. */
  declare attachedAt: Date | null;
  declare resumedAt: Date | null;
  declare identifiedAt: Date | null;
  declare startedAt: Date;
  declare beatAt: Date;
}
