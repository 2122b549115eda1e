import { expect } from 'chai';
import { readFrame } from './frames.ts';
import { openKnownThreads } from './known-threads.ts';
import { humanMessage, thread } from './payloads.fixture.ts';

const origin = { session: 'session', sequence: 7, at: 1_000 };

describe('threads that a shard knows', () => {
  it('tell of a message in them which channel they belong to, the first one too', () => {
    const threads = openKnownThreads();
    const follow = (type: string, d: unknown) => {
      const event = readFrame(type, d, origin)?.envelope;
      if (event) threads.follow(event);
      return event?.d;
    };
    const inside = { ...humanMessage, channel_id: thread.id };
    expect(follow('MESSAGE_CREATE', inside)).not.to.have.property('parent');
    follow('THREAD_CREATE', thread);
    expect(follow('MESSAGE_CREATE', inside)).to.include({ channel: thread.id, parent: thread.parent_id });
    expect(follow('MESSAGE_CREATE', humanMessage)).not.to.have.property('parent');
  });
});
