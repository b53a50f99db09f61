const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text is a UUID of any version, as ids of records are, and eNames after their `@`. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

/** Whether a text is an id or an eName made of one: it says nothing to people. */
export function isOpaqueId(text: string): boolean {
  return isUuid(text.replace(/^@/, ''))
}
