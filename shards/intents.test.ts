import { expect } from 'chai';
import { ApplicationFlags, GatewayIntentBits } from 'discord-api-types/v10';
import type { Log } from '../shared/core/log.ts';
import { silent } from '../shared/core/log.ts';
import { chooseIntents } from './intents.ts';

const bare = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages;
const choose = (flags: number, presences = false, log: Log = silent) =>
  chooseIntents({ GATEWAY_PRESENCES: presences }, flags, log);

describe('intents', () => {
  it('leaves out privileged ones whose switch is off, and says which', () => {
    const said: string[] = [];
    const log: Log = { ...silent, child: () => log, warn: (words: string) => said.push(words) };
    expect(choose(0, true, log)).to.deep.equal({ bits: bare, privileged: [] });
    expect(said.map((words) => words.split(' is off')[0])).to.deep.equal([
      'Message Content Intent',
      'Presence Intent',
    ]);
  });

  it('takes them where they are on, for small and for verified applications', () => {
    for (const flags of [
      ApplicationFlags.GatewayMessageContent,
      ApplicationFlags.GatewayMessageContentLimited,
    ])
      expect(choose(flags)).to.deep.equal({
        bits: bare | GatewayIntentBits.MessageContent,
        privileged: ['Message Content Intent'],
      });
  });

  it('asks for presences only where the configuration does', () => {
    const on = ApplicationFlags.GatewayPresence;
    expect(choose(on, true).bits & GatewayIntentBits.GuildPresences).to.be.above(0);
    expect(choose(on, false).bits & GatewayIntentBits.GuildPresences).to.equal(0);
  });
});
