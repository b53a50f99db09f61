const HEAD = 8
const TAIL = 4

/** `@550e8400…0001`: enough of an id to tell it from others. */
export function shortenId(id: string): string {
  const head = id.startsWith('@') ? HEAD + 1 : HEAD
  return id.length <= head + TAIL + 4 ? id : `${id.slice(0, head)}…${id.slice(-TAIL)}`
}
