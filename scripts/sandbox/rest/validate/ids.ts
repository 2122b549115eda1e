import { invalidForm, type Reply } from '../reply.ts';

export function isId(text: string): boolean {
  return /^\d{1,20}$/.test(text);
}

export function notAnId(field: string, value: string): Reply {
  const message = `Value "${value}" is not snowflake.`;
  return invalidForm([{ path: [field], code: 'NUMBER_TYPE_COERCE', message }]);
}
