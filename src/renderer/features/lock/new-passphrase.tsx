import { t } from '@lingui/core/macro'
import { PasswordInput, Stack } from '@mantine/core'
import { PASSPHRASE_LENGTH } from '../../../ipc/lock.ts'
import { isLongEnough } from './passphrase-bytes.ts'

/** A new passphrase, typed twice. */
export interface PassphraseDraft {
  readonly first: string
  readonly again: string
}

/** Why it can't be taken; null where it can. */
export function problemOf({ first, again }: PassphraseDraft): string | null {
  const { least } = PASSPHRASE_LENGTH
  if (!isLongEnough(first)) return t`At least ${least} characters.`
  return first === again ? null : t`These are not the same.`
}

interface NewPassphraseProps {
  readonly draft: PassphraseDraft
  readonly onChange: (draft: PassphraseDraft) => void
  /** The first field has the focus when its dialog opens. */
  readonly isFirst?: boolean
}

/** The two fields of a new passphrase. */
export function NewPassphrase({ draft, onChange, isFirst = false }: NewPassphraseProps) {
  const { least } = PASSPHRASE_LENGTH
  // Not before there is something to compare.
  const isTyped = draft.again !== '' && draft.again.length >= draft.first.length
  const problem = isTyped ? problemOf(draft) : null
  const parts = {
    autoComplete: 'off',
    visibilityToggleButtonProps: { 'aria-label': t`Show the passphrase` },
  }
  return (
    <Stack gap="md">
      <PasswordInput
        {...parts}
        data-autofocus={isFirst || undefined}
        label={t`New passphrase`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={t`At least ${least} characters. Several words are easier to remember, and harder to guess.`}
        value={draft.first}
        onChange={(event) => onChange({ ...draft, first: event.currentTarget.value })}
      />
      <PasswordInput
        {...parts}
        label={t`The same again`}
        value={draft.again}
        error={problem !== null && <span role="alert">{problem}</span>}
        onChange={(event) => onChange({ ...draft, again: event.currentTarget.value })}
      />
    </Stack>
  )
}
