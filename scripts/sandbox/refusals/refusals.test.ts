import { expect } from 'chai';
import { GatewayCloseCodes, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { type Sandbox, startSandbox } from '../index.ts';
import { autoModerationRefusals } from './auto-moderation.fixture.ts';
import { commandRefusals } from './commands.fixture.ts';
import { correspondenceRefusals } from './correspondence.fixture.ts';
import { gatewayRefusals } from './gateway.fixture.ts';
import { type Ground, groundOf } from './ground.fixture.ts';
import { guildRefusals } from './guilds.fixture.ts';
import { interactionRefusals } from './interactions.fixture.ts';
import { limitRefusals } from './limits.fixture.ts';
import { memberRefusals } from './members.fixture.ts';
import { messageRefusals } from './messages.fixture.ts';
import { oauthRefusals } from './oauth.fixture.ts';

const all = [
  ...messageRefusals,
  ...correspondenceRefusals,
  ...gatewayRefusals,
  ...limitRefusals,
  ...guildRefusals,
  ...memberRefusals,
  ...autoModerationRefusals,
  ...commandRefusals,
  ...interactionRefusals,
  ...oauthRefusals,
];

describe('the sandbox refuses what Discord refuses', () => {
  let at: number;
  let sandbox: Sandbox;
  let ground: Ground;

  beforeEach(async () => {
    at = 1_750_000_000_000;
    sandbox = await startSandbox({ globalLimit: 0, identifyEvery: 1, now: () => at });
    ground = groundOf(sandbox, (milliseconds) => {
      at += milliseconds;
    });
  });
  afterEach(() => sandbox.stop());

  for (const { name, rule, answer, provoke } of all) {
    const code = 'rest' in answer ? answer.rest : answer.gateway;
    it(`${name}: ${code} (${rule})`, async () => {
      const came = await provoke(ground);
      if ('gateway' in answer) return expect(came).to.equal(GatewayCloseCodes[answer.gateway]);
      expect(came).to.include({ status: answer.status, code: RESTJSONErrorCodes[answer.rest] });
    });
  }

  it('in cases that are all different', () => {
    expect(new Set(all.map(({ name }) => name)).size).to.equal(all.length);
  });
});
