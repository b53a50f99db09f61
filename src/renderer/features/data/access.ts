/** Who may see a record, in the words the window uses. */
export type Access =
  | { readonly kind: 'private' }
  | { readonly kind: 'public' }
  | { readonly kind: 'people'; readonly people: readonly string[] }

/** Reads an access list. The owner may always see the record, so is not counted. */
export function accessOf(acl: readonly string[], owner: string): Access {
  if (acl.includes('*')) return { kind: 'public' }
  const people = acl.filter((name) => !sameName(name, owner))
  return people.length === 0 ? { kind: 'private' } : { kind: 'people', people }
}

/** Writes an access list. */
export function aclOf(access: Access, owner: string): string[] {
  if (access.kind === 'public') return ['*']
  return access.kind === 'private' ? [owner] : [...access.people]
}

/** eNames compare without case, and `@` is often left out. */
export function sameName(a: string, b: string): boolean {
  return withAt(a).toLowerCase() === withAt(b).toLowerCase()
}

/** An eName as it is written: with `@` in front. */
export function withAt(name: string): string {
  return name.startsWith('@') ? name : `@${name}`
}
