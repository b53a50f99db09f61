import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { countWords, KIT_WORDS } from './kit-words.ts'
import { KitWordsField } from './kit-words-field.tsx'

interface RestoreDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Takes the words of a recovery kit. They live in this form only, and are gone with it. */
export function RestoreDialog({ opened, onClose }: RestoreDialogProps) {
  const restoration = useRestoration(onClose)
  const close = () => {
    if (restoration.working) return
    restoration.forget()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t`Restore from your recovery kit`}
      size={520}
      closeOnClickOutside={false}
    >
      <RestoreForm restoration={restoration} onClose={close} />
    </Modal>
  )
}

function RestoreForm(props: {
  restoration: ReturnType<typeof useRestoration>
  onClose: () => void
}) {
  const { words, type, failure, working, restore } = props.restoration
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void restore()
  }
  return (
    <form onSubmit={onSubmit} autoComplete="off" noValidate>
      <Stack gap="lg">
        <Text>
          <Trans>
            Type the twelve words from your paper, in their order. Then choose the kit’s file. Your
            keys return to the keychain of this computer, and your vault opens.
          </Trans>
        </Text>
        {failure && (
          <Alert color="red" role="alert" title={t`Your keys were not restored`}>
            {failure}
          </Alert>
        )}
        <KitWordsField words={words} type={type} disabled={working} />
        <Group justify="flex-end" gap="sm">
          <Text c="dimmed" role="status" flex={1}>
            {working && t`Restoring your keys. This can take a moment…`}
          </Text>
          <Button variant="default" onClick={props.onClose} disabled={working}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={working} disabled={countWords(words) !== KIT_WORDS}>
            <Trans>Choose file and restore…</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useRestoration(onRestored: () => void) {
  const [words, setWords] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [working, setWorking] = useState(false)

  const forget = () => {
    setWords('')
    setFailure(null)
  }
  const restore = async () => {
    setFailure(null)
    setWorking(true)
    try {
      // The words stay when the owner stopped, or mistyped one: they go on with them.
      if (await bridge.call('identity:restoreKit', { words })) {
        forget()
        onRestored()
      }
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setWorking(false)
    }
  }
  const type = (text: string) => {
    setWords(text)
    setFailure(null)
  }
  return { words, type, failure, working, forget, restore }
}
