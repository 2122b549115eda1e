import { expect } from 'chai';
import type { Document } from '../http/openapi-document.ts';
import { useApi } from '../testing/api.ts';
import { apiRoutes } from './index.ts';

describe('the documents of the API', () => {
  const api = useApi();
  const read = async (): Promise<Document> => JSON.parse((await api.ask('GET', '/api/openapi.json')).text);

  it('have every route, to anyone', async () => {
    const { openapi, paths, components } = await read();
    expect(openapi).to.equal('3.1.0');
    for (const { path, method } of apiRoutes) {
      const operation = paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`]?.[method];
      expect(operation, `${method} ${path}`).to.include.keys('summary', 'responses', 'operationId');
    }
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size, 'names of operations').to.equal(ids.length);
    expect(components.schemas).to.include.keys('Problem', 'Guild', 'Member', 'Movement', 'AuditEntry');
  });

  it('refer to nothing that is not there', async () => {
    const document = await read();
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(refs).to.have.length.greaterThan(10);
    for (const [ref, kind = '', name = ''] of refs)
      expect(document.components[kind], ref).to.have.property(name);
  });

  it('say that fields which are not named are refused, however deep', async () => {
    const { paths } = await read();
    const schema = paths['/api/v1/auth/token']?.post?.requestBody?.content['application/json']?.schema;
    for (const one of schema?.oneOf ?? []) expect(one).to.include({ additionalProperties: false });
  });

  it('are not sent again to whoever has them', async () => {
    const { headers } = await api.ask('GET', '/api/openapi.json');
    const known = { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    expect((await api.ask('GET', '/api/openapi.json', { headers: known })).status).to.equal(304);
  });

  it('are a page that can be searched, with nothing inline and nothing from elsewhere', async () => {
    const all = await api.ask('GET', '/api/docs');
    expect(all.headers.get('content-type')).to.include('text/html');
    expect(all.text).to.include('postAuthToken').and.include('bad-input');
    expect(all.text).to.not.match(
      /<style|<script(?! src="\/static\/)| style=| on\w+=|(src|href)="(https?:|\/\/)/,
    );
    const some = await api.ask('GET', '/api/docs?q=Ledger+MEMBER');
    expect(some.text).to.include('/api/v1/guilds/{guildId}/ledger').and.not.include('postAuthToken');
    const none = await api.ask('GET', `/api/docs?q=${encodeURIComponent('<b>zzz')}`);
    expect(none.text)
      .to.include('No operation matches')
      .and.include('&lt;b&gt;zzz')
      .and.not.include('<b>zzz');
  });
});
