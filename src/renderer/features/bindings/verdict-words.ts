import { t } from '@lingui/core/macro'
import { vaultWords } from '../../components/vault-words.ts'
import type { VerdictPartsFragment } from '../../graphql/documents.generated.ts'

export type SignatureVerdict = VerdictPartsFragment

/** A verdict for the eyes: the word always stands beside the icon. */
export interface VerdictWords {
  readonly tone: 'ok' | 'bad' | 'unsure'
  readonly word: string
  readonly meaning: string
  /** Whether another answer may come when it is asked again. */
  readonly canChange: boolean
}

type Judged = Pick<SignatureVerdict, 'verdict' | 'keyState' | 'reason' | 'message'>

/** What is wrong, for reasons whose own message says it in the terms of engineers. */
const meanings: Readonly<Record<string, string>> = {
  WRONG_SIGNATURE: t`None of the signer’s keys made it for this document: the document is another one, or somebody else signed.`,
  KEY_NOT_CURRENT: t`The key that signed was not the signer’s at the time the signature gives.`,
  CERTIFICATE_FOR_ANOTHER_NAME: t`The key that signed is vouched for under another eName.`,
  CERTIFICATE_FROM_UNKNOWN_REGISTRY: t`The key that signed is vouched for by a registry that yours does not know.`,
  UNKNOWN_NAME: t`The registry does not know this eName now.`,
  NO_CERTIFICATE: t`The registry vouches for none of the signer’s keys now.`,
  CERTIFICATE_EXPIRED: t`The registry’s word for the signer’s key has run out and was not renewed.`,
  LOG_INVALID: t`The history of the signer’s keys does not hold.`,
  LOG_UNVOUCHED: t`The history of the signer’s keys ends with keys that nobody vouches for.`,
  TIME_UNPROVEN: t`A key that was replaced since signed it, and it came here only afterwards: the time it gives can’t be proven.`,
}

/** What a verdict says to somebody who is no engineer. */
export function verdictWords({ verdict, keyState, reason, message }: Judged): VerdictWords {
  if (verdict === 'valid') {
    const meaning =
      keyState === 'former'
        ? t`Signed before the key was renewed.`
        : t`Signed with a key that is in use.`
    return { tone: 'ok', word: t`Valid`, meaning, canChange: false }
  }
  const meaning = meanings[reason ?? ''] ?? vaultWords({ code: reason, message })
  if (verdict === 'invalid') return { tone: 'bad', word: t`Invalid`, meaning, canChange: false }
  const isProofMissing = reason === 'TIME_UNPROVEN'
  const word = isProofMissing ? t`Not proven` : t`Can’t be checked now`
  return { tone: 'unsure', word, meaning, canChange: !isProofMissing }
}

/** When a signature says it was made. A time without a zone, which the protocol allows, is UTC. */
export function signedAt(timestamp: string): string {
  return /(?:z|[+-]\d\d:?\d\d)$/i.test(timestamp) ? timestamp : `${timestamp}Z`
}
