import { expect } from 'chai';
import { BytesConfig } from '../../shared/bytes/settings.ts';
import { drawAccount, noAccount } from './account-card.ts';

const user = { id: '7', username: 'ada', globalName: 'Ada', avatar: null, bot: false };
const today = 20_000;
const account = {
  balance: 1280,
  received: 1300,
  sent: 20,
  streak: 9,
  lastDay: today,
  freezesHeld: 0,
  outages: [],
  grants: ['55'],
};
const settings = {
  config: BytesConfig.parse({}),
  roles: [
    { role: '55', threshold: 1000 },
    { role: '66', threshold: 2000 },
  ],
};

function fields(changes: Partial<Parameters<typeof drawAccount>[0]> = {}): Record<string, string> {
  const { fields = [] } = drawAccount({ user, account, settings, today, locale: 'en-US', ...changes });
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]));
}

describe('/bytes read', () => {
  it('shows the account, the streak, the roles and what comes next', () => {
    expect(fields()).to.eql({
      Balance: '1.25 KB (1,280)',
      Received: '1.26 KB (1,300)',
      Sent: '20 bytes',
      Streak: '9 days: CHAR',
      'Next milestone': 'SHORT (×4) in 7 days',
      'Earned roles': '<@&55>',
      'Next role': '<@&66>: 700 bytes to go',
    });
  });

  it('keeps a streak until a whole day was missed', () => {
    expect(fields({ account: { ...account, lastDay: today - 1 } }).Streak).to.equal('9 days: CHAR');
    const broken = fields({ account: { ...account, lastDay: today - 2 } });
    expect(broken.Streak).to.equal('None at the moment');
    expect(broken['Next milestone']).to.equal('CHAR (×2) in 8 days');
  });

  it('tells a newcomer how to start', () => {
    const { description, fields } = drawAccount({
      user,
      account: noAccount,
      settings,
      today,
      locale: undefined,
    });
    expect(description).to.include('earns 100 bytes to start with, and 10 bytes for the day');
    expect(fields?.[0]).to.include({ name: 'Balance', value: '0 bytes' });
  });

  it('tells who only received how to start, without denying what they have', () => {
    const received = { ...noAccount, balance: 20, received: 20 };
    const { description } = drawAccount({ user, account: received, settings, today, locale: undefined });
    expect(description).to.include('The first message here earns').and.not.include('No bytes');
  });

  it('has nothing next for whoever has everything', () => {
    const done = fields({ account: { ...account, streak: 64, received: 5000 } });
    expect(done).not.to.have.any.keys('Next milestone', 'Next role');
  });

  it('counts milestones by the next day that is divisible', () => {
    const milestones = { ...settings, config: BytesConfig.parse({ mode: 'milestone' }) };
    expect(fields({ settings: milestones })['Next milestone']).to.equal('SHORT (×4) in 7 days');
  });

  it('speaks German', () => {
    expect(fields({ locale: 'de' })).to.include({ Kontostand: '1,25 KB (1.280)', Serie: '9 Tage: CHAR' });
  });

  it("keeps within a field's 1024 characters, however many roles there are", () => {
    const grants = Array.from({ length: 200 }, (_, i) => String(1_234_567_890_123_456_000n + BigInt(i)));
    const roles = fields({ account: { ...account, grants } })['Earned roles'];
    expect(roles).to.match(/\+160$/);
    expect(roles?.length).to.be.at.most(1024);
  });
});
