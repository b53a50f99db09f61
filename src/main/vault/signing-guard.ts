import { z } from 'zod'
import {
  type PlatformListing,
  type SessionOrigin,
  type SigningPurpose,
  SigningRefused,
} from '../../evault/index.ts'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import type { TrustList } from '../../w3id/identity-log/entry.ts'
import {
  hasExpired,
  readSessionRequest,
  type SessionRequest,
  sessionLifetimeMs,
} from '../../w3id/session-request.ts'
import type { ArchiveChoice } from '../export/archive-choice.ts'
import type { RelayProofs } from './relay-proofs.ts'

/** A change of an identity that waits for the owner's word. */
export interface IdentityChange {
  /** Whose keys change: the owner's, but for `approve-recovery`. */
  readonly ename: string
  /** `approve-recovery`: somebody else's recovery, which the owner's word helps to happen. */
  readonly operation: 'genesis' | 'rotate' | 'recover' | 'approve-recovery'
  /** Multibase. */
  readonly keys: readonly string[]
  /** Who may approve a recovery of the owner's identity from then on. */
  readonly trust: TrustList | null
}

/** A binding document that waits for the owner's word, all of it. */
export interface DocumentToSign {
  readonly operation: 'sign-document'
  readonly subject: string
  readonly type: string
  readonly data: unknown
}

/** Another vault that is to know that it is the owner who asks. */
export interface Introduction {
  readonly operation: 'introduce'
  readonly ename: string
  /** Whose vault. */
  readonly to: string
}

/** A session of a platform: a login, or a signature that the platform asks for. */
export interface SessionToSign {
  readonly operation: 'sign-session'
  /** As the guard read it from the link, not as the vault process says. */
  readonly request: SessionRequest
  readonly listing: PlatformListing
}

/** An archive of the whole vault, which the owner has chosen a file for. */
export interface ArchiveToSign {
  readonly operation: 'sign-archive'
  readonly file: string
  /** SHA-256 of its manifest, hex. */
  readonly digest: string
}

/** What the owner is asked before it is signed. */
export type OwnerQuestion =
  | IdentityChange
  | DocumentToSign
  | Introduction
  | SessionToSign
  | ArchiveToSign

/** Looks at what the vault process wants signed, before it is. */
export interface SigningGuard {
  /**
   * Resolves when these bytes may be signed with this key.
   * @param origin of a session
   * @throws SigningRefused when they are not what the purpose says, or when the owner says no
   */
  allow(
    keyName: string,
    bytes: Uint8Array,
    purpose: SigningPurpose,
    origin?: SessionOrigin,
  ): Promise<void>
}

/** A confirmed change needs several signatures, in the same moment. */
const confirmedMs = 60_000
/** Who may know the owner may for as long as they look around there. */
const introducedMs = 10 * 60_000
const longestTokenSeconds = 600
const clockToleranceSeconds = 60
/** Source: docs/export.md. */
const archiveText = /^evault-archive:1 ([0-9a-f]{64})$/
const hexDigest = /^[0-9a-f]{64}$/
const ownerKey = /\/owner(\/\d+)?$/
const registryKey = /\/registry(\/\d+)?$/

const identityEntry = z.object({
  id: z.string(),
  method: z.literal('w3id:v1'),
  operation: z.enum(['genesis', 'rotate', 'recover']),
  previous: z.string().nullable(),
  updateKeys: z.array(z.string()),
  trust: z
    .object({ threshold: z.int(), trusted: z.array(z.string()), waitSeconds: z.int() })
    .nullable(),
})

const bindingDocument = z.strictObject({
  data: z.record(z.string(), z.unknown()),
  subject: z.string().startsWith('@'),
  type: z.string().min(1),
})

const tokenHeader = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal('JWT'),
  kid: z.string(),
})
const tokenClaims = z.strictObject({
  iss: z.string().startsWith('@'),
  aud: z.string().startsWith('@'),
  iat: z.int(),
  exp: z.int(),
})

const recoveryRequest = z.strictObject({
  type: z.literal('w3id-recovery:v1'),
  id: z.string().min(1),
  previous: z.string(),
  updateKeys: z.array(z.string().min(1)).min(1),
  nextKeyHashes: z.array(z.string()),
  requestedAt: z.string(),
})

/**
 * The vault process talks to strangers, so main does not sign what it is handed: digests of the
 * operation log, tokens with the registry's key, and what the owner has confirmed in a dialog of
 * main's own: entries of the identity log, approvals of somebody else's recovery, binding
 * documents, tokens that introduce the owner to another vault, and sessions of platforms; and
 * proofs for the relays that main connects to; and the archive that they have chosen a file for. The first entry of a new vault needs no confirmation; later it could begin another history of the keys.
 * @param isNew whether the vault is being made: it has never been open
 */
