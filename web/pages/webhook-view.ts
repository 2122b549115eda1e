import { cut } from '../../shared/core/plain-text.ts';
import type { WebhookDelivery } from '../../shared/webhooks/deliveries.ts';
import { type DeliveryState, deliveryStates } from '../../shared/webhooks/deliveries.ts';
import { ping, type Tellable, tellable, tellables } from '../../shared/webhooks/events.ts';
import { originOf } from '../../shared/webhooks/url.ts';
import { exhaustedAfter } from '../../shared/webhooks/waits.ts';
import type { Webhook, WebhookDraft } from '../../shared/webhooks/webhooks.ts';

const shown = 90; // characters of an address in a table

/** What webhooks can be told, as boxes to tick. */
export const eventOptions = tellables.map((value) => ({
  value,
  text: tellable[value].what,
  help: Object.entries(tellable[value].events)
    .map(([event, what]) => `${event}: ${what}`)
    .join('. '),
}));

/** A webhook as a list shows it. */
export function viewWebhook(webhook: Webhook, base: string) {
  const { id, name, url, events, changedAt } = webhook;
  return {
    href: `${base}/${id}`,
    name,
    url: cut(originOf(url), shown),
    events: wordsOf(events),
    changedAt,
    state: stateOf(webhook),
  };
}

export function stateOf({ enabled, failures, failingSince }: Webhook): { text: string; tone: string } {
  if (!enabled && failingSince) return { text: 'Switched off', tone: 'bad' };
  if (!enabled) return { text: 'Off', tone: 'plain' };
  return failures < exhaustedAfter ? { text: 'On', tone: 'good' } : { text: 'Does not answer', tone: 'bad' };
}

const stateWords: Record<DeliveryState, { text: string; tone: string }> = {
  wanted: { text: 'Waiting', tone: 'warn' },
  delivered: { text: 'Delivered', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
};
export const stateOptions = deliveryStates.map((value) => ({ value, text: stateWords[value].text }));

/** Something that a webhook was told, or is to be told. */
export function viewDelivery(delivery: WebhookDelivery, base: string) {
  const { id, event, state, attempts, status, answer, ms, createdAt, changedAt, nextAt, guildId } = delivery;
  return {
    href: `${base}/deliveries/${id}`,
    ...{ id, event, attempts, ms, createdAt, changedAt, guildId },
    what: whats[event] ?? event,
    state: stateWords[state],
    isWaiting: state === 'wanted',
    isTried: attempts > 0 || status !== null,
    nextAt: state === 'wanted' && attempts > 0 ? nextAt : null,
    answer: answer ?? (status ? `Status ${status}` : ''),
  };
}

const whats: Record<string, string> = {
  [ping]: 'A test',
  ...Object.assign({}, ...tellables.map((kind) => tellable[kind].events)),
};

const labels = { name: 'Name', url: 'Address', events: 'Is told of', enabled: 'Switched on' } as const;

/** What of a webhook changes, in words. */
export function diffWebhook(before: WebhookDraft | undefined, after: WebhookDraft) {
  const [was, is] = [before && words(before), words(after)];
  return (['name', 'url', 'events', 'enabled'] as const)
    .filter((field) => was?.[field] !== is[field])
    .map((field) => ({ label: labels[field], before: was?.[field], after: is[field] }));
}

/** The same in one line. */
export function tellWebhook(draft: WebhookDraft): string {
  const { name, url, events, enabled } = words(draft);
  return `Name ${name}; Address ${url}; Is told of ${events}; Switched on ${enabled}`;
}

function words({ name, url, events, enabled }: WebhookDraft): Record<keyof WebhookDraft, string> {
  return { name, url, events: wordsOf(events), enabled: enabled ? 'yes' : 'no' };
}

function wordsOf(events: readonly Tellable[]): string {
  return events.map((kind) => tellable[kind].what).join(', ');
}
