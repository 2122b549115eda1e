import { expect } from 'chai';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import type { Context } from '../context.ts';
import { shown } from './answer.ts';
import { type Call, type Command, command } from './command.ts';
import { Invocation } from './invocation.ts';

const base = {
  name: 'gift',
  description: 'Gives',
  default_member_permissions: null,
  contexts: [InteractionContextType.Guild],
} as const;
const amount = {
  type: ApplicationCommandOptionType.Integer,
  name: 'amount',
  description: 'n',
  required: true,
} as const;
const who = { type: ApplicationCommandOptionType.User, name: 'who', description: 'w' } as const;
const send = {
  type: ApplicationCommandOptionType.Subcommand,
  name: 'send',
  description: 's',
  options: [amount, who],
} as const;
const list = { type: ApplicationCommandOptionType.Subcommand, name: 'list', description: 'l' } as const;

const quiet = { replies: 'privately', run: async () => shown({ content: '' }) } as const;
const echo = {
  replies: 'privately',
  run: async ({ options }: Call<unknown>) => shown({ content: JSON.stringify(options) }),
} as const;

describe('declaring a command', () => {
  it('types the options of each handler', () => {
    command(
      { ...base, options: [send, list] },
      {
        send: {
          replies: 'publicly',
          async run({ options }) {
            const needed: number = options.amount;
            const perhaps: string | undefined = options.who?.username;
            // @ts-expect-error an optional one may be missing
            const certain: string = options.who.username;
            // @ts-expect-error it is not declared
            options.reason;
            return shown({ content: `${needed} ${perhaps} ${certain}` });
          },
        },
        list: quiet,
      },
    );
  });

  it('does not compile without a handler for each subcommand', () => {
    // @ts-expect-error `list` has no handler
    command({ ...base, options: [send, list] }, { send: quiet });
    // @ts-expect-error a command without subcommands has one handler
    command({ ...base, options: [amount] }, { gift: quiet });
  });

  it('does not compile without saying who may use it, and where', () => {
    // @ts-expect-error `default_member_permissions` and `contexts` are not stated
    command({ name: 'gift', description: 'Gives' }, quiet);
  });
});

describe('who sees an answer', () => {
  const option = { type: ApplicationCommandOptionType.Boolean, name: 'show', description: 's' } as const;
  const asked = command({ ...base, options: [option] }, { ...echo, replies: 'as-asked' });
  const typed = (...values: boolean[]) => ({
    ...typing('send', []),
    options: values.map((value) => ({ type: option.type, name: 'show', value, options: [] })),
  });

  it('is for the caller to say, where the command leaves it to them', () => {
    expect(asked.match(typed(true))?.replies).to.equal('publicly');
    expect(asked.match(typed(false))?.replies).to.equal('privately');
    expect(asked.match(typed())?.replies).to.equal('privately');
  });
});

describe('reading what was typed', () => {
  const gift = command({ ...base, options: [send, list] }, { send: echo, list: echo });
  const person = { id: '7', username: 'ada', global_name: 'Ada', avatar: null };

  it('finds the subcommand and its values', async () => {
    const typed = typing('send', [given(4, 'amount', 5), given(6, 'who', '7')], { users: { 7: person } });
    expect(gift.match(typed)?.name).to.equal('gift send');
    const who = { id: '7', username: 'ada', globalName: 'Ada', avatar: null, bot: false, member: false };
    expect(await optionsOf(gift, typed)).to.eql({ amount: 5, who });
  });

  it('knows who is of the guild', async () => {
    const typed = typing('send', [given(4, 'amount', 5), given(6, 'who', '7')], {
      users: { 7: person },
      members: { 7: {} },
    });
    expect(await optionsOf(gift, typed)).to.have.nested.property('who.member', true);
  });

  it('leaves out what was not given', async () => {
    expect(await optionsOf(gift, typing('send', [given(4, 'amount', 5)]))).to.eql({ amount: 5 });
  });

  const strange: [what: string, typed: Invocation][] = [
    ['another subcommand', typing('burn', [])],
    ['an undeclared option', typing('list', [given(4, 'amount', 5)])],
    ['a missing required option', typing('send', [])],
    ['an option of another type', typing('send', [given(3, 'amount', 'five')])],
    ['a value of another type', typing('send', [given(4, 'amount', 'five')])],
    ['a user Discord did not resolve', typing('send', [given(4, 'amount', 5), given(6, 'who', '8')])],
  ];
  for (const [what, typed] of strange)
    it(`does not recognise ${what}`, () => expect(gift.match(typed)).to.equal(undefined));

  it('takes a command without subcommands, too', async () => {
    const flat = command({ ...base, options: [amount] }, echo);
    expect(await optionsOf(flat, interaction([given(4, 'amount', 5)]))).to.eql({ amount: 5 });
  });
});

async function optionsOf(declared: Command, typed: Invocation): Promise<Record<string, unknown>> {
  const answer = await declared.match(typed)?.run({ ...typed, at: 0 }, {} as Context); // nothing of it is used
  return answer?.is === 'shown' ? JSON.parse(answer.message.content ?? '') : {};
}

function given(type: number, name: string, value: string | number) {
  return { type, name, value };
}

function typing(subcommand: string, options: unknown[], resolved?: unknown): Invocation {
  return interaction([{ type: 1, name: subcommand, options }], resolved);
}

function interaction(options: unknown[], resolved?: unknown): Invocation {
  const member = { user: { id: '1', username: 'bob' } };
  return Invocation.parse({
    id: '9',
    token: 't',
    guild_id: '2',
    channel_id: '3',
    member,
    data: { name: 'gift', options, resolved },
  });
}
