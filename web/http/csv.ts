/** Starts a formula in a spreadsheet, which could then send what stands beside it elsewhere (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/;

/** Rows as CSV (RFC 4180), the first one the names of columns. Texts that a spreadsheet would compute are quoted as text. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const inert = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
