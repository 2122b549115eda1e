import { writeFileSync } from 'node:fs';
import { apiRoutes } from '../web/api/index.ts';
import { generateOperations } from '../web/client/generate.ts';
import { describeApi } from '../web/http/openapi.ts';

/** `npm run client`: the types of the client anew, after a change of the API. */
const document = describeApi(apiRoutes, { WEB_ORIGIN: undefined });
writeFileSync(new URL('../web/client/operations.ts', import.meta.url), generateOperations(document));
