/** One line of CSV (RFC 4180, with `\r\n`): cells are quoted where they must be. */
export function csvLine(cells: readonly string[], delimiter = ','): string {
  return `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`
}

/** Keeps a spreadsheet from running a text as a formula: `=1+1` -> `'=1+1`. Telephone numbers stay as they are. */
export function guarded(text: string): string {
  return /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-][\d\s().,/-]*$/.test(text)) ? `'${text}` : text
}

function quoted(cell: string, delimiter: string): string {
  const must = cell.includes(delimiter) || /["\r\n]/.test(cell) || cell !== cell.trim()
  return must ? `"${cell.replaceAll('"', '""')}"` : cell
}
