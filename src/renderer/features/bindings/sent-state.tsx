import { IconClock } from '@tabler/icons-react'
import { StateMark } from '../../components/state-mark.tsx'
import type { SentSignatureState } from '../../graphql/documents.generated.ts'
import { sentWords } from './sent-words.ts'

/** What became of a signature that was sent, as icon and word. */
export function SentState({ state, size = 14 }: { state: SentSignatureState; size?: number }) {
  const { tone, word } = sentWords[state]
  return <StateMark tone={tone} word={word} PlainIcon={IconClock} size={size} />
}
