import { expect } from 'chai';
import { DAY, HOUR } from '../../shared/core/clock.ts';
import { keepPartitions } from '../../shared/db/partitions.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/api/v1/guilds/${guild}/files`;

describe('files through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    await api.database.db('guilds').insert([{ id: guild }, { id: '2000' }]);
    ({ token } = await api.makeKey());
  });
  beforeEach(() => api.database.db('file_rules').delete());

  const ask = (method: string, to: string, body?: unknown, match?: string | null) =>
    api.ask(method, `${path}${to}`, { token, body, ...(match ? { headers: { 'if-match': match } } : {}) });

  it('have rules that are made, never changed blindly, and deleted', async () => {
    const made = await ask('POST', '/rules', { extension: ' .EXE ', decision: 'block' });
    expect([made.status, made.body.extension, made.body.message], made.text).to.deep.equal([
      201,
      'exe',
      null,
    ]);
    const [tag, rule] = [made.headers.get('etag'), `/rules/${made.body.id}`];
    const twin = await ask('POST', '/rules', { extension: 'exe', decision: 'warn' });
    expect(twin.body).to.have.nested.include({ code: 'taken', 'fields[0].path': 'extension' });
    for (const extension of ['', '.', 'a.b', 'a b', 'a/b', 'x'.repeat(33), '__proto__ '.repeat(4)])
      expect((await ask('POST', '/rules', { extension, decision: 'warn' })).status, extension).to.equal(400);
    expect((await ask('POST', '/rules', { extension: '__proto__', decision: 'toString' })).status).to.equal(
      400,
    );
    expect((await ask('POST', '/rules', { extension: '__proto__', decision: 'warn' })).status).to.equal(201);
    expect((await ask('PATCH', rule, { decision: 'warn' })).status).to.equal(428);
    const changed = await ask('PATCH', rule, { decision: 'warn', message: 'No.' }, tag);
    expect(changed.body, changed.text).to.include({ extension: 'exe', decision: 'warn', message: 'No.' });
    const stale = await ask('PATCH', rule, { decision: 'allow' }, tag);
    expect([stale.status, stale.headers.get('etag')]).to.deep.equal([412, changed.headers.get('etag')]);
    expect(
      (await ask('PATCH', rule, { extension: '__proto__' }, changed.headers.get('etag'))).body,
    ).to.include({
      code: 'taken',
    });
    expect((await ask('GET', '/rules?decision=warn&sort=-id')).body.items).to.containSubset([
      { extension: '__proto__' },
      { extension: 'exe' },
    ]);
    const elsewhere = await api.ask('GET', `/api/v1/guilds/2000/files${rule}`, { token });
    expect(elsewhere.status).to.equal(404);
    expect((await ask('DELETE', rule, undefined, tag)).status).to.equal(412);
    expect((await ask('DELETE', rule, undefined, changed.headers.get('etag'))).status).to.equal(204);
    expect((await ask('GET', rule)).status).to.equal(404);
  });

  it('were sent by somebody, and are listed newest first, page by page', async () => {
    const now = api.deps.clock();
    await keepPartitions(api.database.db, now);
    const file = {
      guild_id: guild,
      channel_id: 20,
      message_id: 30,
      user_id: 5,
      size: 2 ** 31,
      url: 'https://x/y',
    };
    const sent = (id: string, ago: number, rest: object = {}) => ({
      ...file,
      id,
      at: new Date(now - ago),
      name: `${id}.png`,
      extension: 'png',
      decision: 'allow',
      ...rest,
    });
    const hostile = {
      name: '"><img src=x>\u202egnp.exe',
      extension: 'exe',
      decision: 'block',
      deletion: 'done',
    };
    await api.database
      .db('file_attachments')
      .insert([
        sent('1', HOUR),
        sent('2', HOUR),
        sent('3', HOUR, { user_id: 6 }),
        sent('4', 0, hostile),
        sent('5', 3 * DAY),
        sent('6', 0, { guild_id: 2000 }),
      ]);
    const page = async (query: string) => {
      const { body, text } = await ask('GET', `/attachments?${query}`);
      expect(body.items, text).to.be.an('array');
      return { ids: (body.items as { id: string }[]).map(({ id }) => id), next: body.next, body };
    };
    const all = await page('');
    expect(all.ids).to.deep.equal(['4', '1', '2', '3', '5']);
    expect(all.body).to.have.nested.include({ 'items[0].name': hostile.name, 'items[0].size': 2 ** 31 });
    for (const sort of ['-at', 'at'])
      for (const limit of [1, 2, 3]) {
        const ids: string[] = [];
        for (let next: unknown = ''; next !== null; ) {
          const part = await page(`sort=${sort}&limit=${limit}${next ? `&cursor=${next}` : ''}`);
          ids.push(...part.ids);
          next = part.next;
        }
        expect(ids).to.deep.equal(sort === 'at' ? ['5', '1', '2', '3', '4'] : all.ids);
      }
    expect((await page('user=6')).ids).to.deep.equal(['3']);
    expect((await page('extension=EXE')).ids).to.deep.equal(['4']);
    expect((await page('decision=block')).ids).to.deep.equal(['4']);
    const day = new Date(now - DAY).toISOString();
    expect((await page(`to=${day}`)).ids).to.deep.equal(['5']);
    expect((await page(`from=${day}&user=5`)).ids).to.deep.equal(['4', '1', '2']);
    expect((await ask('GET', '/attachments?decision=valueOf')).status).to.equal(400);
  });
});
