import type { Action } from './action.ts';
import { type KindName, kindOf } from './kinds/registry.ts';
import type { RuleDraft } from './rule.ts';

/** A set of rules to begin with. They only watch until somebody has seen what they would do. */
export interface Preset {
  title: string;
  description: string;
  rules: RuleDraft[];
}

export const presetNames = ['starter', 'strict', 'raid'] as const;
export type PresetName = (typeof presetNames)[number];

/** The rules of a preset, with the defaults of their kinds where it says nothing else. */
export function presetOf(name: PresetName): Preset {
  const { title, description, rules } = presets[name];
  return { title, description, rules: rules.map(draft) };
}

interface Sketch {
  name: string;
  kind: KindName;
  action: Action;
  settings?: Record<string, unknown>;
}

const warn: Action = { is: 'warn' };
const timeout = (minutes: number): Action => ({ is: 'timeout', minutes });

const presets: Record<PresetName, { title: string; description: string; rules: Sketch[] }> = {
  starter: {
    title: 'Starter',
    description: 'Flooding, repeated messages, mention spam and invites, with room for lively talk.',
    rules: [
      { name: 'Flooding', kind: 'message-count', action: timeout(5), settings: { atLeast: 10, seconds: 10 } },
      { name: 'Repeating', kind: 'duplicates', action: warn, settings: { atLeast: 5, seconds: 60 } },
      {
        name: 'Channel hopping',
        kind: 'channels',
        action: timeout(10),
        settings: { atLeast: 5, seconds: 20 },
      },
      { name: 'Mention spam', kind: 'mentions', action: timeout(30), settings: { atLeast: 15, atOnce: 10 } },
      { name: 'Invites', kind: 'invites', action: { is: 'delete' } },
    ],
  },
  strict: {
    title: 'Strict',
    description: 'The same with lower limits, and links that only redirect.',
    rules: [
      {
        name: 'Flooding (strict)',
        kind: 'message-count',
        action: timeout(30),
        settings: { atLeast: 6, seconds: 8 },
      },
      {
        name: 'Repeating (strict)',
        kind: 'duplicates',
        action: timeout(10),
        settings: { atLeast: 3, seconds: 120 },
      },
      {
        name: 'Channel hopping (strict)',
        kind: 'channels',
        action: timeout(60),
        settings: { atLeast: 3, seconds: 30 },
      },
      {
        name: 'Mention spam (strict)',
        kind: 'mentions',
        action: timeout(60),
        settings: { atLeast: 8, atOnce: 5 },
      },
      { name: 'Invites (strict)', kind: 'invites', action: warn },
      { name: 'Redirecting links', kind: 'links', action: warn, settings: { deny: redirects() } },
    ],
  },
  raid: {
    title: 'Raid',
    description: 'Many accounts that come or write at once.',
    rules: [
      {
        name: 'Join raid',
        kind: 'join-rate',
        action: { is: 'kick' },
        settings: { atLeast: 15, seconds: 15, lockdown: true },
      },
      {
        name: 'Same text from many',
        kind: 'cross-duplicates',
        action: { is: 'ban', deleteHours: 1 },
        settings: { atLeast: 5, seconds: 60 },
      },
      {
        name: 'Everywhere at once',
        kind: 'channels',
        action: timeout(24 * 60),
        settings: { atLeast: 4, seconds: 15 },
      },
    ],
  },
};

function redirects(): string[] {
  return [
    'bit.ly',
    'cutt.ly',
    'dsc.gg',
    'goo.su',
    'grabify.link',
    'invite.gg',
    'iplogger.org',
    'is.gd',
    'tinyurl.com',
  ];
}

function draft({ name, kind, action, settings = {} }: Sketch): RuleDraft {
  return {
    name,
    kind,
    enabled: true,
    mode: 'monitor',
    action,
    deleteMessages: action.is !== 'ban' && kindOf(kind).on === 'message',
    exemptRoles: [],
    exemptChannels: [],
    exemptModerators: true,
    settings: kindOf(kind).schema.parse(settings),
  };
}
