import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { apiRoutes } from '../api/index.ts';
import { describeApi } from '../http/openapi.ts';
import type { JsonSchema } from '../http/openapi-schemas.ts';
import { generateOperations } from './generate.ts';
import { toType } from './generate-types.ts';

describe("the client's types", () => {
  it('are those of the document: after a change of the API, `npm run client`', () => {
    const document = describeApi(apiRoutes, { WEB_ORIGIN: undefined });
    const written = readFileSync(new URL('./operations.ts', import.meta.url), 'utf8');
    expect(written === generateOperations(document), 'npm run client').to.equal(true);
  });

  it('come with a client that needs nothing else of the system, where the package says it is', () => {
    const folder = new URL('./', import.meta.url);
    const shipped = readdirSync(folder).filter((name) => !/^generate|\.test\.ts$/.test(name));
    for (const name of shipped) {
      const source = readFileSync(new URL(name, folder), 'utf8');
      for (const [, from] of source.matchAll(/ from '(.+)';/g))
        expect(from, name).to.match(/^\.\/[\w-]+\.ts$/);
    }
    const { exports } = JSON.parse(readFileSync(new URL('../../package.json', folder), 'utf8'));
    expect(exports['./client'].default).to.equal('./dist/web/client/index.js');
    expect(shipped).to.include('index.ts');
  });

  it('say what a schema says, and leave the rest to the server', () => {
    const object: JsonSchema = {
      type: 'object',
      properties: { a: { type: 'integer' }, 'b-c': {} },
      required: ['a'],
    };
    expect(toType(object)).to.equal('{ a: number; "b-c"?: unknown }');
    expect(toType({ type: ['string', 'null'] })).to.equal('string | null');
    expect(toType({ type: 'array', items: { enum: ['x', null] } })).to.equal('("x" | null)[]');
    expect(toType({ $ref: '#/components/schemas/Squad-input' })).to.equal('SquadInput');
    expect(toType({ type: 'object', additionalProperties: { type: 'number' } })).to.equal(
      'Record<string, number>',
    );
    expect(toType({ oneOf: [{ const: 1 }, { const: 1 }, { type: 'boolean' }] })).to.equal('1 | boolean');
  });
});
