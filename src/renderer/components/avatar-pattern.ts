/** A 5 × 5 pattern, the same left and right, and a hue: both follow from the name alone. */
export function avatarPattern(name: string): { hue: number; cells: readonly [number, number][] } {
  const bits = fnv1a(name.toLowerCase())
  const cells: [number, number][] = []
  for (let i = 0; i < 15; i++) {
    if (((bits >>> i) & 1) === 0) continue
    const x = Math.floor(i / 5)
    const y = i % 5
    cells.push([x, y])
    if (x < 2) cells.push([4 - x, y])
  }
  return { hue: fnv1a(`${name.toLowerCase()} hue`) % 360, cells }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  }
  // The last characters would otherwise hardly reach the low bits.
  return (hash ^ (hash >>> 15)) >>> 0
}