export function createSigningGuard(
  confirm: (question: OwnerQuestion) => Promise<boolean>,
  isNew: () => boolean,
  relayProofs: Pick<RelayProofs, 'check'>,
  archives: Pick<ArchiveChoice, 'take'>,
): SigningGuard {
  const confirmed = new Map<string, number>()
  const introduced = new Map<string, number>()

  async function allowIdentityChange(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString()
    const { data } = identityEntry.safeParse(parseJson(text))
    if (data === undefined) throw refusal('this is no entry of an identity log')
    const { id: ename, operation, previous, updateKeys: keys, trust } = data
    if (operation === 'genesis' && previous !== null) throw refusal('this is no first entry')
    if (operation === 'genesis' && isNew()) return
    if ((confirmed.get(text) ?? 0) > Date.now()) return
    if (!(await confirm({ ename, operation, keys, trust }))) throw refusal('you did not confirm it')
    confirmed.clear()
    confirmed.set(text, Date.now() + confirmedMs)
  }

  async function allowApproval(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString()
    const { data } = recoveryRequest.safeParse(parseJson(text))
    // Nothing in it that the owner is not shown, like a member that is there twice.
    if (data === undefined || canonicalJson(data) !== text) {
      throw refusal('this is no request for a recovery')
    }
    const { id: ename, updateKeys: keys } = data
    const change = { ename, operation: 'approve-recovery' as const, keys, trust: null }
    if (!(await confirm(change))) throw refusal('you did not confirm it')
  }

  async function allowDocument(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString()
    const { data: document } = bindingDocument.safeParse(parseJson(text))
    if (document === undefined || canonicalJson(document) !== text) {
      throw refusal('this is no binding document')
    }
    if (!(await confirm({ operation: 'sign-document', ...document }))) {
      throw refusal('you did not confirm it')
    }
  }

  async function allowIntroduction(bytes: Uint8Array): Promise<void> {
    const claims = readToken(Buffer.from(bytes).toString())
    if (claims === null) throw refusal('this is no token for another vault')
    const { iss: ename, aud: to } = claims
    const pair = `${ename} ${to}`
    if ((introduced.get(pair) ?? 0) > Date.now()) return
    if (!(await confirm({ operation: 'introduce', ename, to }))) {
      throw refusal('you did not confirm it')
    }
    introduced.set(pair, Date.now() + introducedMs)
  }

  /** The link decides what is asked and signed: the vault process can't say something else. */
  async function allowSession(bytes: Uint8Array, origin: SessionOrigin | undefined): Promise<void> {
    const request = readOrRefuse(origin?.uri ?? '')
    if (!Buffer.from(request.session).equals(bytes)) throw refusal('this is not that session')
    if (hasExpired(request, Date.now())) throw refusal('the link has expired')
    const listing = origin?.listing ?? 'unknown'
    const askedAt = Date.now()
    if (!(await confirm({ operation: 'sign-session', request, listing }))) {
      throw refusal('you did not confirm it')
    }
    // A question that was left open is of a session that nobody waits for, or somebody else does.
    if (hasExpired(request, Date.now()) || Date.now() - askedAt >= sessionLifetimeMs) {
      throw refusal('the question was open for so long that the session has expired')
    }
  }

  /** Once for each file that the owner has chosen in main's dialog. */
  async function allowArchive(bytes: Uint8Array): Promise<void> {
    const digest = archiveText.exec(Buffer.from(bytes).toString('latin1'))?.[1]
    if (digest === undefined) throw refusal('this is no archive')
    const file = archives.take()
    if (file === null) throw refusal('you did not ask for an archive')
    if (!(await confirm({ operation: 'sign-archive', file, digest }))) {
      throw refusal('you did not confirm it')
    }
  }

  return {
    async allow(keyName, bytes, purpose, origin) {
      if (purpose === 'registry-token') {
        if (!registryKey.test(keyName)) throw refusal('this is not the key of the registry')
        return
      }
      if (!ownerKey.test(keyName)) throw refusal('this is not a key of the owner')
      if (purpose === 'identity-log') return allowIdentityChange(bytes)
      if (purpose === 'recovery-approval') return allowApproval(bytes)
      if (purpose === 'binding-document') return allowDocument(bytes)
      if (purpose === 'person-token') return allowIntroduction(bytes)
      if (purpose === 'w3ds-session') return allowSession(bytes, origin)
      if (purpose === 'relay-proof') return relayProofs.check(bytes)
      if (purpose === 'archive') return allowArchive(bytes)
      if (!hexDigest.test(Buffer.from(bytes).toString('latin1'))) {
        throw refusal('this is no digest of the operation log')
      }
    },
  }
}

/** The claims of a token as it is signed; null when it is not one for another vault. */
function readToken(text: string): z.infer<typeof tokenClaims> | null {
  const [header = '', payload = '', ...more] = text.split('.')
  const decoded = (part: string) => parseJson(Buffer.from(part, 'base64url').toString())
  const { data: claims } = tokenClaims.safeParse(decoded(payload))
  if (more.length > 0 || !tokenHeader.safeParse(decoded(header)).success || !claims) return null
  const isShort = claims.exp - claims.iat <= longestTokenSeconds
  const isOfNow = Math.abs(claims.iat - Date.now() / 1000) <= clockToleranceSeconds
  return isShort && isOfNow && claims.iss !== claims.aud ? claims : null
}

function readOrRefuse(uri: string): SessionRequest {
  try {
    return readSessionRequest(uri)
  } catch (error) {
    const problem = error instanceof TypeError ? error.message : 'The link can’t be read'
    throw refusal(`${problem.charAt(0).toLowerCase()}${problem.slice(1)}`)
  }
}

function refusal(why: string): SigningRefused {
  return new SigningRefused(`Nothing was signed: ${why}.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
