import fc from 'fast-check'

/**
 * A model of who may do what, written from the design's words alone ("Policies", "Who is asking"):
 * worlds, what can be asked in them, and what has to come of it.
 */

export const platforms = { app: 'https://App.Example/', plain: 'Plain-Name' } as const
/** What an ACL may call them, and the form in which decisions about them are kept. */
const names = { alice: '@alice', bob: '@bob', app: '@https://app.example', plain: '@plain-name' }

interface Consent {
  readonly decision: string
  readonly ontologies: readonly { readonly ontology: string; readonly write: boolean }[]
}
interface Held {
  id: string
  ontology: string
  payload: { text: string }
  acl: string[]
}
export interface World {
  settings: Record<string, string>
  consents: Map<string, Consent>
  held: Held[]
  log: string[]
  /** Envelope ids of the field `text`, as the owner sees them. */
  envelopes: Map<string, string>
}

const ontology = fc.constantFrom('a', 'b')
const acl = fc.array(
  fc.constantFrom('*', ' Alice ', '@BOB', '@alice', names.app, names.plain, '@dora'),
  { maxLength: 3 },
)
export const record = fc.record({
  ontology,
  acl,
  payload: fc.record({ text: fc.constantFrom('x', 'y') }),
})
export const settings = fc.record({
  platformConsent: fc.constantFrom('allow', 'ask'),
  createWithoutToken: fc.constantFrom('anyone', 'this-computer', 'off'),
  readPublicWithoutToken: fc.constantFrom('anyone', 'this-computer', 'off'),
  readLogs: fc.constantFrom('anyone', 'this-computer', 'authenticated', 'owner'),
  cors: fc.constantFrom('any-origin', 'any-origin', 'consented-platforms'),
})
export const consent = fc.record({
  decision: fc.constantFrom('none', 'everything', 'read', 'ontologies', 'ontologies', 'blocked'),
  ontologies: fc.uniqueArray(fc.record({ ontology, write: fc.boolean() }), {
    selector: (one) => one.ontology,
  }),
})
const kinds = [
  ...['one', 'page', 'search', 'legacyOne', 'legacyType', 'legacySearch', 'legacyAll'],
  ...['create', 'store', 'bulk', 'update', 'legacyUpdate', 'value', 'remove', 'legacyRemove'],
  ...['logs', 'setAcl', 'settings', 'decide'],
] as const
/** These are the owner's alone: half of them are sent from the window, so that some come true. */
const owned: readonly string[] = ['setAcl', 'settings', 'decide']
const anyStep = fc.record({
  caller: fc.constantFrom(
    ...(['window', 'owner', 'app', 'app', 'app', 'plain', 'plain'] as const),
    ...(['alice', 'alice', 'bob', 'carol', 'anonymous', 'anonymous'] as const),
  ),
  origin: fc.constantFrom(null, null, null, 'https://app.example', 'https://evil.example'),
  kind: fc.constantFrom(...kinds),
  which: fc.nat({ max: 20 }),
  known: fc.integer({ min: 0, max: 9 }).map((n) => n > 1),
  record,
  settings,
  consent,
  platform: fc.constantFrom('app', 'plain'),
  bulk: fc.array(fc.record({ record, id: fc.option(fc.constantFrom('new-1', 'new-2', 'r0')) }), {
    maxLength: 3,
  }),
  size: fc.integer({ min: 1, max: 3 }),
})
export const step = anyStep.map((one) =>
  owned.includes(one.kind) && one.which % 2 === 0
    ? { ...one, caller: 'window' as const, origin: null }
    : one,
)
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

// ---- the model ----

type Asked = 'read' | 'create' | 'change' | 'logs'
type Reach =
  | string
  | { may(record: Pick<Held, 'ontology' | 'acl'>): boolean; all: boolean; types: string[] | null }

const everything: Reach = { may: () => true, all: true, types: null }
const tidy = (list: readonly string[]) => [
  ...new Set(
    list.map((name) => name.trim().toLowerCase()).map((n) => (/^[@*]/.test(n) ? n : `@${n}`)),
  ),
]

