/** A control, as the mixins of `form.pug` are given it. */
interface Control {
  name: string;
  help?: string;
  error?: string;
  unit?: string;
  required?: boolean;
}

/** The id of a form control: `tiers[0].days` → `f-tiers-0--days`. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^\w-]/g, '-')}`;
}

/** What ties a control to its label, help, unit and error, for people who hear the page. */
export function wired({ name, help, error, unit, required }: Control): Record<string, string | boolean> {
  const id = fieldId(name);
  const notes = [error && `${id}-error`, unit && `${id}-unit`, help && `${id}-help`].filter(Boolean);
  return {
    id,
    ...(required ? { required: true } : {}),
    ...(notes.length > 0 ? { 'aria-describedby': notes.join(' ') } : {}),
    ...(error ? { 'aria-invalid': 'true' } : {}),
  };
}
