const HEAD = 8
const TAIL = 4
/** As long as a key's end has to be to tell it from others at a glance. */
const KEY_TAIL = 12

/** `@550e8400…0001`: enough of an id to tell it from others. */
export function shortenId(id: string): string {
  const head = id.startsWith('@') ? HEAD + 1 : HEAD
  return id.length <= head + TAIL + 4 ? id : `${id.slice(0, head)}…${id.slice(-TAIL)}`
}

/** `z…x8Kq2mPbTz4A`: public keys of one kind begin alike, so their end tells them apart. */
export function shortenKey(publicKey: string): string {
  return `${publicKey.slice(0, 1)}…${publicKey.slice(-KEY_TAIL)}`
}
