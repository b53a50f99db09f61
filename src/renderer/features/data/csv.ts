/** One line of CSV (RFC 4180), with its line end. */
export function csvLine(cells: readonly string[]): string {
  // A line with one empty cell would be no line at all.
  const isBare = cells.length === 1 && cells[0] === ''
  return `${isBare ? '""' : cells.map(csvCell).join(',')}\r\n`
}

/**
 * Reads CSV (RFC 4180) row by row, with the line each begins in (from 1). Any line end will do;
 * a byte order mark and empty lines are passed over. What follows a closing quote, and a quote
 * that is never closed, are taken as they stand.
 * @param separator a comma, or `;` and tab as some programs write it
 */
export function* csvRows(
  text: string,
  separator: string,
): Generator<{ readonly line: number; readonly cells: string[] }> {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (at < text.length) {
    const start = line
    const cells: string[] = []
    let end = false
    let quoted = false
    while (!end) {
      const cell = text[at] === '"' ? quotedCell(text, at) : { text: '', at }
      quoted ||= text[at] === '"'
      line += newLines(cell.text)
      const stop = cellEnd(text, cell.at, separator)
      cells.push(cell.text + text.slice(cell.at, stop))
      end = text[stop] !== separator
      at = stop + (end ? lineEndLength(text, stop) : 1)
    }
    line++
    if (cells.length > 1 || cells[0] !== '' || quoted) yield { line: start, cells }
  }
}

/** Which separator a text uses most in its first line. */
export function separatorOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  const count = (separator: string) => first.split(separator).length
  return [',', ';', '\t'].reduce((most, it) => (count(it) > count(most) ? it : most))
}

function csvCell(text: string): string {
  return /[",\r\n]|^\s|\s$|^\uFEFF/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function quotedCell(text: string, from: number): { text: string; at: number } {
  let cell = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { text: cell + text.slice(at), at: text.length }
    cell += text.slice(at, quote)
    if (text[quote + 1] !== '"') return { text: cell, at: quote + 1 }
    cell += '"'
    at = quote + 2
  }
}

function cellEnd(text: string, from: number, separator: string): number {
  let at = from
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

function lineEndLength(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? 2 : 1
}

function newLines(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1
}
