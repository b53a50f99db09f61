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
    ...{ tone: 'ok', word: 'Delivered', canResend: false },
    meaning: 'Your signature is under the document in their vault.',
  },
  waits: {
    ...{ tone: 'plain', word: 'Waits for them', canResend: false },
    meaning: 'Their vault has your signature. It counts there once they approve it.',
  },
  refused: {
    ...{ tone: 'bad', word: 'Not taken', canResend: true },
    meaning: 'Their vault did not take your signature.',
  },
  undelivered: {
    ...{ tone: 'bad', word: 'Not delivered', canResend: true },
    meaning: 'Their vault could not be reached. Your signature is kept here.',
  },
}
