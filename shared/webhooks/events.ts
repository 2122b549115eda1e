/** What a webhook can be told of, and the events of each; the triggers of migration 0011 name the same. */
export const tellable = {
  case: {
    what: 'Moderation cases',
    events: {
      'case.opened': 'A case was opened',
      'case.changed': 'The reason, kind or length of a case has changed',
      'case.resolved': 'A case was closed, or ended by itself',
    },
  },
  firing: {
    what: 'Firings of auto-moderation',
    events: { 'firing.recorded': 'A rule fired', 'firing.undone': 'What a firing led to was taken back' },
  },
  transfer: {
    what: 'Transfers of bytes',
    events: { 'transfer.made': 'A member sent bytes to another' },
  },
  'squad-change': {
    what: 'Squad changes',
    events: {
      'squad.joined': 'A member joined a squad',
      'squad.changed': 'A member went from one squad to another',
      'squad.left': 'A member left a squad, or the squad was deleted',
    },
  },
} as const;

export type Tellable = keyof typeof tellable;
export const tellables = ['case', 'firing', 'transfer', 'squad-change'] as const satisfies Tellable[];

/** Sent when staff ask for it, to try a webhook. */
export const ping = 'ping';

type Events = { [K in Tellable]: keyof (typeof tellable)[K]['events'] }[Tellable];
export type DeliveryEvent = Events | typeof ping;

/** Undefined of a ping. */
export function kindOf(event: string): Tellable | undefined {
  return tellables.find((kind) => event in tellable[kind].events);
}
