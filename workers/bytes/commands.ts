import { InteractionContextType, ApplicationCommandOptionType as Type } from 'discord-api-types/v10';
import { longestReason } from '../../shared/bytes/reason.ts';
import { command } from '../interactions/command.ts';
import { described, named } from '../interactions/localise.ts';
import { awards } from './awards.ts';
import { commandTexts } from './command-texts.ts';
import { heap, mostListed } from './heap.ts';
import { history } from './history.ts';
import { read } from './read.ts';
import { send } from './send.ts';

type Words = ReturnType<typeof commandTexts>;
type Entry = { [K in keyof Words]: Words[K] extends string ? never : K }[keyof Words];

/** Translations of a name that is written beside, and the description. */
const about = (entry: Entry) => ({
  ...named(commandTexts, (words) => words[entry].name),
  ...described(commandTexts, (words) => words[entry].text),
});

export const bytes = command(
  {
    name: 'bytes',
    ...described(commandTexts, (words) => words.bytes),
    default_member_permissions: null,
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: Type.Subcommand,
        name: 'read',
        ...about('read'),
        options: [{ type: Type.User, name: 'user', ...about('readUser') }],
      },
      {
        type: Type.Subcommand,
        name: 'send',
        ...about('send'),
        options: [
          { type: Type.User, name: 'user', ...about('sendUser'), required: true },
          {
            type: Type.Integer,
            name: 'amount',
            ...about('sendAmount'),
            required: true,
            min_value: 1,
            max_value: Number.MAX_SAFE_INTEGER, // the server's own limit is told as a refusal
          },
          { type: Type.String, name: 'reason', ...about('sendReason'), max_length: longestReason },
        ],
      },
      {
        type: Type.Subcommand,
        name: 'heap',
        ...about('heap'),
        options: [
          { type: Type.Integer, name: 'limit', ...about('heapLimit'), min_value: 1, max_value: mostListed },
        ],
      },
      {
        type: Type.Subcommand,
        name: 'awards',
        ...about('awards'),
        options: [{ type: Type.User, name: 'user', ...about('awardsUser') }],
      },
      { type: Type.Subcommand, name: 'history', ...about('history') },
    ],
  },
  {
    read: { replies: 'publicly', run: read },
    send: { replies: 'privately', run: send },
    heap: { replies: 'publicly', run: heap },
    awards: { replies: 'privately', run: awards },
    history: { replies: 'privately', run: (call, context) => history.open(call, context) },
  },
);
