import type { Snowflake } from '../core/snowflake.ts';
import { BaseModel } from '../db/base-model.ts';
import type { Tellable } from './events.ts';

export const deliveryStates = ['wanted', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** An address that is told of what happens, of one guild or (null) of all. */
export class Webhook extends BaseModel {
  static override tableName = 'webhooks';
  declare id: string;
  declare guildId: Snowflake | null;
  /** Unique in the guild, or among those of all, whatever its case. */
  declare name: string;
  declare url: string;
  /** Sealed (secret.ts). */
  declare secret: string;
  declare events: Tellable[];
  declare enabled: boolean;
  /** In a row. */
  declare failures: number;
  declare restsUntil: Date | null;
  /** Of the first of them; of one that is not enabled: it was switched off because it never answered since. */
  declare failingSince: Date | null;
  /** Of the last of them. */
  declare failedAt: Date | null;
  declare version: number;
  declare createdBy: string;
  declare createdAt: Date;
  declare changedAt: Date;
}

/** Something that a webhook is told. Its id is what receivers know it by, however often it comes. */
export class WebhookDelivery extends BaseModel {
  static override tableName = 'webhook_deliveries';
  declare id: string;
  declare webhookId: string;
  declare guildId: Snowflake | null;
  /** A DeliveryEvent. */
  declare event: string;
  declare subject: string;
  declare facts: unknown;
  /** Null until it was tried. */
  declare body: unknown;
  declare state: DeliveryState;
  declare attempts: number;
  declare status: number | null;
  declare answer: string | null;
  declare ms: number | null;
  declare createdAt: Date;
  declare changedAt: Date;
  /** Since when it is to be sent. */
  declare wantedAt: Date;
  declare nextAt: Date;
  /** While an attempt is queued or under way, at the latest. */
  declare leasedUntil: Date | null;
}
