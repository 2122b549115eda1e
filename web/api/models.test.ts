import { expect } from 'chai';
import { apiRoutes } from './index.ts';

type Verb = 'create' | 'read' | 'update' | 'delete';

/** How a model is reached: by a route each (method and path), or why not at all. */
type Resource = Record<Verb, string | { never: string }>;

const never = (why: string) => ({ never: why });
const discord = never('follows Discord: what is written here would be overwritten, or be wrong');
const record = never('a record of what happened (PRODUCT §7: read-only)');
const kept = never('kept as long as its retention says');

/** What is read only, and why. */
const readOnly = (path: string, why: { never: string }): Resource => ({
  create: why,
  read: `get ${path}`,
  update: why,
  delete: why,
});

/** All four below one path, with that name of an id. */
const whole = (path: string, id: string): Resource => ({
  create: `post ${path}`,
  read: `get ${path}/:${id}`,
  update: `patch ${path}/:${id}`,
  delete: `delete ${path}/:${id}`,
});

const here = '/guilds/:guildId';
const settings = `${here}/settings/bytes`;
const rules = whole(`${here}/automod/rules`, 'ruleId');
const cases: Resource = {
  create: `post ${here}/cases`,
  read: `get ${here}/cases/:caseNumber`,
  update: `patch ${here}/cases/:caseNumber`,
  delete: never('cases are resolved, never deleted (PRODUCT §7): POST …/resolve'),
};

/** Every model of DESIGN §6, in its order. */
const models: Record<string, Resource> = {
  DiscordUser: {
    ...readOnly('/users/:userId', discord),
    create: 'post /users/batch',
    update: 'post /users/batch',
    delete: 'post /users/:userId/forget', // as a whole, by a pseudonym
  },
  Guild: readOnly(`${here}`, discord),
  GuildMember: readOnly(`${here}/members/:userId`, discord), // what is ours of it: gifts, freezes, squads
  GuildRole: readOnly(`${here}/roles/:roleId`, discord),
  GuildChannel: readOnly(`${here}/channels/:channelId`, discord),
  Bytes: {
    ...readOnly(`${here}/ledger/:movementId`, never('the ledger never changes (PRODUCT §7)')),
    create: `post ${here}/transfers`, // and gifts
  },
  BytesConfig: {
    create: `put ${settings}`,
    read: `get ${settings}`,
    update: `patch ${settings}`,
    delete: never('a guild without them has the defaults: PUT {} brings those back'),
  },
  BytesRole: whole(`${here}/bytes-roles`, 'roleId'),
  OutageDay: {
    create: 'post /outage-days',
    read: 'get /outage-days/:outageDay',
    update: never('a day is all that it says'),
    delete: never('streaks that it relinked would have to break again'),
  },
  Squad: whole(`${here}/squads`, 'squadId'),
  SquadMember: {
    create: `put ${here}/squads/:squadId/members/:userId`,
    read: `get ${here}/squads/:squadId/members/:userId`,
    update: `put ${here}/squads/:squadId/members/:userId`, // into another squad
    delete: `delete ${here}/squads/:squadId/members/:userId`,
  },
  UserWarning: {
    create: `post ${here}/cases`, // of kind warn
    read: `get ${here}/warnings/:warningId`,
    update: `post ${here}/warnings/:warningId/withdraw`,
    delete: never('it is a case: withdrawn, never deleted'),
  },
  ModerationCase: cases,
  UserNote: cases, // of kind note
  Operation: readOnly(`${here}/operations/:operationId`, never('what was done once would be done again')),
  RoleGrant: {
    ...readOnly(`${here}/role-grants/:userId/:roleId`, never('earned by what is received, never taken away')),
    update: `post ${here}/failed-role-grants/retry`,
  },
  ReasonTemplate: whole(`${here}/templates`, 'templateId'),
  Appeal: {
    create: never('only the member may, on the page of their case'),
    read: `get ${here}/appeals/:appealId`,
    update: `post ${here}/appeals/:appealId/answer`,
    delete: never('part of a case'),
  },
  AutoModRegexRule: rules,
  AutoModRateLimit: rules,
  AutoModRule: rules,
  AutoModFiring: readOnly(`${here}/automod/firings/:firingId`, record), // undone by POST …/undo
  MessageTrace: readOnly(`${here}/message-traces`, discord),
  FileRule: whole(`${here}/files/rules`, 'fileRuleId'),
  FileAttachment: readOnly(`${here}/files/attachments`, record),
  FailedEffect: {
    ...readOnly(`${here}/failed-effects/:failureId`, record),
    update: `post ${here}/failed-effects/:failureId/retry`, // which takes it off the list
    delete: kept,
  },
  PageView: readOnly('/page-views', record),
  Redirect: whole('/redirects', 'redirectId'),
  RedirectClick: readOnly('/redirects/:redirectId/clicks', record),
  RouteError: {
    create: record,
    read: 'get /errors/:errorId',
    update: 'post /errors/:errorId/resolve',
    delete: kept,
  },
  CommandUsage: readOnly('/command-usages', record),
  HourlyStat: readOnly('/hourly-stats', record),
  BotStatus: readOnly('/bot-statuses', never('shards say themselves how they are')),
  AdminUser: whole('/staff', 'staffId'),
  ApiKey: whole('/keys', 'keyId'), // deleting revokes
  RefreshToken: {
    create: 'post /auth/token',
    read: 'get /keys/:keyId/refresh-tokens/:tokenId',
    update: 'post /auth/token', // used once, for the next
    delete: 'delete /keys/:keyId/refresh-tokens/:tokenId',
  },
  IdempotencyKey: {
    create: never('made by the header of any request that writes'),
    read: 'get /idempotency-keys/:idempotencyId',
    update: never('an answer that was given stays what it was'),
    delete: 'delete /idempotency-keys/:idempotencyId',
  },
  SettingsVersion: {
    create: `put ${settings}`, // each save is one
    read: `get ${settings}/versions`,
    update: `post ${settings}/versions/:version/restore`,
    delete: never('the history of the settings would have a hole'),
  },
  AuditEntry: readOnly('/audit-entries/:entryId', never('the log of changes never changes (PRODUCT §7)')),
  Webhook: whole('/webhooks', 'webhookId'),
  WebhookDelivery: {
    ...readOnly('/webhooks/:webhookId/deliveries', never('made by what happens')),
    update: 'post /webhooks/:webhookId/deliveries/:deliveryId/replay',
    delete: kept,
  },
};

