import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { LockStatus } from '../../../ipc/lock.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { tellChange } from '../../components/tell.tsx'
import { NewPassphrase, type PassphraseDraft, problemOf } from './new-passphrase.tsx'
import { withBytes } from './passphrase-bytes.ts'
import { useRetryText } from './use-retry-text.ts'

interface PassphraseDialogProps {
  readonly opened: boolean
  readonly status: LockStatus
  /** None is to be there from then on. */
  readonly isRemoval: boolean
  readonly onClose: () => void
}

/** Chooses a passphrase, changes or removes it; the current one is asked for. */
export function PassphraseDialog(props: PassphraseDialogProps) {
  const { opened, onClose, isRemoval, status } = props
  const title = isRemoval
    ? t`Remove the passphrase?`
    : status.hasPassphrase
      ? t`Change the passphrase`
      : t`Choose a passphrase`
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={480} closeOnClickOutside={false}>
      <PassphraseForm {...props} />
    </Modal>
  )
}

/** What is typed lives in this form only, and is gone with it. */
function PassphraseForm({ status, isRemoval, onClose }: PassphraseDialogProps) {
  const [current, setCurrent] = useState('')
  const [draft, setDraft] = useState<PassphraseDraft>({ first: '', again: '' })
  const { failure, working, replace } = useReplacing(onClose)
  const wait = useRetryText(status.retryAt)
  const isReady =
    wait === null &&
    (isRemoval || problemOf(draft) === null) &&
    (!status.hasPassphrase || current !== '')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void replace(status.hasPassphrase ? current : null, isRemoval ? null : draft.first)
  }
  return (
    <form onSubmit={onSubmit} autoComplete="off" noValidate>
      <Stack gap="lg">
        <Text>{isRemoval ? <Removal /> : <Choice />}</Text>
        {status.hasPassphrase && (
          <PasswordInput
            label={t`Passphrase until now`}
            autoComplete="off"
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t`Show the passphrase` }}
            value={current}
            description={wait}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        {!isRemoval && (
          <NewPassphrase draft={draft} onChange={setDraft} isFirst={!status.hasPassphrase} />
        )}
        {failure !== null && (
          <Text c="var(--bad)" role="alert">
            {failure}
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={working}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={working} disabled={!isReady}>
            {isRemoval ? t`Remove` : t`Keep this passphrase`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Choice() {
  return (
    <Trans>
      It unlocks eVault on this computer. It is not your computer’s password, and nobody can tell
      you what it was.
    </Trans>
  )
}

function Removal() {
  return <Trans>eVault then locks no more, neither by itself nor when you want it to.</Trans>
}

function useReplacing(onDone: () => void) {
  const [failure, setFailure] = useState<string | null>(null)
  const [working, setWorking] = useState(false)
  const replace = async (current: string | null, next: string | null) => {
    setFailure(null)
    setWorking(true)
    try {
      const { isRight } = await withBoth(current, next)
      if (!isRight) return setFailure(t`This is not your passphrase.`)
      if (next === null) tellChange(t`The passphrase was removed`, t`eVault locks no more.`)
      else tellChange(t`The passphrase was kept`, t`You can lock eVault now.`)
      onDone()
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setWorking(false)
    }
  }
  return { failure, working, replace }
}

function withBoth(current: string | null, next: string | null) {
  const send = (known: Uint8Array | null) =>
    next === null
      ? bridge.call('lock:setPassphrase', { current: known, next })
      : withBytes(next, (bytes) =>
          bridge.call('lock:setPassphrase', { current: known, next: bytes }),
        )
  return current === null ? send(null) : withBytes(current, send)
}
