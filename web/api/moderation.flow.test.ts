import { expect } from 'chai';
import { HOUR } from '../../shared/core/clock.ts';
import { act } from '../../shared/moderation/act.ts';
import { appeal } from '../../shared/moderation/appeals.ts';
import { report } from '../../shared/moderation/reports.ts';
import { moderate } from '../moderate.ts';
import { useApi } from '../testing/api.ts';

const guild = '1000';
const path = `/api/v1/guilds/${guild}`;

describe('moderation through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    const { db } = api.database;
    await db('guilds').insert([{ id: guild, owner_id: '9' }, { id: '2000' }]);
    await db('guild_channels').insert({ guild_id: guild, id: '70', name: 'general', type: 0 });
    await db('discord_users').insert(['1', '2', '3', '9'].map((id) => ({ id, username: `user${id}` })));
    await db('guild_members').insert(
      ['1', '2', '3', '9'].map((id) => ({ guild_id: guild, user_id: id, seen_at: new Date() })),
    );
    await db('moderation_configs').insert({
      guild_id: guild,
      values: { ladder: [{ warnings: 2, action: 'timeout', minutes: 10 }] },
    });
    ({ token } = await api.makeKey());
  });

  const ask = (method: string, to: string, body?: unknown, headers: Record<string, string> = {}) =>
    api.ask(method, `${path}${to}`, { token, body, headers });
  async function open(user: string, kind: string, rest: object = {}, headers = {}) {
    const { status, body, text } = await ask('POST', '/cases', { user, kind, ...rest }, headers);
    expect(status, text).to.equal(201);
    const opened = body as { case: Record<string, unknown>; ladder: number[]; closed: number[] };
    return { ...opened, number: Number(opened.case.number) };
  }
  const waiting = async (name: 'punishments' | 'deletions' | 'effects' | 'logs') =>
    (await api.deps.queue(name, { index: 0, of: 1 }).getJobs(['waiting', 'prioritized'])).map(
      ({ data }) => data,
    );

  const keepLog = (caseLog: string | null) =>
    api.database.db.raw(
      "UPDATE moderation_configs SET values = values || jsonb_build_object('caseLog', ?::text)",
      [caseLog],
    );

  it('opens a case once under an Idempotency-Key, and asks Discord for it', async () => {
    const key = { 'idempotency-key': 'ban-1' };
    const first = await open('1', 'ban', { reason: 'spam', seconds: 3_600 }, key);
    expect(first.case).to.deep.include({ kind: 'ban', user: '1', reason: 'spam', effect: 'wanted' });
    expect(first.case.actor).to.deep.include({ kind: 'key', name: 'test' });
    expect((await open('1', 'ban', { reason: 'spam', seconds: 3_600 }, key)).number).to.equal(first.number);
    await api.database.db('idempotency_keys').delete(); // the answer is no longer kept
    expect((await open('1', 'ban', { reason: 'spam', seconds: 3_600 }, key)).number).to.equal(first.number);
    expect((await waiting('punishments')).map((job) => 'case' in job && job.case)).to.deep.equal([
      first.case.id,
    ]);
    const again = await open('1', 'ban');
    expect(again.closed).to.deep.equal([first.number]);
  });

  it('refuses what cannot be, and says why', async () => {
    for (const [body, field] of [
      [{ user: '1', kind: 'timeout' }, 'seconds'],
      [{ user: '1', kind: 'timeout', seconds: 29 * 86_400 }, 'seconds'],
      [{ user: '1', kind: 'kick', seconds: 60 }, 'seconds'],
      [{ user: '1', kind: 'warn', deleteMessageSeconds: 60 }, 'deleteMessageSeconds'],
      [{ user: '1', kind: 'note' }, 'reason'],
      [{ user: '1', kind: 'warn', reason: 'x'.repeat(4_001) }, 'reason'],
    ] as const)
      expect((await ask('POST', '/cases', body)).body, field).to.have.nested.include({
        'fields[0].path': field,
      });
    const owner = await ask('POST', '/cases', { user: '9', kind: 'kick' });
    expect(owner.body).to.deep.include({ code: 'against-rules', refusal: { is: 'owner' } });
    expect((await ask('POST', '/cases', { user: '77', kind: 'warn' })).body).to.deep.include({
      refusal: { is: 'not-a-member' },
    });
  });

  it('acts on several after a preview, by the ladder, and leaves out to whom it cannot', async () => {
    const order = { users: ['2', '9', '3', '2'], kind: 'warn', reason: 'rude' };
    const preview = await ask('POST', '/cases/batch', { ...order, preview: true });
    expect(preview.body).to.deep.equal({
      done: false,
      items: [
        { user: '2', is: 'allowed', case: null, refusal: null },
        { user: '9', is: 'refused', case: null, refusal: { is: 'owner' } },
        { user: '3', is: 'allowed', case: null, refusal: null },
      ],
    });
    const { body } = await ask('POST', '/cases/batch', { ...order, preview: false });
    const items = body.items as { is: string }[];
    expect(items.map(({ is }) => is)).to.deep.equal(['acted', 'refused', 'acted']);
    const told = (await waiting('effects')).map((job) => 'user' in job && job.user);
    expect(told).to.have.members(['2', '3']);
    const second = await open('2', 'warn');
    expect(second.ladder).to.have.length(1);
    const [warning] = (await ask('GET', '/warnings?user=2&state=active')).body.items as { id: string }[];
    const gone = await ask('POST', `/warnings/${warning?.id}/withdraw`, { note: 'wrong one' });
    expect(gone.body).to.include({ state: 'withdrawn', withdrawnBy: 'test', case: second.number });
    expect((await ask('POST', `/warnings/${warning?.id}/withdraw`, {})).body).to.have.nested.include({
      'refusal.is': 'already',
    });
    const led = await ask('GET', `/cases/${second.ladder[0]}`);
    expect(led.body).to.include({ kind: 'timeout', resolvedBy: 'test' });
    const warnings = await api.ask('GET', '/api/v1/warnings?user=2', { token });
    expect(warnings.body.items).to.have.length(2);
  });

  it('changes a reason on what was read only, notes, resolves and undoes once', async () => {
    const { number } = await open('3', 'ban', { seconds: HOUR });
    const read = await ask('GET', `/cases/${number}`);
    const match = { 'if-match': String(read.headers.get('etag')) };
    expect((await ask('POST', `/cases/${number}/notes`, { text: 'was warned before' })).status).to.equal(201);
    const edited = await ask('PATCH', `/cases/${number}`, { reason: 'raid' }, match);
    expect(edited.body, 'a note makes nothing stale').to.include({ reason: 'raid' });
    const stale = await ask('PATCH', `/cases/${number}`, { reason: 'no' }, match);
    expect([stale.status, stale.headers.get('etag')]).to.deep.equal([412, edited.headers.get('etag')]);
    const early = await ask('POST', `/cases/${number}/resolve`, { undo: false });
    expect(early.body).to.have.nested.include({ 'refusal.is': 'under-way' });
    const undone = await ask('POST', '/cases/resolve', {
      numbers: [number, 9_999],
      undo: true,
      note: 'sorry',
    });
    expect(undone.body.items).to.deep.equal([
      { number, is: 'resolved', lifted: 1, withdrawn: 0, until: null },
      { number: 9_999, is: 'unknown', lifted: 0, withdrawn: 0, until: null },
    ]);
    expect((await ask('POST', `/cases/${number}/resolve`, { undo: true })).body).to.have.nested.include({
      'refusal.is': 'already',
    });
    const after = await ask('GET', `/cases/${number}`);
    expect(after.body).to.include({ lift: 'wanted', resolvedBy: 'test', resolvedNote: 'sorry' });
    expect((await ask('POST', `/cases/${number}/retry`)).body).to.have.nested.include({
      'refusal.is': 'not-failed',
    });
  });

  it('lists cases across the guilds of a key, and retries what Discord refused', async () => {
    const { number, case: opened } = await open('3', 'kick', { reason: 'late' });
    await api.database
      .db('moderation_cases')
      .where({ id: opened.id })
      .update({ effect: 'failed', answer: '50013' });
    const narrow = await api.makeKey({ guilds: ['2000', guild] });
    const list = (query: string, key = token) => api.ask('GET', `/api/v1/cases${query}`, { token: key });
    for (const key of [token, narrow.token]) {
      const failed = (await list('?state=failed&actor=TEST', key)).body.items as { number: number }[];
      expect(failed.map((each) => each.number)).to.deep.equal([number]);
    }
    const elsewhere = await api.makeKey({ guilds: ['2000'] });
    expect((await list('', elsewhere.token)).body.items).to.deep.equal([]);
    expect((await list(`?guild=${guild}`, elsewhere.token)).status).to.equal(404);
    expect((await ask('POST', `/cases/${number}/retry`)).body).to.include({ effect: 'wanted', answer: null });
    expect((await list('?state=failed')).body.items).to.deep.equal([]);
  });

  it('answers a report once, with the case that it led to', async () => {
    const told = { channel: '70', message: '71', author: '2', reporter: '1', reporterName: 'user1' };
    const made = await report(api.deps, { guild, ...told, excerpt: 'buy now', reason: 'spam' });
    const id = made.is === 'reported' ? made.id : '';
    const read = await ask('GET', `/reports/${id}`);
    const match = { 'if-match': String(read.headers.get('etag')) };
    const to = `/reports/${id}/answer`;
    expect((await ask('POST', to, { state: 'handled', case: 9_999 }, match)).status).to.equal(400);
    const answered = await ask('POST', to, { state: 'handled', case: 1 }, match);
    expect(answered.body).to.include({ state: 'handled', case: 1, answeredBy: 'test' });
    expect((await ask('POST', to, { state: 'dismissed' }, match)).status).to.equal(412);
    const fresh = { 'if-match': String(answered.headers.get('etag')) };
    expect((await ask('POST', to, { state: 'dismissed' }, fresh)).body).to.deep.include({
      refusal: { is: 'already', state: 'handled' },
    });
    expect((await ask('GET', '/reports?state=open')).body.items).to.deep.equal([]);
  });

  it('accepts an appeal, and so undoes the case', async () => {
    const { number } = await open('2', 'timeout', { seconds: 3_600 });
    const filed = await appeal(api.deps, { guild, number, user: '2', text: 'It was not me.' });
    const id = filed.is === 'filed' ? filed.id : '';
    const read = await ask('GET', `/appeals/${id}`);
    const match = { 'if-match': String(read.headers.get('etag')) };
    const answered = await ask('POST', `/appeals/${id}/answer`, { accept: true, answer: 'Right.' }, match);
    expect(answered.body).to.include({ state: 'accepted', answer: 'Right.', case: number });
    expect((await ask('GET', `/cases/${number}`)).body).to.include({ lift: 'wanted', resolvedBy: 'test' });
    expect((await ask('POST', `/appeals/${id}/answer`, { accept: false }, match)).status).to.equal(412);
    expect((await ask('GET', '/appeals?user=2')).body.items).to.have.length(1);
  });

  it('logs of an appeal or a withdrawal only what it resolves', async () => {
    const { number } = await open('2', 'timeout', { seconds: 3_600 });
    const { number: warned } = await open('2', 'warn');
    const filed = await appeal(api.deps, { guild, number, user: '2', text: 'It was not me.' });
    await ask('POST', '/cases/resolve', { numbers: [number, warned], undo: false });
    await keepLog('70');
    const { body } = await ask('GET', '/warnings?user=2');
    const [warning] = (body.items as { id: string; case: number }[]).filter((one) => one.case === warned);
    expect((await ask('POST', `/warnings/${warning?.id}/withdraw`, {})).body).to.include({
      state: 'withdrawn',
    });
    const to = `/appeals/${filed.is === 'filed' ? filed.id : ''}`;
    const match = { 'if-match': String((await ask('GET', to)).headers.get('etag')) };
    for (let time = 0; time < 2; time++)
      expect((await ask('POST', `${to}/answer`, { accept: true }, match)).body).to.include({
        state: 'accepted',
      });
    expect(await waiting('logs')).to.deep.equal([]);
    await keepLog(null);
  });

  it('keeps reason templates, each name once, and changes none blindly', async () => {
    const made = await ask('POST', '/templates', { name: ' Spam ', text: 'No advertising.' });
    expect(made.body).to.include({ name: 'Spam', text: 'No advertising.' });
    const one = `/templates/${made.body.id}`;
    expect((await ask('POST', '/templates', { name: 'sPAM', text: 'x' })).body).to.include({ code: 'taken' });
    const match = { 'if-match': String(made.headers.get('etag')) };
    expect((await ask('PATCH', one, { text: 'None at all.' }, match)).body).to.include({ name: 'Spam' });
    const stale = await ask('DELETE', one, undefined, match);
    expect(stale.status).to.equal(412);
    const fresh = { 'if-match': String(stale.headers.get('etag')) };
    expect((await ask('DELETE', one, undefined, fresh)).status).to.equal(204);
    expect((await ask('GET', '/templates')).body.items).to.deep.equal([]);
  });

  it('does something to a channel once', async () => {
    const order = { channel: '70', deed: { is: 'purge', count: 5 }, reason: 'spam' };
    await keepLog('70');
    const key = { 'idempotency-key': 'purge-1' };
    const made = await ask('POST', '/channel-deeds', order, key);
    expect(made.status, made.text).to.equal(202);
    expect(made.body).to.deep.include({ effect: 'wanted', channel: '70', result: null });
    expect((await ask('POST', '/channel-deeds', order, key)).body).to.deep.equal(made.body);
    expect((await ask('GET', '/channel-deeds?channel=70')).body.items).to.deep.equal([made.body]);
    expect((await ask('GET', `/channel-deeds/${made.body.id}`)).body).to.deep.equal(made.body);
    expect((await ask('POST', '/channel-deeds', { ...order, channel: '71' })).status).to.equal(400);
    expect(await waiting('deletions')).to.deep.equal([{ kind: 'channel-deed', guild, deed: made.body.id }]);
    expect(await waiting('logs'), 'it is told once it is done').to.deep.equal([]);
    await keepLog(null);
  });

  it('lists what Discord refused, and asks once more', async () => {
    const order = { channel: '70', deed: { is: 'slowmode', seconds: 5 }, reason: '' };
    const { id: deed } = (await ask('POST', '/channel-deeds', order, { 'idempotency-key': 'slow-1' })).body;
    await api.database.db('channel_deeds').where({ id: deed }).update({ effect: 'failed' });
    const row = {
      job: `deed-${deed}`,
      guild_id: guild,
      effect: { kind: 'channel-deed', guild, deed },
      status: 403,
      code: '50013',
      why: 'Missing',
      failed_at: new Date(),
    };
    await api.database.db('failed_effects').insert(row);
    const [failure] = (await ask('GET', '/failed-effects')).body.items as Record<string, unknown>[];
    expect(failure).to.deep.include({ effect: { kind: 'channel-deed' }, retryable: true });
    const one = `/failed-effects/${failure?.id}`;
    expect((await ask('GET', one)).body).to.deep.equal(failure);
    expect((await ask('POST', `${one}/retry`)).status).to.equal(204);
    expect((await ask('POST', `${one}/retry`)).status).to.equal(404);
    expect((await ask('GET', `/channel-deeds/${deed}`)).body).to.include({ effect: 'wanted' });
  });

  it('does not ask again for entries of logs, whose texts are not kept', async () => {
    const effect = { kind: 'log', guild, channel: '70', embeds: [], nonce: 'x' };
    const answer = { status: 404, code: '10003', why: 'Unknown Channel', failed_at: new Date() };
    await api.database.db('failed_effects').insert({ job: 'log-70', guild_id: guild, effect, ...answer });
    const [failure] = (await ask('GET', '/failed-effects')).body.items as Record<string, unknown>[];
    expect(failure).to.deep.include({ effect: { kind: 'log', channel: '70' }, retryable: false });
    const retried = await ask('POST', `/failed-effects/${failure?.id}/retry`);
    expect(retried.body).to.deep.include({ refusal: { is: 'not-retryable' } });
  });

  it('answers a repeat as it did at first, whatever came of it meanwhile', async () => {
    const { db } = api.database;
    await db('discord_users').insert({ id: '4', username: 'user4' });
    await db('guild_members').insert({ guild_id: guild, user_id: '4', seen_at: new Date() });
    const forget = () => db('idempotency_keys').delete(); // the first answer was lost
    async function twice(method: string, to: string, body: object, headers = {}, meanwhile = forget) {
      const keyed = { 'idempotency-key': 'again', ...headers };
      const first = await ask(method, to, body, keyed);
      await forget();
      await meanwhile();
      const again = await ask(method, to, body, keyed);
      expect([again.status, again.body], to).to.deep.equal([first.status, first.body]);
      expect(first.status, first.text).to.be.below(300);
      return first;
    }
    const old = await open('4', 'timeout', { seconds: 600 });
    const next = await twice('POST', '/cases', { user: '4', kind: 'timeout', seconds: 60 });
    expect(next.body.closed).to.deep.equal([old.number]);
    const number = old.number + 1;
    await twice('POST', `/cases/${number}/notes`, { text: 'loud' });
    const read = await ask('GET', `/cases/${number}`);
    const match = { 'if-match': String(read.headers.get('etag')) };
    await twice('PATCH', `/cases/${number}`, { reason: 'loud' }, match);
    const undo = { numbers: [number, old.number], undo: true };
    expect((await twice('POST', '/cases/resolve', undo)).body.items).to.containSubset([
      { number, is: 'resolved', lifted: 1 },
      { number: old.number, is: 'already' },
    ]);
    expect((await ask('GET', `/cases/${number}`)).body.notes, 'each once').to.have.length(2);
    const leave = () => db('guild_members').where({ user_id: '4' }).update({ active: false });
    const kick = { users: ['4', '9'], kind: 'kick', preview: false };
    const kicked = await twice('POST', '/cases/batch', kick, {}, leave);
    expect(kicked.body.items).to.containSubset([{ is: 'acted' }, { is: 'refused' }]);
  });

  it('tells on a repeat what the first try did not tell, but not long after', async () => {
    const { db } = api.database;
    const actor = { kind: 'system', name: 'test' } as const;
    const intent = { kind: 'warn', users: ['1'], reason: 'overdue', seconds: null, evidence: null } as const;
    const terms = { deleteMessageSeconds: 0, operation: () => 'job:overdue' };
    const order = { ...intent, ...terms, guild, user: '1', operation: 'job:overdue', actor };
    await act(api.deps, [order], Date.now()); // and then it died
    const told = async () =>
      [...(await waiting('effects')), ...(await waiting('logs'))].filter((job) =>
        JSON.stringify(job).includes('overdue'),
      );
    await db('moderation_configs')
      .where({ guild_id: guild })
      .update({ values: { caseLog: '70' } });
    const repeat = () => moderate(api.deps, guild, { ...intent, ...terms }, { actor, ip: '', requestId: '' });
    await repeat();
    expect((await told()).map(({ kind }) => kind)).to.deep.equal(['tell-member', 'log']);
    for (const name of ['effects', 'logs'] as const) await api.deps.queue(name, { index: 0, of: 1 }).drain();
    await db('moderation_cases')
      .where({ operation: 'job:overdue' })
      .update({ created_at: new Date(Date.now() - 2 * HOUR) });
    await repeat();
    expect(await told()).to.deep.equal([]);
  });
});