/** A refusal's code, or what the caller can reach. */
function reach(
  { settings: rules, consents }: World,
  { caller, origin }: Step,
  asked: Asked,
): Reach {
  if (caller === 'owner' || caller === 'window') return everything
  const here = origin === null
  const allowed = (rule: string | undefined) =>
    rule === 'anyone' || (rule === 'this-computer' && here)
  const isPlatform = caller === 'app' || caller === 'plain'
  const { decision, ontologies } = (isPlatform ? consents.get(caller) : undefined) ?? {
    decision: rules.platformConsent === 'allow' ? 'everything' : 'undecided',
    ontologies: [],
  }
  if (asked === 'logs') {
    if (allowed(rules.readLogs)) return everything
    const isLetIn = !isPlatform || !['undecided', 'blocked'].includes(decision)
    if (rules.readLogs === 'authenticated' && caller !== 'anonymous' && isLetIn) return everything
  }
  const listed = (own: string[], types: string[] | null = null): Reach => ({
    may: ({ ontology: type, acl: list }) =>
      (types?.includes(type) ?? true) && list.some((name) => own.includes(name)),
    all: false,
    types,
  })
  if (caller === 'anonymous') {
    if (asked === 'read' && allowed(rules.readPublicWithoutToken)) return listed(['*'])
    if (asked === 'create' && allowed(rules.createWithoutToken)) return listed([])
    return 'UNAUTHENTICATED'
  }
  if (!isPlatform) {
    if (asked === 'read') return listed([names[caller as 'alice'] ?? '@carol', '*'])
    if (asked === 'change') return listed([names[caller as 'alice'] ?? '@carol'])
    return asked === 'create' && allowed(rules.createWithoutToken) ? listed([]) : 'FORBIDDEN'
  }
  if (decision === 'undecided') return 'CONSENT_REQUIRED'
  if (asked === 'logs' || decision === 'blocked') return 'FORBIDDEN'
  if (decision === 'everything') return everything
  const own = names[caller]
  if (asked === 'read') {
    const types = decision === 'read' ? null : ontologies.map((one) => one.ontology)
    return listed([own, '*'], types)
  }
  const writable = ontologies.filter(({ write }) => write).map((one) => one.ontology)
  return decision === 'read' || writable.length === 0 ? 'FORBIDDEN' : listed([own], writable)
}

/** Whether the listener turns a web page away before anybody is asked. */
function turnedAway({ settings: rules, consents }: World, { caller, origin, kind }: Step): boolean {
  if (origin === null) return false
  // There are no logs on the owner listener: the owner asks for them with a token.
  if (caller === 'window' && kind !== 'logs') return true
  if (rules.cors === 'any-origin') return false
  const letIn = ['everything', 'read', 'ontologies']
  return !(origin === 'https://app.example' && letIn.includes(consents.get('app')?.decision ?? ''))
}

const found = (world: World, may: (record: Held) => boolean, type: string | null, term = '') =>
  world.held
    .filter((one) => may(one) && (type ?? one.ontology) === one.ontology)
    .filter(({ payload }) => payload.text.includes(term))
    .map(({ id }) => id)

export function add(
  world: World,
  { ontology: type, payload, acl: list }: Step['record'],
  id: string,
) {
  world.held.push({ id, ontology: type, payload, acl: tidy(list) })
  world.log.unshift(`create ${id}`)
}

