import { BaseModel } from '../db/base-model.ts';

export const processRoles = ['shards', 'workers', 'effects', 'web'] as const;
export type ProcessRole = (typeof processRoles)[number];

/** `failed`: it ended by a fault. One that was killed stays as it was at its last heartbeat. */
export const processStates = ['running', 'stopping', 'stopped', 'failed'] as const;
export type ProcessState = (typeof processStates)[number];

/** How a process does, as of its last heartbeat. */
export class ProcessStatus extends BaseModel {
  static override tableName = 'process_statuses';
  static override idColumn = 'process';
  declare id: string;
  declare process: string;
  declare role: ProcessRole;
  declare host: string;
  declare pid: number;
  declare version: string;
  declare state: ProcessState;
  /** Resident bytes. */
  declare memory: string;
  /** Bytes of the disk that holds DATA_DIR; null where it cannot be asked. */
  declare diskFree: string | null;
  declare diskTotal: string | null;
  /** 99th percentile of the event loop's delay since the heartbeat before. */
  declare lagMs: number;
  /** As many of its role are to run on its host. */
  declare siblings: number | null;
  /** By the clock of its host. */
  declare startedAt: Date;
  /** By the clock of Postgres: the first heartbeat under this name, and the last one. */
  declare firstAt: Date;
  declare beatAt: Date;
}

export const alarmKinds = [
  'dead-process',
  'dead-shard',
  'queue-lag',
  'failed-effects',
  'gap',
  'disk',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Something that an operator has to know of. It stands until it was not seen for a while. */
export class Alarm extends BaseModel {
  static override tableName = 'alarms';
  declare id: string;
  declare kind: AlarmKind;
  /** Which process, shard, queue or host. */
  declare subject: string;
  declare text: string;
  declare raisedAt: Date;
  declare seenAt: Date;
  declare clearedAt: Date | null;
  /** It was dismissed while it stood: until it is seen no more it is not raised anew. */
  declare held: boolean;
  /** The webhook was told that it began, and that it is over. */
  declare toldAt: Date | null;
  declare toldClearedAt: Date | null;
}
