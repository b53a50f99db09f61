import type { KeyFinder } from '../../registry/certified-keys.ts'
import { RegistryError } from '../../registry/errors.ts'
import {
  type Explanation,
  isProviderSigner,
  type RefusalReason,
  type SignatureVerifier,
} from '../../registry/signature-verifier.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import { signatureCandidates, verifySignature } from '../../w3id/signatures.ts'
import type { ArrivalOf } from './arrivals.ts'
import { createTurns } from './in-turns.ts'
import type { KeyTerm } from './key-terms.ts'
import { signedBytes } from './prepare.ts'
import type { LogProblem, SignerLogs } from './signer-logs.ts'
import type { BindingDocument, BindingSignature } from './types.ts'

/** Why a signature is not valid, or can't be checked. */
export type VerdictReason =
  | RefusalReason
  | LogProblem
  /** A key of the signer signed it, by its time outside the time of that key. */
  | 'KEY_NOT_CURRENT'
  /** A former key signed it, and it came here after the key had ended. */
  | 'TIME_UNPROVEN'

/** What is to be thought of a signature under a binding document. */
export interface SignatureVerdict {
  readonly signer: string
  /** As the signer gave it. */
  readonly timestamp: string
  /** `unknown`: it can't be checked now, or nobody vouches for the signer now. */
  readonly verdict: 'valid' | 'invalid' | 'unknown'
  /** Multibase of the key that signed; null where none was found. */
  readonly publicKey: string | null
  /** Whether that key still speaks for the signer. */
  readonly keyState: 'current' | 'former' | null
  readonly reason: VerdictReason | null
  /** For people. */
  readonly message: string
}

/**
 * The verdicts on all signatures of a document in the vault of an eName, in their order.
 * @param arrivalOf tells since when each is here
 */
export type JudgeSignatures = (
  ename: string,
  document: BindingDocument,
  arrivalOf: ArrivalOf,
) => Promise<SignatureVerdict[]>

interface Means {
  readonly explain: SignatureVerifier['explain']
  readonly find: KeyFinder['find']
  readonly logs: SignerLogs
  /** The former keys of an eName whose vault this server holds: they need no network. */
  readonly ownTerms: (ename: string) => readonly KeyTerm[] | null
}

type Judgement = Omit<SignatureVerdict, 'signer' | 'timestamp'>

/** A signature, and what it is said to sign. */
interface Claim extends BindingSignature {
  readonly bytes: Uint8Array
  /** Since when it is here, in milliseconds since the epoch; null where nothing tells. */
  readonly arrived: () => Promise<number | null>
}

/** Vaults and providers that are asked at once. */
const mostAtOnce = 8

/** What somebody vouches for, and that speaks against the signature. */
const contradictions: readonly VerdictReason[] = [
  ...(['WRONG_SIGNATURE', 'KEY_NOT_CURRENT'] as const),
  ...(['CERTIFICATE_FOR_ANOTHER_NAME', 'CERTIFICATE_FROM_UNKNOWN_REGISTRY'] as const),
]

/**
 * Judges signatures: by the keys the registry certifies for the signer now, and when none of them
 * signed it, by the keys of the signer's identity log in their time. A provider has no log.
 */
export function createVerdicts(means: Means): JudgeSignatures {
  const inTurn = createTurns(mostAtOnce)
  return (ename, document, arrivalOf) => {
    const bytes = bytesOf(document)
    return Promise.all(
      document.signatures.map(async (signature, at) => {
        const { signer, timestamp } = signature
        const arrived = () => arrivalOf(ename, document, at)
        const judgement =
          bytes === null
            ? notValid('WRONG_SIGNATURE', 'The document holds what nobody can sign')
            : await inTurn(() => judge(means, { ...signature, bytes, arrived }))
        return { signer, timestamp, ...judgement }
      }),
    )
  }
}

/** null for what was never signed: JSON can hold texts that UTF-8 can't. */
function bytesOf(document: BindingDocument): Uint8Array | null {
  try {
    return signedBytes(document)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return null
  }
}