/** What the vault should answer; changes the world as the vault should. */
export function expected(world: World, asked: Step, made: readonly string[]): unknown {
  if (turnedAway(world, asked)) return 'TURNED AWAY'
  const { kind } = asked
  if (owned.includes(kind)) return owners(world, asked)
  const reads = ['one', 'page', 'search', 'legacyOne', 'legacyType', 'legacySearch', 'legacyAll']
  const creates = ['create', 'store', 'bulk']
  const need: Asked = reads.includes(kind) ? 'read' : creates.includes(kind) ? 'create' : 'change'
  const reached = reach(world, asked, kind === 'logs' ? 'logs' : need)
  if (typeof reached === 'string') return reached
  if (kind === 'logs') return world.log.slice(0, 100)
  if (need === 'read') return reading(world, asked, reached.may)
  if (kind === 'bulk') return bulk(world, asked, reached, made)
  const type = asked.record.ontology
  const writes = need === 'create' || kind === 'update' || kind === 'legacyUpdate'
  if (writes && !(reached.types?.includes(type) ?? true)) return 'FORBIDDEN'
  if (need === 'create') {
    add(world, asked.record, made[0] ?? 'none was made')
    return 'done'
  }
  return changing(world, asked, reached)
}

function reading(
  world: World,
  { kind, which, known, record: { ontology: type } }: Step,
  may: (record: Held) => boolean,
): unknown {
  const id = idOf(world, which, known)
  if (kind === 'one' || kind === 'legacyOne') {
    return world.held.some((one) => one.id === id && may(one)) ? id : null
  }
  if (kind === 'legacyAll') return found(world, may, null).map((one) => world.envelopes.get(one))
  if (kind === 'legacyType') return found(world, may, type)
  if (kind === 'legacySearch') return found(world, may, type, 'x')
  const ids = found(world, may, known ? null : type, kind === 'search' ? 'x' : '')
  return { ids, count: ids.length }
}

function bulk(
  world: World,
  { caller, bulk: items }: Step,
  reached: Exclude<Reach, string>,
  made: readonly string[],
) {
  if (caller === 'anonymous') return 'UNAUTHENTICATED'
  return items.map(({ record: one, id }, at) => {
    const free = id === null || (reached.all && !world.held.some((other) => other.id === id))
    if (!free || !(reached.types?.includes(one.ontology) ?? true)) return 'refused'
    add(world, one, id ?? made[at] ?? 'none was made')
    return 'done'
  })
}

function changing(world: World, asked: Step, { may, all }: Exclude<Reach, string>): unknown {
  const { kind, caller, which, known, record: change } = asked
  const id = idOf(world, which, known)
  const one = world.held.find((other) => other.id === id)
  if (one === undefined || !may(one)) {
    if (!all || (kind !== 'update' && kind !== 'legacyUpdate')) return 'NOT_FOUND'
    add(world, change, id)
    return 'done'
  }
  if (kind === 'remove' || kind === 'legacyRemove') {
    world.held = world.held.filter((other) => other !== one)
    world.log.unshift(`delete ${id}`)
  } else if (kind === 'value') {
    one.payload = change.payload
    world.log.unshift(`update_envelope_value ${id}`)
  } else {
    const wanted = tidy(change.acl)
    const isOwner = caller === 'owner' || caller === 'window'
    if (!isOwner && wanted.some((name) => !one.acl.includes(name))) return 'FORBIDDEN'
    Object.assign(one, { ...change, acl: all ? wanted : one.acl })
    world.log.unshift(`update ${id}`)
  }
  return 'done'
}

/** Only the owner's window has these; elsewhere they are not even in the contract. */
function owners(world: World, { kind, caller, which, known, ...asked }: Step): unknown {
  if (caller !== 'window') return 'NOT THERE'
  const { decision, ontologies } = asked.consent
  if (kind === 'settings') world.settings = asked.settings
  else if (kind === 'decide' && decision === 'none') world.consents.delete(asked.platform)
  else if (kind === 'decide') world.consents.set(asked.platform, { decision, ontologies })
  else {
    const id = idOf(world, which, known)
    const one = world.held.find((other) => other.id === id)
    if (one === undefined) return 'NOT_FOUND'
    one.acl = tidy(asked.record.acl)
    world.log.unshift(`update ${id}`)
  }
  return 'done'
}

export function idOf({ held }: World, which: number, known: boolean): string {
  return (known ? held[which % Math.max(1, held.length)]?.id : null) ?? `unheard-of-${which % 3}`
}
