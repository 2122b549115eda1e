import type { FormProblem } from '../reply.ts';

interface Option {
  type?: number;
  name?: string;
  required?: boolean | null;
  autocomplete?: boolean | null;
  choices?: { name?: string }[] | null;
  options?: Option[] | null;
}
export interface CommandBody extends Option {
  description?: string | null;
}

// Discord's documentation, "Application Command Naming"; option and chat command names must be lower case
const chatName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const isSubcommand = (option: Option) => option.type === 1 || option.type === 2;

/** What Discord asks of commands beyond its schema. */
export function commandProblems(commands: CommandBody[]): FormProblem[] {
  const twins = commands.filter(
    (c, n) => commands.findIndex((o) => o.name === c.name && kind(o) === kind(c)) < n,
  );
  return [
    ...twins.map((c) =>
      problem(
        [commands.indexOf(c), 'name'],
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      ),
    ),
    ...commands.flatMap((command, index) => ofCommand(command, [index])),
  ];
}

function ofCommand(command: CommandBody, path: (string | number)[]): FormProblem[] {
  if (kind(command) !== 1) {
    const wrong: FormProblem[] = [];
    if (command.description)
      wrong.push(
        problem(
          [...path, 'description'],
          'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
          'Context menu commands cannot have a description',
        ),
      );
    if (command.options?.length)
      wrong.push(
        problem(
          [...path, 'options'],
          'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS',
          'Context menu commands cannot have options',
        ),
      );
    return wrong;
  }
  const described = command.description
    ? []
    : [problem([...path, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required')];
  return [...described, ...named(command, path), ...ofOptions(command.options ?? [], [...path, 'options'])];
}

function ofOptions(options: Option[], path: (string | number)[]): FormProblem[] {
  const mixed = options.some(isSubcommand) && !options.every(isSubcommand);
  if (mixed)
    return [
      problem(
        path,
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      ),
    ];
  return options.flatMap((option, index) => {
    const at = [...path, index];
    const late = option.required && options.slice(0, index).some((before) => !before.required);
    return [
      ...named(option, at),
      ...(late
        ? [
            problem(
              at,
              'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
              'Required options must be placed before non-required options',
            ),
          ]
        : []),
      ...(options.findIndex((o) => o.name === option.name) < index
        ? [
            problem(
              [...at, 'name'],
              'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED',
              'Application command option names must be unique',
            ),
          ]
        : []),
      ...(option.autocomplete && option.choices?.length
        ? [
            problem(
              at,
              'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES',
              'Choices cannot be present when autocomplete is true',
            ),
          ]
        : []),
      ...ofOptions(option.options ?? [], [...at, 'options']),
    ];
  });
}

function named({ name }: Option, path: (string | number)[]): FormProblem[] {
  if (name !== undefined && chatName.test(name) && name === name.toLowerCase()) return [];
  return [problem([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')];
}

function kind(command: CommandBody): number {
  return command.type ?? 1;
}

function problem(path: (string | number)[], code: string, message: string): FormProblem {
  return { path, code, message };
}
