import type { ParseArgsConfig } from 'node:util';

interface Flag {
  type: 'string' | 'boolean';
  multiple?: true;
  /** What stands after it. */
  value?: string;
  says: string;
}

/** What `npm run sandbox` can be told. */
export const flags = {
  port: { type: 'string', value: 'N', says: 'listen on that port (8787); 0: any free one' },
  quiet: { type: 'boolean', says: 'nobody does anything unless you do' },
  demo: { type: 'boolean', says: 'members chat by themselves; so it is unless there is --world or --quiet' },
  world: { type: 'string', value: 'FILE', says: 'your own guilds, from a JSON file, instead of the demo’s' },
  guilds: { type: 'string', value: 'N', says: 'as many generated guilds on top' },
  members: { type: 'string', value: 'N', says: '… of so many members each (100)' },
  seed: { type: 'string', value: 'N', says: 'the same seed, the same doings of the members' },
  intents: {
    type: 'string',
    value: 'LIST',
    says: 'privileged intents that are switched on: members,presences,content or none (all)',
  },
  'route-limits': {
    type: 'string',
    value: 'KIND',
    says: 'discord: rate limits like Discord’s; wide: next to none (discord)',
  },
  identifies: { type: 'string', value: 'N', says: 'identifies a day (1000)' },
  redirect: {
    type: 'string',
    multiple: true,
    value: 'URI',
    says: 'a redirect URI registered for OAuth2; can be repeated',
  },
  help: { type: 'boolean', says: 'this text' },
} as const satisfies Record<string, Flag> & ParseArgsConfig['options'];

export const help = [
  'A stand-in for Discord on this machine, for any bot. Usage: npm run sandbox -- [options]',
  '',
  ...Object.entries<Flag>(flags).map(([name, { value, says }]) => {
    const written = `--${name}${value ? ` ${value}` : ''}`;
    return `  ${written.padEnd(20)} ${says}`;
  }),
].join('\n');
