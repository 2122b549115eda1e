import { once } from 'node:events';
import type { Server } from 'node:http';
import { createDeeds } from './deeds.ts';
import { startChatter } from './demo/chatter.ts';
import { createGateway, type Gateway } from './gateway/gateway.ts';
import type { Live } from './live.ts';
import type { OAuth } from './oauth/consent.ts';
import { createGrants } from './oauth/grants.ts';
import { joinRoutes } from './oauth/join.ts';
import { defaults, type SandboxOptions } from './options.ts';
import { createRates } from './rates.ts';
import { createRecords } from './records.ts';
import { createRateLimits } from './rest/rate-limits.ts';
import type { RestDeps } from './rest/rest.ts';
import { createRouter } from './rest/router.ts';
import { allRoutes } from './rest/routes.ts';
import { loadDiscordSchemas } from './rest/validate/spec.ts';
import { type Sandbox, sandboxOf } from './sandbox.ts';
import { createWorld } from './seed/world.ts';
import { createHttpServer } from './server.ts';
import { createTrouble } from './trouble/trouble.ts';

export type { InteractionHandle } from './interactions/handle.ts';
export { asDiscord, type SandboxOptions } from './options.ts';
export type { RequestRecord, Violation } from './records.ts';
export type { Sandbox } from './sandbox.ts';
export { crowdGuildId, crowdUserId } from './seed/crowd-ids.ts';
export { channelId, emojiId, guildId, roleId, userId } from './seed/ids.ts';
export type { GuildSeed, MemberSeed, WorldSeed } from './seed/types.ts';
export type { Guild, Member, Message } from './world/types.ts';

/** Listens on 127.0.0.1 when it resolves. Every option has a default. */
export async function startSandbox(wanted: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const options = { ...defaults, ...wanted };
  const intents = new Set(options.intents);
  const world = createWorld(options.world, { now: options.now, keepMessages: options.keep });
  const records = createRecords(options.keep);
  const deeds = createDeeds(options.keep);
  const trouble = createTrouble();
  let inside: { rest: RestDeps; oauth: OAuth; sandbox: Sandbox };
  const server = createHttpServer(() => inside);
  const schemas = await loadDiscordSchemas();
  const port = await listen(server, options.port);
  const url = () => `ws://127.0.0.1:${port}`;
  const ignored = (op: number, why: string) =>
    records.violation({ what: `gateway op ${op}`, body: null, why });
  const gateway: Gateway = createGateway({
    server,
    world,
    options: { ...options, intents },
    trouble,
    url,
    ignored,
    sent: (bytes) => rates.sent(bytes),
    changed: records.stir,
  });
  const rates = createRates({ requests: records.total, sockets: () => gateway.sockets });
  const live: Live = {
    world,
    publish(dispatch) {
      gateway.publish(dispatch);
      records.stir();
    },
    happened: (deed) => deeds.add({ ...deed, at: world.now() }),
  };
  const budget = gateway.identifyBudget;
  const session_start_limit = () => ({
    total: budget.total,
    remaining: budget.left().remaining,
    reset_after: budget.left().resetAfter,
    max_concurrency: options.maxConcurrency,
  });
  const oauth: OAuth = { live, grants: createGrants(options.now) };
  const routes = allRoutes({ url, shards: options.shards, session_start_limit }, intents, schemas);
  const limits = createRateLimits(options, Date.now);
  const rest: RestDeps = {
    ...live,
    records,
    trouble,
    limits,
    match: createRouter([...routes, ...joinRoutes(oauth.grants)]),
  };
  const stop = async () => {
    chatter.stop();
    await gateway.stop();
    await close(server);
  };
  const sandbox = sandboxOf({
    live,
    records,
    deeds,
    gateway,
    trouble,
    rates,
    origin: `http://127.0.0.1:${port}`,
    stop,
  });
  inside = { rest, oauth, sandbox };
  const chatter = options.demo ? startChatter(sandbox, options.seed) : { stop: () => {} };
  return sandbox;
}

/** The port it got. */
async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the sandbox has no address');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
