import { bindingOntology } from '../bindings/types.ts'
import { isCovered } from '../envelopes/covered-by.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import { aclNames, authorise, type Grant, type Rules } from './authorise.ts'
import type { Caller } from './caller.ts'
import type { Consent } from './consents.ts'
import type { Policy } from './policy.ts'

/** Who reaches a record, and why. */
export interface RecordReader {
  readonly kind: 'owner' | 'public' | 'person' | 'platform'
  /** An eName, a platform, or in words who else is meant. */
  readonly name: string
  readonly canRead: boolean
  readonly canWrite: boolean
  /** For people. */
  readonly because: string
}

type Record = Pick<StoredMetaEnvelope, 'ename' | 'ontology' | 'acl'>

/**
 * Who reads and writes a record: each of them is asked for by the rules that decide about their
 * requests. The owner, those the ACL holds, platforms the owner has decided about, and everyone
 * else where they get something.
 */
export function readersOf(
  { ename }: Grant<'oversee'>,
  record: Record,
  policy: Policy,
  consents: readonly Consent[],
): RecordReader[] {
  const ask = (caller: Caller, consent: Consent | null = null) =>
    reachOf(caller, record, { policy, consent })
  const decided = consents.filter(({ decision }) => decision !== 'undecided')
  const platforms = decided.map((consent): RecordReader => {
    const { platform: name, verified } = consent
    const reach = ask({ kind: 'platform', platform: name, verified, thisComputer: false }, consent)
    return { kind: 'platform', name, ...reach, because: whyPlatform(consent, record, reach) }
  })
  const known = new Set(decided.flatMap(({ platform }) => aclNames(platform)))
  const listed = record.acl
    .filter((name) => name !== '*' && name !== ename && !known.has(name))
    .map((name) => listedReader(name, ask))
  const owner = { kind: 'owner', name: ename, canRead: true, canWrite: true } as const
  const everyone = othersOf(record, ask).filter(({ canRead, canWrite }) => canRead || canWrite)
  return [{ ...owner, because: 'This is your vault.' }, ...everyone, ...listed, ...platforms]
}

type Reach = Pick<RecordReader, 'canRead' | 'canWrite'>
type Ask = (caller: Caller) => Reach

function reachOf(caller: Caller, record: Record, rules: Rules): Reach {
  const reaches = (operation: 'read' | 'update') => {
    try {
      return isCovered(authorise(caller, operation, record.ename, rules), record)
    } catch (error) {
      if (error instanceof RequestError) return false
      throw error
    }
  }
  // Nobody but the owner changes or deletes a binding document.
  const canWrite = record.ontology !== bindingOntology && reaches('update')
  return { canRead: reaches('read'), canWrite }
}

/** A name of the ACL that stands for no platform the owner has decided about. */
function listedReader(name: string, ask: Ask): RecordReader {
  const platform = name.slice(1)
  if (/^https?:\/\//.test(platform)) {
    const reach = ask({ kind: 'platform', platform, verified: false, thisComputer: false })
    const because = reach.canRead
      ? 'You let platforms in without being asked.'
      : 'The access list holds it, but you have not yet decided about this platform.'
    return { kind: 'platform', name: platform, ...reach, because }
  }
  const reach = ask({ kind: 'person', ename: name, thisComputer: false })
  return { kind: 'person', name, ...reach, because: 'The access list holds this name.' }
}

/** Nobody is called like this: an eName holds no control characters. */
const nobody = '@\0'

/** Those who are named nowhere. */
function othersOf({ acl }: Record, ask: Ask): RecordReader[] {
  const others = (name: string, reach: Reach, because: string): RecordReader => ({
    ...{ kind: 'public', name, because },
    ...reach,
  })
  const platform = { kind: 'platform', platform: '', verified: false, thisComputer: false } as const
  const anyPlatform = others(
    'Any other platform',
    ask(platform),
    'You let platforms in without being asked.',
  )
  if (!acl.includes('*')) return [anyPlatform]
  const because = 'The access list holds everyone (*).'
  const anyone = others('Everyone', ask({ kind: 'anonymous', thisComputer: false }), because)
  if (anyone.canRead) return [anyone, anyPlatform]
  return [
    others(
      'Programs on this computer',
      ask({ kind: 'anonymous', thisComputer: true }),
      `${because} Your settings let programs on this computer read such records.`,
    ),
    others(
      'Everyone with an eName',
      ask({ kind: 'person', ename: nobody, thisComputer: false }),
      `${because} Who signs in with an eName can read such records.`,
    ),
    anyPlatform,
  ]
}

function whyPlatform(consent: Consent, { acl, ontology }: Record, { canRead }: Reach): string {
  const { decision, platform, ontologies } = consent
  if (decision === 'blocked') return 'You have blocked this platform.'
  if (decision === 'everything') {
    return 'You let it use everything, whatever the access list says.'
  }
  const type = ontologies.find((one) => one.ontology === ontology)
  if (decision === 'ontologies' && type === undefined) return 'You have not let it use this type.'
  const allowed = decision === 'read' ? 'You let it read' : 'You let it use this type'
  if (!canRead) return `${allowed}, but the access list does not hold it.`
  const isNamed = aclNames(platform).some((name) => acl.includes(name))
  return `${allowed}, and the access list holds ${isNamed ? 'it' : 'everyone (*)'}.`
}
