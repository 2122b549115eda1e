import { expect } from 'chai';
import type { AppError } from '../shared/core/errors.ts';
import { silent } from '../shared/core/log.ts';
import { openGateway } from './gateway.ts';
import type { LinkEvents } from './link.ts';

const session = { id: 'a', url: 'ws://gateway', shards: 1 };

/** A gateway whose links do what the test says. */
function openTested() {
  const links: { on: LinkEvents; connected: boolean; closed: string[] }[] = [];
  const fatal: AppError[] = [];
  const gateway = openGateway({
    shard: 0,
    shards: 1,
    privileged: ['Message Content Intent'],
    log: silent,
    link(on) {
      const link = { on, connected: false, closed: [] as string[] };
      links.push(link);
      return {
        connect: () => {
          link.connected = true;
        },
        send: () => link.connected,
        close: async (why) => {
          link.closed.push(why);
        },
      };
    },
    on: { dispatch() {}, identified() {}, resumed() {}, refused() {}, latency() {} },
    onFatal: (error) => fatal.push(error),
  });
  return { gateway, links, fatal };
}

describe('hold on the gateway', () => {
  it('is attached from READY or RESUMED until the socket drops', () => {
    const { gateway, links } = openTested();
    gateway.attach();
    expect(gateway.state.is).to.equal('attaching');
    links[0]?.on.identified(session, []);
    expect(gateway.state.is).to.equal('attached');
    links[0]?.on.closed(1006);
    expect(gateway.state.is).to.equal('attaching');
    links[0]?.on.resumed();
    expect(gateway.state.is).to.equal('attached');
  });

  it('sends only while it is attached', () => {
    const { gateway, links } = openTested();
    const payload = { op: 3, d: { since: null, activities: [], status: 'online', afk: false } } as never;
    gateway.attach();
    expect(gateway.send(payload)).to.equal(false);
    links[0]?.on.resumed();
    expect(gateway.send(payload)).to.equal(true);
    links[0]?.on.closed(1006);
    expect(gateway.send(payload)).to.equal(false);
  });

  it('pauses by letting go of one link and taking hold with another', async () => {
    const { gateway, links } = openTested();
    gateway.attach();
    const states: string[] = [];
    await gateway.pause({ why: 'a test', meanwhile: async () => void states.push(gateway.state.is) });
    expect(states).to.deep.equal(['detached']);
    expect(links.map(({ closed }) => closed)).to.deep.equal([['a test'], []]);
    expect(links[1]?.connected).to.equal(true);
  });

  it('takes one pause after the other', async () => {
    const { gateway, links } = openTested();
    gateway.attach();
    const order: string[] = [];
    const pause = (name: string) =>
      gateway.pause({
        why: name,
        meanwhile: async () => {
          order.push(`${name} begins`);
          await new Promise((resolve) => setImmediate(resolve));
          order.push(`${name} ends`);
        },
      });
    await Promise.all([pause('first'), pause('second')]);
    expect(order).to.deep.equal(['first begins', 'first ends', 'second begins', 'second ends']);
    expect(links).to.have.lengthOf(3);
  });

  it('attaches again also when what a pause was for failed', async () => {
    const { gateway } = openTested();
    gateway.attach();
    await gateway.pause({ why: 'a test', meanwhile: () => Promise.reject(new Error('no')) });
    expect(gateway.state.is).to.equal('attaching');
  });

  it('stays away when it was stopped during a pause', async () => {
    const { gateway, links } = openTested();
    gateway.attach();
    await gateway.pause({ why: 'a test', meanwhile: () => gateway.stop('shutting down') });
    expect(gateway.state).to.deep.equal({ is: 'stopped', why: 'shutting down' });
    await gateway.pause({ why: 'another', meanwhile: async () => {} });
    expect(links).to.have.lengthOf(1);
  });

  for (const [code, words] of [
    [4004, 'DISCORD_TOKEN'],
    [4010, 'SHARD_COUNT'],
    [4011, 'raise SHARD_COUNT'],
    [4012, 'update Smarter Dev'],
    [4013, 'update Smarter Dev'],
    [4014, 'Message Content Intent'],
  ] as const)
    it(`stops at ${code}, with one sentence that says what to change`, () => {
      const { gateway, links, fatal } = openTested();
      gateway.attach();
      links[0]?.on.closed(code);
      expect(gateway.state.is).to.equal('stopped');
      expect(fatal.map((error) => error.code)).to.deep.equal(['fatal-gateway']);
      expect(fatal[0]?.message)
        .to.include(words)
        .and.match(/^[^.]+(v\d+)?[^.]*\.$/);
    });
});