/** DESIGN §6, as it stands there. */
const listed =
  'DiscordUser, Guild, GuildMember, GuildRole, GuildChannel, Bytes, BytesConfig, BytesRole, OutageDay, Squad, SquadMember, UserWarning, ModerationCase, UserNote, Operation, RoleGrant, ReasonTemplate, Appeal, AutoModRegexRule, AutoModRateLimit, AutoModRule, AutoModFiring, MessageTrace, FileRule, FileAttachment, FailedEffect, PageView, Redirect, RedirectClick, RouteError, CommandUsage, HourlyStat, BotStatus, AdminUser, ApiKey, RefreshToken, IdempotencyKey, SettingsVersion, AuditEntry, Webhook, WebhookDelivery';

describe('models and the API', () => {
  const served = new Set(apiRoutes.map(({ method, path }) => `${method} ${path}`));

  it('every model of the design is a resource', () => {
    expect(Object.keys(models)).to.deep.equal(listed.split(', '));
  });

  for (const [model, resource] of Object.entries(models))
    it(`${model} is created, read, updated and deleted, or says why not`, () => {
      for (const [verb, way] of Object.entries(resource))
        if (typeof way === 'string') expect(served.has(way), `${verb}: no route ${way}`).to.equal(true);
        else expect(way.never, verb).to.not.equal('');
    });

  it('what has no way to be written has none by another name either', () => {
    const writes = [...served].filter((route) => !route.startsWith('get '));
    for (const path of [
      '/ledger',
      '/automod/firings',
      '/page-views',
      '/clicks',
      '/attachments',
      '/audit-entries',
    ])
      for (const route of writes.filter((one) => one.includes(path)))
        expect(route, 'undone, which takes back what followed, is all').to.match(
          /\/firings\/:firingId\/undo$/,
        );
  });
});
