import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { countWords, KIT_WORDS } from '../vault/kit-words.ts'
import { KitWordsField } from '../vault/kit-words-field.tsx'
import { NewPassphrase, type PassphraseDraft, problemOf } from './new-passphrase.tsx'
import { withBytes } from './passphrase-bytes.ts'

interface ForgottenDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Another passphrase for who has the recovery kit, and what is possible for who has not. */
export function ForgottenDialog({ opened, onClose }: ForgottenDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`Choose another passphrase`}
      size={520}
      closeOnClickOutside={false}
    >
      <ForgottenForm onClose={onClose} />
    </Modal>
  )
}

/** The words and the passphrase live in this form only, and are gone with it. */
function ForgottenForm({ onClose }: Pick<ForgottenDialogProps, 'onClose'>) {
  const [words, setWords] = useState('')
  const [draft, setDraft] = useState<PassphraseDraft>({ first: '', again: '' })
  const { failure, working, recover } = useRecovery()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void recover(words, draft.first)
  }
  return (
    <form onSubmit={onSubmit} autoComplete="off" noValidate>
      <Stack gap="lg">
        <Text>
          <Trans>
            Type the twelve words of your recovery kit, in their order, and a new passphrase. Then
            choose the kit’s file.
          </Trans>
        </Text>
        {failure && (
          <Alert color="red" role="alert" title={t`It stays locked`}>
            {failure}
          </Alert>
        )}
        <KitWordsField words={words} type={setWords} disabled={working} />
        <NewPassphrase draft={draft} onChange={setDraft} />
        <Text c="dimmed" size="sm">
          <Trans>
            Without the kit nothing here opens it. Your records are not lost: whoever can use this
            account of the computer can take the lock away in the system’s keychain. The user guide
            says how.
          </Trans>
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={working}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            type="submit"
            loading={working}
            disabled={countWords(words) !== KIT_WORDS || problemOf(draft) !== null}
          >
            <Trans>Choose file and unlock…</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useRecovery() {
  const [failure, setFailure] = useState<string | null>(null)
  const [working, setWorking] = useState(false)
  const recover = async (words: string, next: string) => {
    setFailure(null)
    setWorking(true)
    try {
      // Unlocked, this page is gone; where the owner stopped, what was typed stays.
      await withBytes(next, (passphrase) => bridge.call('lock:recover', { words, passphrase }))
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setWorking(false)
    }
  }
  return { failure, working, recover }
}
