import { guildId, userId } from '../index.ts';
import { webApp } from '../testing/web-app.ts';
import type { Ground, Refusal } from './ground.fixture.ts';

/** OAuth2: other applications, and users' access tokens. */
export const oauthRefusals: Refusal[] = [
  {
    name: 'the commands of another application',
    rule: 'Opcodes and Status Codes: JSON, 20012',
    answer: { rest: 'NotAuthorizedToPerformThisActionOnThisApplication', status: 403 },
    provoke: ({ ask, users }) => ask('GET', `/applications/${users.otherbot}/commands`),
  },
  {
    name: 'joining somebody with a token that is none',
    rule: 'Guild: Add Guild Member, access_token “an oauth2 access token”',
    answer: { rest: 'InvalidOAuth2AccessToken', status: 403 },
    provoke: (ground) => join(ground, 'grace', 'none'),
  },
  {
    name: 'joining somebody with the token of somebody else',
    rule: 'Guild: Add Guild Member, access_token “for the user you want to add to the guild”',
    answer: { rest: 'InvalidOAuth2AccessToken', status: 403 },
    provoke: async (ground) => join(ground, 'grace', await tokenOf(ground, 'linus', 'guilds.join')),
  },
  {
    name: 'joining somebody who did not allow it',
    rule: 'Guild: Add Guild Member, access_token “granted with the guilds.join”',
    answer: { rest: 'MissingRequiredOAuth2Scope', status: 403 },
    provoke: async (ground) => join(ground, 'grace', await tokenOf(ground, 'grace', 'identify')),
  },
  {
    name: 'joining somebody who is banned',
    rule: 'Opcodes and Status Codes: JSON, 40007',
    answer: { rest: 'UserBannedFromThisGuild', status: 403 },
    async provoke(ground) {
      const token = await tokenOf(ground, 'grace', 'guilds.join');
      ground.sandbox.ban(ground.guild, ground.users.grace);
      return join(ground, 'grace', token);
    },
  },
  {
    name: 'joining somebody without Create Invite',
    rule: 'Guild: Add Guild Member, “the bot must be a member of the guild with CREATE_INSTANT_INVITE”',
    answer: { rest: 'MissingPermissions', status: 403 },
    async provoke(ground) {
      const token = await tokenOf(ground, 'grace', 'guilds.join');
      ground.sandbox.addGuild({ name: 'Closed', botPermissions: 0n, members: [{ name: 'ada' }] });
      const everyone = ground.sandbox.world.guilds.get(guildId('Closed'))?.roles.get(guildId('Closed'));
      if (everyone) everyone.permissions = '0';
      return join(ground, 'grace', token, guildId('Closed'));
    },
  },
  {
    name: 'a user’s membership of a guild that they are not in',
    rule: 'User: Get Current User Guild Member, “for the current user”',
    answer: { rest: 'UnknownGuild', status: 404 },
    async provoke(ground) {
      ground.sandbox.addGuild({ name: 'Foreign', members: [{ name: 'ada' }] });
      const token = await tokenOf(ground, 'grace', 'guilds.members.read');
      return asUser(ground, `/users/@me/guilds/${guildId('Foreign')}/member`, token);
    },
  },
  {
    name: 'more than 200 of a user’s guilds at once',
    rule: 'User: Get Current User Guilds, limit “1-200”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: async (ground) =>
      asUser(ground, '/users/@me/guilds?limit=201', await tokenOf(ground, 'grace', 'guilds')),
  },
];

type Person = 'grace' | 'linus';

async function tokenOf({ sandbox }: Ground, name: Person, scope: string): Promise<string> {
  const site = webApp(sandbox);
  sandbox.setRedirectUris([site.redirectUri]);
  return String((await site.logIn(name, scope)).access_token);
}

function join({ ask, guild }: Ground, name: Person, access_token: string, into = guild) {
  return ask('PUT', `/guilds/${into}/members/${userId(name)}`, { access_token });
}

function asUser({ ask }: Ground, path: string, token: string) {
  return ask('GET', path, undefined, { authorization: `Bearer ${token}` });
}
