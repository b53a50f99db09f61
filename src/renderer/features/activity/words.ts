import { t } from '@lingui/core/macro'
import type { Trace } from './traces.ts'

const operations: Readonly<Record<string, string>> = {
  // Of the operation log.
  create: t`Added`,
  update: t`Changed`,
  update_envelope_value: t`Changed a field`,
  delete: t`Deleted`,
  // Of the access log: what was asked for.
  read: t({ message: 'Read', context: 'was read' }),
  remove: t({ message: 'Delete', context: 'verb' }),
  sign: t({ message: 'Sign', context: 'verb' }),
  'read-log': t`Read the list of changes`,
  'add-key': t`Add a key`,
  oversee: t`See what only you see`,
  administer: t`Change what only you change`,
  identify: t`Say who it is`,
}

/** What was refused, where a word for what was done would say too much. */
const wantedOperations: Readonly<Record<string, string>> = {
  create: t({ message: 'Add', context: 'verb' }),
  update: t({ message: 'Change', context: 'verb' }),
  read: t({ message: 'Read', context: 'verb' }),
}

/** What was done, in a word or two. */
export function operationWords(operation: string): string {
  return operations[operation] ?? operation
}

/** What was asked for and refused. */
export function wantedWords(operation: string): string {
  return wantedOperations[operation] ?? operationWords(operation)
}

const refusals: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: t`No token, or one that does not hold`,
  FORBIDDEN: t`You have not allowed it`,
  CONSENT_REQUIRED: t`You had not decided about it`,
  VAULT_LOCKED: t`You had locked eVault, and it is refused then`,
  NOT_FOUND: t`Nothing there that it may see`,
  TOO_MANY_REQUESTS: t`It asked too often`,
  UNAVAILABLE: t`Its token could not be checked`,
  PENDING_OWNER_APPROVAL: t`It waits for your approval`,
  INVALID_SIGNATURE: t`The signature is not by its signer`,
  UNKNOWN_ENAME: t`There is no vault of that name here`,
  MISSING_ENAME: t`It did not say which vault`,
  INVALID_ENAME: t`What it called the vault is no name`,
  INTROSPECTION_DISABLED: t`It asked how the vault is built`,
  QUERY_TOO_COMPLEX: t`It asked for too much at once`,
}

/** Why somebody was refused, in words; a code that is not known, as it is. */
export function refusalWords(code: string): string {
  return refusals[code] ?? code
}

/** What a line of a log tells: what was done, or what was refused. */
export function whatWords({ operation, refusal }: Pick<Trace, 'operation' | 'refusal'>): string {
  if (refusal === null) return operationWords(operation)
  const wanted = wantedWords(operation)
  return t`Refused: ${wanted}`
}

/** The types that a line is about, by their names, or why it tells of a refusal. */
export function aboutWords(
  {
    operation,
    refusal,
    ontologies,
    records,
  }: Pick<Trace, 'operation' | 'refusal' | 'ontologies' | 'records'>,
  typeName: (ontology: string) => string,
): string {
  if (refusal !== null) return refusalWords(refusal)
  const isEmpty = operation === 'read' && ontologies.length === 0 && records.length === 0
  return isEmpty
    ? t({ message: 'No records', context: 'were read' })
    : ontologies.map(typeName).join(', ')
}
