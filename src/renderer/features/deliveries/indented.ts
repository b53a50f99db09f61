/** JSON, indented by two; another text as it is. Numbers keep the digits they were written with. */
export function indented(json: string): string {
  try {
    JSON.parse(json)
  } catch {
    return json
  }
  let depth = 0
  const line = (change: number) => {
    depth += change
    return `\n${'  '.repeat(depth)}`
  }
  const marks: Readonly<Record<string, () => string>> = {
    '{': () => `{${line(1)}`,
    '[': () => `[${line(1)}`,
    '}': () => `${line(-1)}}`,
    ']': () => `${line(-1)}]`,
    ',': () => `,${line(0)}`,
    ':': () => ': ',
  }
  // Strings, empty lists and objects, and all else are left as they are; space between is dropped.
  return json.replace(/"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}[\],:]|\s+/g, (token) =>
    /^\s/.test(token) ? '' : (marks[token]?.() ?? token.replace(/\s+(?=[\]}]$)/, '')),
  )
}
