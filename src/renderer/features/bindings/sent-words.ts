import { t } from '@lingui/core/macro'
import type { SentSignatureState } from '../../graphql/documents.generated.ts'

/** What became of a signature that was sent, for the eyes. */
interface SentWords {
  readonly tone: 'ok' | 'plain' | 'bad'
  readonly word: string
  readonly meaning: string
  /** Whether it makes sense to send it again. */
  readonly canResend: boolean
}

/** What became of a signature that was sent. */
export const sentWords: Readonly<Record<SentSignatureState, SentWords>> = {
  delivered: {
    ...{ tone: 'ok', word: t`Delivered`, canResend: false },
    meaning: t`Your signature is under the document in their vault.`,
  },
  waits: {
    ...{ tone: 'plain', word: t`Waits for them`, canResend: false },
    meaning: t`Their vault has your signature. It counts there once they approve it.`,
  },
  refused: {
    ...{ tone: 'bad', word: t`Not taken`, canResend: true },
    meaning: t`Their vault did not take your signature.`,
  },
  undelivered: {
    ...{ tone: 'bad', word: t`Not delivered`, canResend: true },
    meaning: t`Their vault could not be reached. Your signature is kept here.`,
  },
}
