import { expect } from 'chai';
import { ApplicationFlags, GatewayIntentBits } from 'discord-api-types/v10';
import type { Log } from '../shared/core/log.ts';
import { silent } from '../shared/core/log.ts';
import { chooseIntents } from './intents.ts';

const bare =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildModeration |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.AutoModerationExecution;
const choose = (flags: number, presences = false, log: Log = silent) =>
  chooseIntents({ GATEWAY_PRESENCES: presences }, flags, log);

describe('intents', () => {
  it('leaves out privileged ones whose switch is off, and says which', () => {
    const said: string[] = [];
    const log: Log = { ...silent, child: () => log, warn: (words: string) => said.push(words) };
    expect(choose(0, true, log)).to.deep.equal({ bits: bare, privileged: [] });
    expect(said.map((words) => words.split(' is off')[0])).to.deep.equal([
      'Server Members Intent',
      'Message Content Intent',
      'Presence Intent',
    ]);
  });

  for (const [name, bit, ...switches] of [
    [
      'Message Content Intent',
      GatewayIntentBits.MessageContent,
      ApplicationFlags.GatewayMessageContent,
      ApplicationFlags.GatewayMessageContentLimited,
    ],
    [
      'Server Members Intent',
      GatewayIntentBits.GuildMembers,
      ApplicationFlags.GatewayGuildMembers,
      ApplicationFlags.GatewayGuildMembersLimited,
    ],
  ] as const)
    it(`takes the ${name} where it is on, for small and for verified applications`, () => {
      for (const flags of switches)
        expect(choose(flags)).to.deep.equal({ bits: bare | bit, privileged: [name] });
    });

  it('asks for presences only where the configuration does', () => {
    const on = ApplicationFlags.GatewayPresence;
    expect(choose(on, true).bits & GatewayIntentBits.GuildPresences).to.be.above(0);
    expect(choose(on, false).bits & GatewayIntentBits.GuildPresences).to.equal(0);
  });
});
