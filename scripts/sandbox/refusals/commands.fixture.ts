import type { Answer, Ground, Refusal } from './ground.fixture.ts';

/** Registering application commands. */
export const commandRefusals: Refusal[] = [
  {
    name: 'a chat command with a capital letter',
    rule: 'Application Commands: Application Command Naming',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { name: 'Wave' }),
  },
  {
    name: 'a chat command without a description',
    rule: 'Application Commands: Application Command Structure, `description`',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { description: undefined }),
  },
  {
    name: 'a context menu entry with a description',
    rule: 'Application Commands: Application Command Structure, “empty string for USER and MESSAGE commands”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { type: 2, description: 'Waves' }),
  },
  {
    name: 'a context menu entry with options',
    rule: 'Application Commands: Application Command Structure, “`options` can only be set for … CHAT_INPUT”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { type: 2, description: undefined, options: [option('a')] }),
  },
  {
    name: 'an entry point without an Activity',
    rule: 'Application Commands: Application Command Structure, “applications with the EMBEDDED flag”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { type: 4, description: undefined }),
  },
  {
    name: 'a command with 26 options',
    rule: 'Application Commands: Application Command Structure, `options`, “max of 25”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: many(26, (name) => option(name)) }),
  },
  {
    name: 'an option with 26 choices',
    rule: 'Application Commands: Application Command Option Structure, `choices`, “max 25”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: [option('a', { choices: many(26, choice) })] }),
  },
  {
    name: 'a choice of more than 100 characters',
    rule: 'Application Commands: Application Command Option Choice Structure, `value`',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: [option('a', { choices: [choice('x'.repeat(101))] })] }),
  },
  {
    name: 'choices beside autocomplete',
    rule: 'Application Commands: Application Command Option Structure, “may not be set to true if `choices` are present”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) =>
      register(ground, { options: [option('a', { choices: [choice('x')], autocomplete: true })] }),
  },
  {
    name: 'a required option after one that is not',
    rule: 'Application Commands: Application Command Option Structure, “Required `options` must be listed before”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: [option('a'), option('b', { required: true })] }),
  },
  {
    name: 'two options of the same name',
    rule: 'Application Commands: Application Command Option Structure, “`name` must be unique”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: [option('a'), option('a')] }),
  },
  {
    name: 'two options that are called the same in one language',
    rule: 'Application Commands: Localization, “distinct from … all other option names within that locale”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) =>
      register(ground, {
        options: ['a', 'b'].map((name) => option(name, { name_localizations: { de: 'wer' } })),
      }),
  },
  {
    name: 'a translation into a language Discord does not have',
    rule: 'Application Commands: Application Command Structure, `name_localizations`, “keys in available locales”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { description_localizations: { 'de-AT': 'Winkt' } }),
  },
  {
    name: 'a translated name with a space',
    rule: 'Application Commands: Application Command Structure, “follow the same restrictions as `name`”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { name_localizations: { de: 'hallo du' } }),
  },
  {
    name: 'a subcommand beside an option',
    rule: 'Application Commands: Subcommands and Subcommand Groups, “will make your base command unusable”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => register(ground, { options: [option('a', { type: 1 }), option('b')] }),
  },
  {
    name: 'a group in a group',
    rule: 'Application Commands: Subcommands and Subcommand Groups, “the only kind of nesting supported”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) =>
      register(ground, { options: [option('a', { type: 2, options: [option('b', { type: 2 })] })] }),
  },
  {
    name: 'a least value above the greatest',
    rule: 'Application Commands: Application Command Option Structure, `min_value` and `max_value`',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) =>
      register(ground, { options: [option('a', { type: 4, min_value: 2, max_value: 1 })] }),
  },
  {
    name: 'a command of more than 8000 characters',
    rule: 'Application Commands: Slash Commands, “a maximum of 8000 characters”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) =>
      register(ground, {
        options: many(4, (name) =>
          option(name, { choices: many(25, (value) => choice(value.padEnd(90, 'x'))) }),
        ),
      }),
  },
  {
    name: 'two commands of the same name in a bulk',
    rule: 'Application Commands: Registering a Command, “Command names are unique per application, per type”',
    answer: { rest: 'InvalidFormBodyOrContentType', status: 400 },
    provoke: (ground) => overwrite(ground, [wave, wave]),
  },
  {
    name: 'a rename to a name that is taken',
    rule: 'Application Commands: Registering a Command, “Your app cannot have two global CHAT_INPUT commands”',
    answer: { rest: 'ApplicationCommandWithThatNameAlreadyExists', status: 400 },
    async provoke(ground) {
      await register(ground, { name: 'greet' });
      const { body } = await register(ground, {});
      return ground.ask('PATCH', `${path(ground)}/${body.id}`, { name: 'greet' });
    },
  },
  {
    name: 'a 101st chat command',
    rule: 'Application Commands: Registering a Command, “100 global CHAT_INPUT commands”',
    answer: { rest: 'MaximumNumberOfApplicationCommandsReached', status: 400 },
    async provoke(ground) {
      await overwrite(
        ground,
        many(100, (name) => ({ ...wave, name })),
      );
      return register(ground, {});
    },
  },
  {
    name: 'a 16th context menu entry on users',
    rule: 'Application Commands: Registering a Command, “15 global USER commands”',
    answer: { rest: 'MaximumNumberOfApplicationCommandsReached', status: 400 },
    provoke: (ground) =>
      overwrite(
        ground,
        many(16, (name) => ({ name, type: 2 })),
      ),
  },
  {
    name: 'more than 200 creates in a day',
    rule: 'Application Commands: Registering a Command, “200 application command creates per day, per guild”',
    answer: { rest: 'MaximumDailyApplicationCommandCreatesReached', status: 400 },
    async provoke(ground) {
      const fresh = (prefix: string) => many(100, (name) => ({ ...wave, name: `${prefix}-${name}` }));
      await overwrite(ground, fresh('first'));
      await overwrite(ground, fresh('second'));
      return overwrite(ground, [wave]);
    },
  },
  {
    name: 'a command that is not there',
    rule: 'Application Commands: Delete Global Application Command',
    answer: { rest: 'UnknownApplicationCommand', status: 404 },
    provoke: (ground) => ground.ask('DELETE', `${path(ground)}/${ground.guild}`),
  },
  {
    name: 'a command in a guild that the app is not in',
    rule: 'Application Commands: Authorizing Your Application',
    answer: { rest: 'MissingAccess', status: 403 },
    provoke: (ground) =>
      ground.ask('POST', path(ground).replace('/commands', '/guilds/123456789012345678/commands'), wave),
  },
  {
    name: 'the permissions of a command that has none of its own',
    rule: 'Application Commands: Get Application Command Permissions',
    answer: { rest: 'UnknownApplicationCommandPermissions', status: 404 },
    async provoke(ground) {
      const { body } = await register(ground, {});
      return ground.ask('GET', permissionsPath(ground, body.id));
    },
  },
  {
    name: 'permissions that the bot sets itself',
    rule: 'Application Commands: Permissions, “can only be updated using a Bearer token”',
    answer: { rest: 'BotsCannotUseThisEndpoint', status: 403 },
    async provoke(ground) {
      const { body } = await register(ground, {});
      const permission = { id: ground.users.grace, type: 2, permission: true };
      return ground.ask('PUT', permissionsPath(ground, body.id), { permissions: [permission] });
    },
  },
];

const wave = { name: 'wave', description: 'Waves' };

function path({ sandbox }: Ground): string {
  return `/applications/${sandbox.applicationId}/commands`;
}

function permissionsPath({ sandbox, guild }: Ground, command: unknown): string {
  return `/applications/${sandbox.applicationId}/guilds/${guild}/commands/${command}/permissions`;
}

function register(ground: Ground, command: Record<string, unknown>): Promise<Answer> {
  return ground.ask('POST', path(ground), { ...wave, ...command });
}

function overwrite(ground: Ground, commands: unknown[]): Promise<Answer> {
  return ground.ask('PUT', path(ground), commands);
}

function option(name: string, more: Record<string, unknown> = {}) {
  return { type: 3, name, description: 'An option', ...more };
}

function choice(value: string) {
  return { name: value.slice(0, 100), value };
}

function many<T>(count: number, make: (name: string) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(`n${index}`));
}
