/** The w3ds:// link among what codes say, or why there is none. */
export type FoundLink =
  | { readonly link: string }
  | { readonly missing: 'no-code' | 'no-link' | 'several-links' }

/** With several links nobody but the owner knows which one is meant. */
export function foundLink(texts: readonly string[]): FoundLink {
  const links = new Set(texts.map((text) => text.trim()).filter((text) => /^w3ds:/i.test(text)))
  const [link] = links
  if (link === undefined) return { missing: texts.length === 0 ? 'no-code' : 'no-link' }
  return links.size === 1 ? { link } : { missing: 'several-links' }
}
