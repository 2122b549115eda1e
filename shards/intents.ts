import { ApplicationFlags, GatewayIntentBits } from 'discord-api-types/v10';
import type { Config } from '../shared/core/config.ts';
import type { Log } from '../shared/core/log.ts';

interface Intent {
  bit: number;
  /** Privileged ones have a switch of this name in the developer portal, and these flags when it is on. */
  switch?: { name: string; flags: number };
  /** Left out where the configuration does not ask for it. */
  wanted?: (config: Pick<Config, 'GATEWAY_PRESENCES'>) => boolean;
}

/** What frames.ts reads; presences only as a source of profile changes. */
const intents: readonly Intent[] = [
  { bit: GatewayIntentBits.Guilds },
  {
    bit: GatewayIntentBits.GuildMembers,
    switch: {
      name: 'Server Members Intent',
      flags: ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
    },
  },
  { bit: GatewayIntentBits.GuildModeration },
  { bit: GatewayIntentBits.GuildMessages },
  { bit: GatewayIntentBits.AutoModerationExecution },
  {
    bit: GatewayIntentBits.MessageContent,
    switch: {
      name: 'Message Content Intent',
      flags: ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
    },
  },
  {
    bit: GatewayIntentBits.GuildPresences,
    switch: {
      name: 'Presence Intent',
      flags: ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited,
    },
    wanted: ({ GATEWAY_PRESENCES }) => GATEWAY_PRESENCES,
  },
];

export interface ChosenIntents {
  bits: number;
  /** The privileged ones among them, by their name in the developer portal. */
  privileged: string[];
}

/**
 * The intents to identify with. A privileged one whose switch is off would make Discord refuse the connection (4014),
 * so it is left out, and said.
 */
export function chooseIntents(
  config: Pick<Config, 'GATEWAY_PRESENCES'>,
  applicationFlags: number,
  log: Log,
): ChosenIntents {
  const wanted = intents.filter(({ wanted }) => wanted?.(config) ?? true);
  const off = wanted.filter((intent) => intent.switch && !(applicationFlags & intent.switch.flags));
  for (const { switch: missing } of off)
    log.warn(
      `${missing?.name} is off: switch it on in the Discord developer portal, under Bot, Privileged Gateway Intents. What depends on it stays idle until a restart.`,
    );
  const chosen = wanted.filter((intent) => !off.includes(intent));
  return {
    bits: chosen.reduce((bits, { bit }) => bits | bit, 0),
    privileged: chosen.flatMap((intent) => intent.switch?.name ?? []),
  };
}
