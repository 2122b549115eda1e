import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { isPublicAddress } from './address.ts';
import { resolve } from './resolve.ts';
import { newSecret, openSecret, sealSecret } from './secret.ts';
import { sign } from './sign.ts';
import { outOfReach, WebhookUrl } from './url.ts';
import { restAfter, waitAfter } from './waits.ts';

describe('whom webhooks may reach', () => {
  it('is the public internet, and neither this machine nor any network behind it', () => {
    const open = [
      '1.1.1.1',
      '8.8.8.8',
      '172.15.0.1',
      '172.32.0.1',
      '100.128.0.1',
      '2606:4700::1111',
      '2a00::1',
    ];
    const hidden = [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.0.1', '169.254.169.254', '172.16.0.1'],
      ...['172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
      ...[
        '::',
        '::1',
        '::ffff:127.0.0.1',
        '::ffff:8.8.8.8',
        '::127.0.0.1',
        '64:ff9b::7f00:1',
        'fe80::1',
        'fc00::1',
      ],
      ...[
        'fd00:ec2::254',
        'ff02::1',
        '2001::1',
        '2001:db8::1',
        '2002:7f00:1::',
        'fe80::1%eth0',
        'localhost',
        '',
      ],
    ];
    expect(open.filter((address) => !isPublicAddress(address))).eql([]);
    expect(hidden.filter(isPublicAddress)).eql([]);
  });

  it('is decided by every address of a name', async () => {
    const names: Record<string, string[]> = {
      'a.example': ['1.1.1.1', '2606:4700::1111'],
      'trick.example': ['1.1.1.1', '10.0.0.1'],
    };
    const lookup = async (host: string) =>
      (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    expect(await resolve('a.example', false, lookup)).eql({
      is: 'found',
      addresses: [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ],
    });
    expect(await resolve('trick.example', false, lookup)).eql({ is: 'private', address: '10.0.0.1' });
    expect(await resolve('trick.example', true, lookup)).to.include({ is: 'found' });
    expect(await resolve('nobody.example', false, lookup)).eql({ is: 'unknown' });
    expect(await resolve('[::1]', false, lookup)).eql({ is: 'private', address: '::1' });
    expect(await resolve('127.0.0.1', true, lookup)).eql({
      is: 'found',
      addresses: [{ address: '127.0.0.1', family: 4 }],
    });
  });

  it('is told where it can be when an address is typed', () => {
    const fit = ['https://a.example/hook?x=1', 'https://1.1.1.1', 'https://a.example:8443/'];
    const hidden = [
      ...[
        'http://a.example',
        'https://localhost/x',
        'https://localhost./',
        'https://127.1',
        'https://0x7f000001',
      ],
      ...[
        'https://2130706433/',
        'https://[::1]:3000',
        'https://[::ffff:127.0.0.1]',
        'https://169.254.169.254/x',
      ],
    ];
    const none = [
      '',
      'a.example',
      'ftp://a.example',
      'javascript:alert(1)',
      'https://u:p@a.example',
      'https://a b',
    ];
    expect(fit.filter((url) => outOfReach(WebhookUrl.parse(url), false))).eql([]);
    expect(hidden.filter((url) => !outOfReach(WebhookUrl.parse(url), false))).eql([]);
    expect(hidden.filter((url) => outOfReach(WebhookUrl.parse(url), true))).eql([]);
    expect(none.filter((url) => WebhookUrl.safeParse(url).success)).eql([]);
    expect(WebhookUrl.safeParse(`https://a.example/${'x'.repeat(10_000)}`).success).to.equal(false);
    expect(WebhookUrl.parse(' https://A.example/#part ')).to.equal('https://a.example/');
  });
});

describe('what webhooks are sent', () => {
  it('is signed as Standard Webhooks has it', () => {
    // the example of its specification
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      event: 'ping',
      at: 1_614_265_330_999,
      body: '{"test": 2432232314}',
    };
    expect(sign(secret, message)).to.include({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    const mine = newSecret();
    const key = Buffer.from(mine.replace('whsec_', ''), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${message.id}.1614265330.${message.body}`)
      .digest('base64');
    expect([key.length, sign(mine, message)['webhook-signature']]).eql([32, `v1,${expected}`]);
  });

  it('is signed with a secret that opens with SECRET alone', () => {
    const secret = newSecret();
    const sealed = sealSecret('x'.repeat(32), secret);
    expect(sealed).not.to.include(secret);
    expect([openSecret('x'.repeat(32), sealed), openSecret('y'.repeat(32), sealed)]).eql([secret, undefined]);
  });

  it('is tried for about a day, ever less often', () => {
    const waits = Array.from({ length: 20 }, (_, n) => waitAfter(n + 1)).filter((wait) => wait !== undefined);
    expect(waits).eql(waits.toSorted((a, b) => a - b));
    expect(waits.reduce((sum, wait) => sum + wait, 0)).to.be.within(20 * HOUR, DAY + HOUR);
    expect([1, 2, 3, 4, 99].map(restAfter)).eql([0, 0, 10 * SECOND, 20 * SECOND, 10 * MINUTE]);
  });
});
