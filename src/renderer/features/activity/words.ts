const operations: Readonly<Record<string, string>> = {
  // Of the operation log.
  create: 'Added',
  update: 'Changed',
  update_envelope_value: 'Changed a field',
  delete: 'Deleted',
  // Of the access log: what was asked for.
  read: 'Read',
  remove: 'Delete',
  sign: 'Sign',
  'read-log': 'Read the list of changes',
  'add-key': 'Add a key',
  oversee: 'See what only you see',
  administer: 'Change what only you change',
  identify: 'Say who it is',
}

/** What was refused, where a word for what was done would say too much. */
const wanted: Readonly<Record<string, string>> = {
  create: 'Add',
  update: 'Change',
}

/** What was done, in a word or two. */
export function operationWords(operation: string): string {
  return operations[operation] ?? operation
}

/** What was asked for and refused. */
export function wantedWords(operation: string): string {
  return wanted[operation] ?? operationWords(operation)
}

const refusals: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'No token, or one that does not hold',
  FORBIDDEN: 'You have not allowed it',
  CONSENT_REQUIRED: 'You had not decided about it',
  NOT_FOUND: 'Nothing there that it may see',
  TOO_MANY_REQUESTS: 'It asked too often',
  UNAVAILABLE: 'Its token could not be checked',
  PENDING_OWNER_APPROVAL: 'It waits for your approval',
  INVALID_SIGNATURE: 'The signature is not by its signer',
  UNKNOWN_ENAME: 'There is no vault of that name here',
  MISSING_ENAME: 'It did not say which vault',
  INVALID_ENAME: 'What it called the vault is no name',
  INTROSPECTION_DISABLED: 'It asked how the vault is built',
  QUERY_TOO_COMPLEX: 'It asked for too much at once',
}

/** Why somebody was refused, in words; a code that is not known, as it is. */
export function refusalWords(code: string): string {
  return refusals[code] ?? code
}

/** "1 read", "1,204 reads". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
