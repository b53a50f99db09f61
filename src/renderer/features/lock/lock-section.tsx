import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect, Skeleton, Switch, Text } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { LockSettings, LockStatus } from '../../../ipc/lock.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { Section } from '../../components/section.tsx'
import classes from './lock-section.module.css'
import { PassphraseDialog } from './passphrase-dialog.tsx'
import { useLockStatus } from './use-lock-status.ts'

/** How the app is unlocked, and when it locks by itself. */
export function LockSection() {
  const status = useLockStatus()
  if (status === null) return <Skeleton height={320} />
  return (
    <>
      <Section
        title={t`Unlocking`}
        hint={t`Locked, this window shows nothing, and nothing is signed in your name, until you unlock it. Apps go on, but for those you choose under Access.`}
      >
        <Passphrase status={status} />
      </Section>
      <Section title={t`Locks by itself`} hint={whenHint(status)}>
        <Triggers canLock={canUnlock(status)} />
      </Section>
    </>
  )
}

const canUnlock = ({ hasPassphrase, system }: LockStatus) => hasPassphrase || system !== null

function whenHint(status: LockStatus): string {
  return canUnlock(status)
    ? t`Changes that are not saved are waited for, half a minute at most.`
    : t`Once you have chosen a passphrase.`
}

function Passphrase({ status }: { status: LockStatus }) {
  const { hasPassphrase, system } = status
  const [params, setParams] = useSearchParams()
  const [removing, setRemoving] = useState(false)
  const choosing = params.has('passphrase')
  const open = () => setParams({ section: 'lock', passphrase: '' })
  const close = () => {
    setRemoving(false)
    if (choosing) setParams({ section: 'lock' }, { replace: true })
  }
  return (
    <div className={classes.card}>
      <div className={classes.words}>
        <strong>{hasPassphrase ? t`By your passphrase` : t`No passphrase yet`}</strong>
        <Text c="dimmed">
          {system === null
            ? t`It is asked for each time. Keep your recovery kit: it lets you choose another one.`
            : t`${system} unlocks it, too.`}
        </Text>
      </div>
      <Button variant="default" size="compact-md" onClick={open}>
        {hasPassphrase ? t`Change…` : t`Choose a passphrase…`}
      </Button>
      {hasPassphrase && (
        <Button variant="subtle" color="gray" size="compact-md" onClick={() => setRemoving(true)}>
          <Trans>Remove…</Trans>
        </Button>
      )}
      <PassphraseDialog
        opened={choosing || removing}
        status={status}
        isRemoval={removing}
        onClose={close}
      />
    </div>
  )
}

const idleChoices = [
  { minutes: 1, name: () => t`1 minute` },
  { minutes: 5, name: () => t`5 minutes` },
  { minutes: 15, name: () => t`15 minutes` },
  { minutes: 60, name: () => t`1 hour` },
] as const

const switches = [
  { name: 'atSleep', label: () => t`When the computer goes to sleep` },
  { name: 'atSystemLock', label: () => t`When the system’s screen is locked` },
  { name: 'atStart', label: () => t`When eVault starts` },
] as const

function Triggers({ canLock }: { canLock: boolean }) {
  const { settings, failure, change } = useLockSettings()
  if (settings === null) {
    return failure === null ? <Skeleton height={220} /> : <Text role="alert">{failure}</Text>
  }
  const { idleMinutes } = settings
  return (
    <div className={classes.triggers}>
      <NativeSelect
        label={t`When nobody uses this computer for`}
        disabled={!canLock}
        value={idleMinutes ?? ''}
        onChange={({ currentTarget }) => {
          const chosen = idleChoices.find(({ minutes }) => `${minutes}` === currentTarget.value)
          void change({ ...settings, idleMinutes: chosen?.minutes ?? null })
        }}
      >
        {idleChoices.map(({ minutes, name }) => (
          <option key={minutes} value={minutes}>
            {name()}
          </option>
        ))}
        <option value="">{t`Never`}</option>
      </NativeSelect>
      {switches.map(({ name, label }) => (
        <Switch
          key={name}
          label={label()}
          disabled={!canLock}
          checked={settings[name]}
          onChange={(event) => void change({ ...settings, [name]: event.currentTarget.checked })}
        />
      ))}
      {failure !== null && <Text role="alert">{failure}</Text>}
    </div>
  )
}

function useLockSettings() {
  const [settings, setSettings] = useState<LockSettings | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    bridge
      .call('lock:settings')
      .then(setSettings)
      .catch((error: unknown) => setFailure(callFailure(error)))
  }, [])
  const change = useCallback(
    async (next: LockSettings) => {
      setFailure(null)
      const before = settings
      setSettings(next)
      try {
        await bridge.call('lock:change', next)
      } catch (error) {
        setSettings(before)
        setFailure(callFailure(error))
      }
    },
    [settings],
  )
  return { settings, failure, change }
}
