import { z } from 'zod';

/**
 * Days for which rows of these tables stay, and from how few to how many may be chosen instead: no fewer than charts, lists
 * and retries reach back, and than rows that name them stay; no more of what is kept of people than the product can answer for.
 */
export const keptDays = {
  page_views: { usual: 90, least: 7, most: 400 },
  redirect_clicks: { usual: 400, least: 31, most: 800 },
  command_usages: { usual: 90, least: 31, most: 400 },
  hourly_stats: { usual: 400, least: 92, most: 1_200 },
  file_attachments: { usual: 180, least: 31, most: 800 },
  error_occurrences: { usual: 30, least: 7, most: 90 },
  route_errors: { usual: 90, least: 90, most: 800 },
  alarms: { usual: 90, least: 7, most: 800 },
  webhook_deliveries: { usual: 30, least: 7, most: 90 },
  maintenance_runs: { usual: 400, least: 31, most: 1_200 },
  failed_effects: { usual: 30, least: 7, most: 400 },
  automod_firing_messages: { usual: 90, least: 31, most: 800 },
  operations: { usual: 90, least: 31, most: 800 }, // failed jobs can be repeated for a week, requests for a day
} as const satisfies Record<string, { usual: number; least: number; most: number }>;

export type Adjustable = keyof typeof keptDays;
export type ChosenDays = Readonly<Partial<Record<Adjustable, number>>>;

/** `page_views=30,operations=180`. */
export const ChosenDays = z.string().transform((text, context): ChosenDays => {
  const chosen: Partial<Record<Adjustable, number>> = {};
  for (const part of text.split(',')) {
    const [, table = '', days] = /^\s*([a-z_]+)\s*=\s*(\d{1,4})\s*$/.exec(part) ?? [];
    const fault = isAdjustable(table)
      ? findFault(table, Number(days))
      : `“${part.trim()}” names none of ${Object.keys(keptDays).join(', ')}`;
    if (fault) context.addIssue({ code: 'custom', message: fault });
    else if (isAdjustable(table)) chosen[table] = Number(days);
  }
  return chosen;
});

function findFault(table: Adjustable, days: number): string | undefined {
  const { least, most } = keptDays[table];
  return days >= least && days <= most ? undefined : `${table} takes ${least} to ${most} days`;
}

export function isAdjustable(table: string): table is Adjustable {
  return Object.hasOwn(keptDays, table);
}
