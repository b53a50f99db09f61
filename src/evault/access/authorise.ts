import { normaliseEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { Consent } from './consents.ts'
import { normalisePlatform } from './platform-name.ts'
import type { Policy, WithoutToken } from './policy.ts'

/**
 * What can be asked of a vault. Every operation names one, or it does not compile.
 * `sign` adds a signature to a binding document, `oversee` is looking at the vault itself
 * (settings, consents, history, what was read), `administer` changes it.
 */
export type Operation =
  | 'read'
  | 'create'
  | 'update'
  | 'remove'
  | 'sign'
  | 'read-log'
  | 'add-key'
  | 'oversee'
  | 'administer'

/** Which records a grant is about: those every condition holds for. */
export interface Coverage {
  /** Whatever the ACL says. */
  readonly all: boolean
  /** Otherwise: those whose ACL holds one of these names. */
  readonly names: readonly string[]
  /** Of these types only; null for every type. */
  readonly ontologies: readonly string[] | null
}

declare const granted: unique symbol

/**
 * Proof that `authorise` let this caller do this operation in this vault. Readers and
 * transactors ask for it; nothing else can make one.
 */
export interface Grant<O extends Operation> {
  readonly [granted]: O
  readonly ename: string
  readonly caller: Caller
  readonly records: Coverage
}

/** What the owner of a vault decided, as far as it matters for one caller. */
export interface Rules {
  readonly policy: Policy
  /** The owner's decision about the platform that asks; null when there is none. */
  readonly consent: Consent | null
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const everything: Coverage = { all: true, names: [], ontologies: null }
const nothing: Coverage = { all: false, names: [], ontologies: null }

/**
 * The one place that decides who may do what. Denies unless a rule says otherwise.
 * Source: design, "Policies" and "Who is asking".
 * @throws RequestError `FORBIDDEN`, `UNAUTHENTICATED`, `CONSENT_REQUIRED`
 */
export function authorise<O extends Operation>(
  caller: Caller,
  operation: O,
  ename: string,
  rules: Rules,
): Grant<O> {
  const records = allow(caller, operation, rules)
  return { ename, caller, records } as Grant<O>
}

/**
 * What the owner may do who looks at the vault as this caller: read what the caller would be
 * given, in the owner's name, so that it leaves no trace of a caller who never came; and oversee
 * the vault as always.
 * @throws RequestError what the caller would be refused with; `FORBIDDEN` for all that writes
 */
export function authoriseView<O extends Operation>(
  viewed: Caller,
  operation: O,
  ename: string,
  rules: Rules,
): Grant<O> {
  if (operation === 'oversee') return authorise({ kind: 'owner' }, operation, ename, rules)
  if (operation !== 'read') throw onlyLooking()
  const { records } = authorise(viewed, operation, ename, rules)
  return { ename, caller: { kind: 'owner' }, records } as Grant<O>
}

/** Whoever looks at their vault as somebody else changes nothing. */
export function onlyLooking(): RequestError {
  return new RequestError('FORBIDDEN', 'You are looking at your vault as somebody else.')
}

/**
 * Refuses a write of a type the grant is not about: consent for some types gives no others.
 * @throws RequestError `FORBIDDEN`
 */
export function refuseForeignType({ records }: Grant<Operation>, ontology: string): void {
  if (records.ontologies === null || records.ontologies.includes(ontology)) return
  throw new RequestError(
    'FORBIDDEN',
    'The owner of this vault has not allowed records of this type.',
    'ontology',
  )
}

function allow(caller: Caller, operation: Operation, { policy, consent }: Rules): Coverage {
  if (caller.kind === 'owner') return everything
  if (operation === 'oversee' || operation === 'administer') {
    throw new RequestError('FORBIDDEN', 'Only the owner may do this.')
  }
  if (operation === 'read-log' && mayReadLogs(caller, policy, consent)) return everything
  switch (caller.kind) {
    case 'platform':
      return allowPlatform(caller.platform, operation, policy, consent)
    case 'person':
      return allowPerson(caller, operation, policy)
    case 'anonymous':
      return allowAnonymous(caller.thisComputer, operation, policy)
  }
}

/** What the owner's consent gives a platform; ACLs bind it unless that is everything. */
function allowPlatform(
  platform: string,
  operation: Operation,
  policy: Policy,
  consent: Consent | null,
): Coverage {
  const names = aclNames(platform)
  switch (decisionOf(policy, consent)) {
    case 'everything':
      if (operation === 'read' || isWrite(operation)) return everything
      if (operation === 'add-key' && policy.addKeys === 'full-consent') return everything
      break
    case 'read':
      if (operation === 'read') return { all: false, names: [...names, '*'], ontologies: null }
      break
    case 'ontologies': {
      const ontologies = (consent?.ontologies ?? [])
        .filter(({ write }) => write || operation === 'read')
        .map(({ ontology }) => ontology)
      if (operation === 'read') return { all: false, names: [...names, '*'], ontologies }
      if (isWrite(operation) && ontologies.length > 0) return { all: false, names, ontologies }
      break
    }
    case 'blocked':
      break
    default:
      throw new RequestError(
        'CONSENT_REQUIRED',
        `The owner of this vault has not yet allowed ${platform} to use it.`,
      )
  }
  throw new RequestError('FORBIDDEN', 'The owner of this vault has not allowed this.')
}

/** What the owner decided, or what the policy says where they have not. */
function decisionOf({ platformConsent }: Policy, consent: Consent | null): Consent['decision'] {
  const decision = consent?.decision ?? 'undecided'
  return decision === 'undecided' && platformConsent === 'allow' ? 'everything' : decision
}

/**
 * The names an ACL can list a platform by. Anyone can have a token for any name, so none that is
 * written like a person's eName counts.
 */
export function aclNames(platform: string): string[] {
  if (platform.trim().startsWith('@') || uuid.test(platform.trim())) return []
  try {
    return [...new Set([platform, normalisePlatform(platform)].map(normaliseEName))]
  } catch {
    return []
  }
}

function allowPerson(
  caller: Extract<Caller, { kind: 'person' }>,
  operation: Operation,
  policy: Policy,
): Coverage {
  if (operation === 'read') return { all: false, names: [caller.ename, '*'], ontologies: null }
  if (operation === 'create' && isAllowed(policy.createWithoutToken, caller.thisComputer)) {
    return nothing
  }
  if (isWrite(operation) && operation !== 'create') {
    return { all: false, names: [caller.ename], ontologies: null }
  }
  throw new RequestError('FORBIDDEN', 'The owner of this vault has not allowed this.')
}

function allowAnonymous(thisComputer: boolean, operation: Operation, policy: Policy): Coverage {
  if (operation === 'create' && isAllowed(policy.createWithoutToken, thisComputer)) return nothing
  if (operation === 'read' && isAllowed(policy.readPublicWithoutToken, thisComputer)) {
    return { all: false, names: ['*'], ontologies: null }
  }
  throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
}

function mayReadLogs(
  caller: Exclude<Caller, { kind: 'owner' }>,
  policy: Policy,
  consent: Consent | null,
): boolean {
  switch (policy.readLogs) {
    case 'anyone':
      return true
    case 'this-computer':
      return caller.thisComputer
    case 'authenticated':
      if (caller.kind !== 'platform') return caller.kind === 'person'
      return !['undecided', 'blocked'].includes(decisionOf(policy, consent))
    case 'owner':
      return false
  }
}

function isAllowed(rule: WithoutToken, thisComputer: boolean): boolean {
  return rule === 'anyone' || (rule === 'this-computer' && thisComputer)
}

function isWrite(operation: Operation): boolean {
  return ['create', 'update', 'remove', 'sign'].includes(operation)
}
