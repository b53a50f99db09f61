import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, Stack, Text } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import type { Sending } from '../../components/use-change.ts'
import { NewPassphrase, type PassphraseDraft, problemOf } from '../lock/new-passphrase.tsx'

interface BeginFormProps {
  /** For people. */
  readonly place: string
  readonly sending: Sending
  /** @param passphrase that opens them beside the recovery kit; null for none */
  readonly onBegin: (passphrase: string | null) => void
  /** Cancels the beginning while that lasts. */
  readonly onBack: () => void
}

/** Asks whether backups are begun at a place that holds none: it may be the wrong one. */
export function BeginForm({ place, sending: change, onBegin, onBack }: BeginFormProps) {
  const [hasPassphrase, setHasPassphrase] = useState(false)
  const [draft, setDraft] = useState<PassphraseDraft>({ first: '', again: '' })
  const question = useRef<HTMLParagraphElement>(null)
  // The button that led here is gone.
  useEffect(() => question.current?.focus(), [])
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onBegin(hasPassphrase ? draft.first : null)
  }
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      <Stack gap="lg">
        <Text ref={question} tabIndex={-1} style={{ overflowWrap: 'anywhere', outline: 'none' }}>
          <Trans>
            There are no backups of your vault in {place} yet. If that is the right place, they are
            begun there, in files and folders of their own beside what is there.
          </Trans>
        </Text>
        <Checkbox
          label={t`A passphrase opens them, too`}
          description={t`For the day when the recovery kit is not at hand. It is not kept here, and can’t be changed later.`}
          checked={hasPassphrase}
          onChange={(event) => setHasPassphrase(event.currentTarget.checked)}
        />
        {hasPassphrase && <NewPassphrase draft={draft} onChange={setDraft} />}
        <RefusalAlert title={t`Backups were not begun`} refusals={change.refusals} />
        <DialogFooter>
          <Button variant="default" onClick={onBack}>
            {change.sending ? <Trans>Cancel</Trans> : <Trans>Back</Trans>}
          </Button>
          <Button
            type="submit"
            loading={change.sending}
            disabled={hasPassphrase && problemOf(draft) !== null}
          >
            <Trans>Begin backups there</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}
