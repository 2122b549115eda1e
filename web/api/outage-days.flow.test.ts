import { expect } from 'chai';
import { DAY } from '../../shared/core/clock.ts';
import { useApi } from '../testing/api.ts';

const path = '/api/v1/outage-days';

describe('outage days through the API', () => {
  const api = useApi();
  let token = '';
  before(async () => {
    ({ token } = await api.makeKey());
  });
  const daysAgo = (days: number) => new Date(api.deps.clock() - days * DAY).toISOString().slice(0, 10);

  it('are declared once, up to seven days back, and by keys of every guild', async () => {
    const declare = (days: string[], as = token) => api.ask('POST', path, { token: as, body: { days } });
    const first = await declare([daysAgo(7), daysAgo(1)]);
    expect([first.status, first.body.days]).to.deep.equal([201, [daysAgo(7), daysAgo(1)]]);
    expect((await declare([daysAgo(1)])).body.days).to.deep.equal([]);
    for (const days of [[daysAgo(8)], [daysAgo(-1)], [daysAgo(2), daysAgo(9)], [], ['yesterday']])
      expect((await declare(days)).body, String(days)).to.include({ code: 'bad-input' });
    const { token: narrow } = await api.makeKey({ guilds: ['1'] });
    expect((await declare([daysAgo(2)], narrow)).body).to.include({ code: 'forbidden' });
    const { body } = await api.ask('GET', path, { token });
    expect(body.items).to.have.length(2);
    expect(body).to.have.nested.include({ 'items[0].day': daysAgo(1), 'items[0].declaredBy': 'test' });
    expect(body).to.have.nested.property('items[0].relinkedAt').that.is.a('string');
  });
});
