import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { sessionWords } from './session-words.ts'
import classes from './sessions.module.css'
import type { PlatformSession } from './use-sessions.ts'

const icons = { ok: IconCircleCheck, plain: IconCircleX, bad: IconAlertTriangle }

/** What came of a session, as icon and word. */
export function SessionState({ session }: { session: PlatformSession }) {
  const { tone, word } = sessionWords(session)
  const Icon = icons[tone]
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      {word}
    </span>
  )
}
