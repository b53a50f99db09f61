import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { LockStatus } from '../../../ipc/lock.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import classes from './lock-screen.module.css'
import { withBytes } from './passphrase-bytes.ts'
import { useRetryText } from './use-retry-text.ts'

/** Asks who is there: by passphrase, or by the system once the owner wants that. */
export function UnlockForm({ status }: { status: LockStatus }) {
  const { passphrase, type, failure, working, unlock, askSystem } = useUnlocking()
  const wait = useRetryText(status.retryAt)
  const { system } = status
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void unlock()
  }
  return (
    <form className={classes.form} onSubmit={onSubmit} autoComplete="off" noValidate>
      {status.hasPassphrase && (
        <>
          <PasswordInput
            label={t`Passphrase`}
            autoComplete="off"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': t`Show the passphrase` }}
            value={passphrase}
            error={failure !== null && <span role="alert">{failure}</span>}
            description={wait}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={working} disabled={wait !== null}>
            <Trans>Unlock</Trans>
          </Button>
        </>
      )}
      {system !== null && (
        <Button
          variant={status.hasPassphrase ? 'default' : 'filled'}
          fullWidth
          disabled={working}
          onClick={() => void askSystem()}
        >
          <Trans>Unlock with {system}</Trans>
        </Button>
      )}
    </form>
  )
}

function useUnlocking() {
  const [passphrase, setPassphrase] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [working, setWorking] = useState(false)

  const attempt = async (act: () => Promise<boolean>, refused: string) => {
    if (working) return
    setFailure(null)
    setWorking(true)
    try {
      if (await act()) return
      setFailure(refused)
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setWorking(false)
    }
  }
  const unlock = () => {
    if (passphrase === '') return
    // What was typed is gone from here, whether it is right or not.
    setPassphrase('')
    const call = (bytes: Uint8Array) => bridge.call('lock:unlock', { passphrase: bytes })
    return attempt(
      async () => (await withBytes(passphrase, call)).isRight,
      t`This is not your passphrase.`,
    )
  }
  const askSystem = () =>
    attempt(() => bridge.call('lock:unlockWithSystem'), t`It was not confirmed.`)
  const type = (text: string) => {
    setPassphrase(text)
    setFailure(null)
  }
  return { passphrase, type, failure, working, unlock, askSystem }
}
