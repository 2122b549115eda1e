import type { Knex } from '../knex.ts';

/** How processes and shards do, and what about it an operator has to know. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- how each process does, as of its last heartbeat
    CREATE TABLE process_statuses (
      process text PRIMARY KEY,
      id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      role text NOT NULL CHECK (role IN ('shards', 'workers', 'effects', 'web')),
      host text NOT NULL,
      pid integer NOT NULL,
      version text NOT NULL,
      -- running, stopping, stopped; failed: it ended by a fault
      state text NOT NULL,
      -- bytes; of the disk that holds DATA_DIR, where it can be asked
      memory bigint NOT NULL,
      disk_free bigint,
      disk_total bigint,
      -- 99th percentile of the event loop's delay since the last heartbeat
      lag_ms integer NOT NULL,
      started_at timestamptz NOT NULL,
      beat_at timestamptz NOT NULL
    );
    CREATE INDEX process_statuses_beat ON process_statuses (beat_at);
    -- of how many shards this is one; when it last had hold of its socket, how its session came about last, and when a
    -- gap was last noticed
    ALTER TABLE bot_statuses
      ADD COLUMN shards integer,
      ADD COLUMN attached_at timestamptz,
      ADD COLUMN resumed_at timestamptz,
      ADD COLUMN identified_at timestamptz,
      ADD COLUMN gap_at timestamptz;
    CREATE INDEX bot_statuses_beat ON bot_statuses (beat_at);
    CREATE INDEX bot_statuses_shard ON bot_statuses (shard, beat_at DESC);

    CREATE TABLE alarms (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- dead-process, dead-shard, queue-lag, failed-effects, gap, disk
      kind text NOT NULL,
      -- which process, shard or queue
      subject text NOT NULL,
      text text NOT NULL,
      raised_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      cleared_at timestamptz,
      -- the webhook was told that it began, and that it is over
      told_at timestamptz,
      told_cleared_at timestamptz
    );
    CREATE UNIQUE INDEX alarms_standing ON alarms (kind, subject) WHERE cleared_at IS NULL;
    CREATE INDEX alarms_cleared ON alarms (cleared_at DESC, id DESC);
    CREATE INDEX alarms_untold ON alarms (id) WHERE told_at IS NULL OR (cleared_at IS NOT NULL AND told_cleared_at IS NULL);
  `);
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    DROP TABLE alarms, process_statuses;
    DROP INDEX bot_statuses_shard, bot_statuses_beat;
    ALTER TABLE bot_statuses DROP COLUMN shards, DROP COLUMN attached_at, DROP COLUMN resumed_at,
      DROP COLUMN identified_at, DROP COLUMN gap_at;
  `);
}
