import { expect } from 'chai';
import { startSandbox } from '../../index.ts';
import { groundOf } from '../../refusals/ground.fixture.ts';

describe('sandbox: hostile requests about guilds', () => {
  it('get an error reply each, and leave people able to write', async () => {
    const sandbox = await startSandbox({ globalLimit: 0 });
    const ground = groundOf(sandbox, () => {});
    const { guild, general, roles, users } = ground;
    const home = `/guilds/${guild}`;
    const values = [null, 1.5, 'x', [null], [{ id: null }], { keyword_filter: null }];
    const overwrites = [{ id: guild, type: 0, allow: 1.5, deny: -1 }];
    const rule = {
      name: 'n',
      event_type: 1,
      trigger_type: 1,
      actions: [{ type: 1, metadata: null }],
      enabled: true,
    };
    const requests: [method: string, path: string, base: object, fields: string[]][] = [
      ['POST', `${home}/roles`, {}, ['name', 'permissions', 'color', 'colors']],
      ['PATCH', `${home}/roles/${roles.Member}`, {}, ['permissions', 'position']],
      ['POST', `${home}/channels`, { name: 'c' }, ['type', 'parent_id', 'permission_overwrites']],
      ['PATCH', `/channels/${general}`, {}, ['name', 'permission_overwrites', 'archived']],
      ['PUT', `/channels/${general}/permissions/${roles.Member}`, { type: 0 }, ['allow', 'deny', 'type']],
      ['POST', `${home}/auto-moderation/rules`, rule, ['trigger_metadata', 'actions', 'trigger_type']],
      ['PUT', `${home}/incident-actions`, {}, ['invites_disabled_until']],
      ['PATCH', home, {}, ['icon', 'features', 'system_channel_id']],
      ['POST', `${home}/bulk-ban`, { user_ids: ['1'] }, ['user_ids', 'delete_message_seconds']],
      ['PATCH', `${home}/members/${users.grace}`, {}, ['nick', 'roles', 'communication_disabled_until']],
    ];
    for (const [method, path, base, fields] of requests) {
      for (const value of [...values, overwrites]) {
        const bodies = [value, ...fields.map((field) => ({ ...base, [field]: value }))];
        for (const body of bodies) {
          const { status } = await ground.ask(method, path, body);
          expect(status, `${method} ${path} ${JSON.stringify(body)}`).to.be.lessThan(500);
        }
      }
    }
    sandbox.message({ guild, channel: general, author: users.grace, content: 'still here' });
    await sandbox.stop();
  });
});
