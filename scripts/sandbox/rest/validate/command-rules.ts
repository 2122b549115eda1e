import { ApplicationCommandType as Type } from 'discord-api-types/v10';
import type { FormProblem, Path } from '../reply.ts';
import { nameProblems, type Texts, translationProblems } from './command-names.ts';
import { type OptionBody, optionListProblems } from './command-options.ts';
import { mostCharacters, sizeOf } from './command-size.ts';

export interface CommandBody extends Texts {
  type?: number | null;
  options?: OptionBody[] | null;
}

type Rule = (command: CommandBody, path: Path) => FormProblem[];

/** What Discord asks of commands beyond its schema (its documentation, "Application Commands"). */
export function commandProblems(command: CommandBody, path: Path = []): FormProblem[] {
  const rules = rulesOf[command.type ?? Type.ChatInput] ?? chatRules;
  return rules.flatMap((rule) => rule(command, path));
}

/** The same of a whole list, in which no two of a type may have the same name. */
export function commandListProblems(commands: CommandBody[]): FormProblem[] {
  const seen = new Set<string>();
  const twins = commands.flatMap(({ type, name }, index) => {
    const key = `${type ?? Type.ChatInput} ${name}`;
    if (seen.has(key)) return [twin([index, 'name'])];
    seen.add(key);
    return [];
  });
  return [...twins, ...commands.flatMap((command, index) => commandProblems(command, [index]))];
}

function twin(path: Path): FormProblem {
  const message = 'Application command names must be unique';
  return { path, code: 'APPLICATION_COMMANDS_DUPLICATE_NAME', message };
}

const isDescribed: Rule = ({ description }, path) =>
  description
    ? []
    : [{ path: [...path, 'description'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }];

const hasNoDescription: Rule = ({ description }, path) =>
  description
    ? [
        {
          path: [...path, 'description'],
          code: 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
          message: 'Context menu commands cannot have a description',
        },
      ]
    : [];

const hasNoOptions: Rule = ({ options }, path) =>
  options?.length
    ? [
        {
          path: [...path, 'options'],
          code: 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS',
          message: 'Context menu commands cannot have options',
        },
      ]
    : [];

const fits: Rule = (command, path) =>
  sizeOf(command) > mostCharacters
    ? [
        {
          path,
          code: 'APPLICATION_COMMAND_TOO_LARGE',
          message: `Command exceeds maximum size (${mostCharacters})`,
        },
      ]
    : [];

const isNoEntryPoint: Rule = (_, path) => [
  {
    path: [...path, 'type'],
    code: 'BASE_TYPE_CHOICES',
    message: 'Only applications with an Activity have an entry point command.',
  },
];

const chatRules: Rule[] = [
  isDescribed,
  nameProblems,
  translationProblems,
  ({ options }, path) => optionListProblems(options ?? [], [...path, 'options']),
  fits,
];
const menuRules: Rule[] = [hasNoDescription, hasNoOptions, translationProblems];

const rulesOf: Record<number, Rule[]> = {
  [Type.ChatInput]: chatRules,
  [Type.User]: menuRules,
  [Type.Message]: menuRules,
  [Type.PrimaryEntryPoint]: [isNoEntryPoint],
};
