import { IconCircleX } from '@tabler/icons-react'
import { StateMark } from '../../components/state-mark.tsx'
import { sessionWords } from './session-words.ts'
import type { PlatformSession } from './use-sessions.ts'

/** What came of a session, as icon and word. */
export function SessionState({ session }: { session: PlatformSession }) {
  const { tone, word } = sessionWords(session)
  return <StateMark tone={tone} word={word} PlainIcon={IconCircleX} size={16} />
}
