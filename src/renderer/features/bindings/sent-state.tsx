import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react'
import type { SentSignatureState } from '../../graphql/documents.generated.ts'
import classes from './sent-state.module.css'
import { sentWords } from './sent-words.ts'

const icons = { ok: IconCircleCheck, plain: IconClock, bad: IconAlertTriangle }

/** What became of a signature that was sent, as icon and word. */
export function SentState({ state, size = 14 }: { state: SentSignatureState; size?: number }) {
  const { tone, word } = sentWords[state]
  const Icon = icons[tone]
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={size} aria-hidden="true" />
      {word}
    </span>
  )
}
