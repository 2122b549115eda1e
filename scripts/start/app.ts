import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/** One entry of ecosystem.config.js, as far as it is read here; the rest is PM2's. */
const App = z.looseObject({
  name: z.string(),
  script: z.string(),
  instances: z.number().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
export type App = z.infer<typeof App>;

const Ecosystem = z.object({ apps: z.array(App) });

/** The processes to run, each with the environment on top of which its own comes. Reads process.env for the counts. */
export async function readApps(root: string, environment: NodeJS.ProcessEnv): Promise<App[]> {
  const file = pathToFileURL(join(root, 'ecosystem.config.js')).href;
  const { apps } = Ecosystem.parse(await import(file));
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return apps.map((app) => ({ ...app, env: { ...Object.fromEntries(given), ...app.env } }));
}
