import type { FormProblem } from '../reply.ts';

const reserved = ['clyde', 'discord'];

/** Discord's documentation, "Usernames and Nicknames" and "Create Webhook". */
export function reservedNameProblems(field: string, name: string | null | undefined): FormProblem[] {
  if (name === null || name === undefined) return [];
  const found = reserved.find((word) => name.toLowerCase().includes(word));
  if (!found) return [];
  return [
    {
      path: [field],
      code: 'USERNAME_INVALID_CONTAINS',
      message: `${titled(field)} cannot contain "${found}"`,
    },
  ];
}

function titled(field: string): string {
  return `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}
