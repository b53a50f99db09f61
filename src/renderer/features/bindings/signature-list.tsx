import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import {
  IconCircleCheck,
  IconCircleX,
  IconHelpCircle,
  IconHourglass,
  IconRefresh,
} from '@tabler/icons-react'
import { Time } from '../../components/time.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { Party } from './party.tsx'
import classes from './signature-list.module.css'
import {
  type SignatureVerdict,
  signedAt,
  type VerdictWords,
  verdictWords,
} from './verdict-words.ts'

interface Signature {
  readonly signer: string
  /** ISO 8601, as the signer gave it. */
  readonly timestamp: string
}

interface SignatureListProps {
  readonly signatures: readonly Signature[]
  /** In the order of the signatures; null while they are on their way. */
  readonly verdicts: readonly SignatureVerdict[] | null
  /** Why there are no verdicts. */
  readonly error: unknown
  /** Asks for the verdicts anew; without it they can’t be. */
  readonly onRetry?: () => void
}

/** Who signed a document, when, and whether each signature counts. */
export function SignatureList({ signatures, verdicts, error, onRetry }: SignatureListProps) {
  return (
    <ul className={classes.signatures} aria-label={t`Signatures`} aria-busy={!verdicts && !error}>
      {signatures.map(({ signer, timestamp }, at) => (
        <li key={`${signer} ${timestamp}`} className={classes.signature}>
          <div className={classes.who}>
            <Party name={signer} />
            <span className={classes.when}>
              <Time value={signedAt(timestamp)} />
            </span>
          </div>
          <VerdictLine words={wordsAt(verdicts, at, error)} {...(onRetry && { onRetry })} />
        </li>
      ))}
    </ul>
  )
}

/** Never "valid" before the answer is there. */
function wordsAt(
  verdicts: readonly SignatureVerdict[] | null,
  at: number,
  error: unknown,
): VerdictWords | null {
  const verdict = verdicts?.[at]
  if (verdict) return verdictWords(verdict)
  if (!error) return null
  const meaning = errorCause(error)
  return { tone: 'unsure', word: t`Can’t be checked now`, meaning, canChange: true }
}

const icons = { ok: IconCircleCheck, bad: IconCircleX, unsure: IconHelpCircle }

/** A verdict as icon, word and meaning; `null` while it is on its way. */
function VerdictLine(props: { words: VerdictWords | null; onRetry?: () => void }) {
  const { words, onRetry } = props
  if (!words) {
    return (
      <div className={classes.verdict} role="status">
        <IconHourglass size={16} aria-hidden="true" />
        <span>
          <Trans>Checking…</Trans>
          <Skeleton className={classes.bone ?? ''} height={12} width={200} />
        </span>
      </div>
    )
  }
  const Icon = icons[words.tone]
  return (
    <div className={classes.verdict} data-tone={words.tone}>
      <Icon size={16} aria-hidden="true" />
      <span className={classes.words}>
        <strong>{words.word}.</strong> <span className={classes.meaning}>{words.meaning}</span>
      </span>
      {words.canChange && onRetry && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconRefresh size={14} />}
          onClick={onRetry}
        >
          <Trans>Check again</Trans>
        </Button>
      )}
    </div>
  )
}
