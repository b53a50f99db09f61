/** Unix time in seconds, as all of murmur's tables have it. */
export function unixNow(): number {
  return Math.floor(Date.now() / 1000)
}