async function judge(means: Means, claim: Claim): Promise<Judgement> {
  const { signer, signature, bytes } = claim
  const explanation = await means.explain(signer, bytes, signature)
  return explanation.valid
    ? valid(explanation.publicKey, 'current', `Signed with a key of ${signer} that is in use`)
    : judgeFormer(means, claim, explanation)
}

type Refusal = Extract<Explanation, { readonly valid: false }>

/** @param refusal what the keys of now say */
async function judgeFormer(means: Means, claim: Claim, refusal: Refusal): Promise<Judgement> {
  const { signer, signature } = claim
  const asRefused = notValid(refusal.reason, refusal.message)
  // A provider has no log, junk was signed by nobody, and who does not answer is not asked again.
  if (isProviderSigner(signer) || refusal.reason === 'UNREACHABLE') return asRefused
  if (signatureCandidates(signature).length === 0) return asRefused
  try {
    const { keys } = await means.find(signer)
    // Without a key that is certified now nobody vouches for a log either.
    if (keys.length === 0) return asRefused
    const ename = normaliseEName(signer)
    const own = means.ownTerms(ename)
    if (own !== null) return await judgeByTerms(claim, own, asRefused)
    const log = await means.logs.of(ename, keys)
    if (log.kind === 'whole') return await judgeByTerms(claim, log.terms, asRefused)
    return notValid(log.reason, `No key of ${signer} that is in use signed this. ${log.message}`)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return notValid('UNREACHABLE', error.message)
  }
}

/**
 * When a signature was made is the signer's word. Whoever has a key that was replaced since can
 * give any time, so it counts only when the signature was here before the key ended. What is
 * proven with that is that it existed in the time of the key, or before; and a clock of ours that
 * was behind can make something later pass.
 */
async function judgeByTerms(
  claim: Claim,
  terms: readonly KeyTerm[],
  nobody: Judgement,
): Promise<Judgement> {
  const { signer, timestamp } = claim
  const time = timeOf(timestamp)
  const isInTerm = ({ from, until }: KeyTerm) => from <= time && time < until
  const term = await signing(claim, [
    ...terms.filter(isInTerm),
    ...terms.filter((one) => !isInTerm(one)).reverse(),
  ])
  if (term === null) return nobody
  const { publicKey, until } = term
  const keyState = until === Number.POSITIVE_INFINITY ? 'current' : 'former'
  const by = { publicKey, keyState } as const
  if (!isInTerm(term)) {
    const message = `Signed with a key of ${signer} that was not in use at the time it gives`
    return { ...notValid('KEY_NOT_CURRENT', message), ...by }
  }
  const arrived = await claim.arrived()
  if (arrived === null || arrived >= until) {
    const message = `Signed with a key of ${signer} that was replaced before this came here: the time it gives can’t be proven`
    return { ...notValid('TIME_UNPROVEN', message), ...by }
  }
  const since = keyState === 'former' ? '; it was replaced since' : ''
  return valid(publicKey, keyState, `Signed with a key that ${signer} had then${since}`)
}

async function signing(
  { bytes, signature }: Claim,
  terms: readonly KeyTerm[],
): Promise<KeyTerm | null> {
  for (const term of terms) {
    if (await verifySignature(term.publicKey, bytes, signature)) return term
  }
  return null
}

/** Milliseconds since the epoch. A time without a zone, which the protocol allows, is UTC. */
function timeOf(timestamp: string): number {
  const hasZone = /(?:z|[+-]\d\d:?\d\d)$/i.test(timestamp)
  return Date.parse(hasZone ? timestamp : `${timestamp}Z`)
}

function valid(publicKey: string, keyState: 'current' | 'former', message: string): Judgement {
  return { verdict: 'valid', publicKey, keyState, reason: null, message: `${message}.` }
}

function notValid(reason: VerdictReason, message: string): Judgement {
  const verdict = contradictions.includes(reason) ? 'invalid' : 'unknown'
  return { verdict, publicKey: null, keyState: null, reason, message: `${message}.` }
}
