import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton, Switch } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import type { DesktopSettings } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import classes from './general-desktop.module.css'
import { switchParts } from './switch-parts.ts'

type Name = keyof DesktopSettings

const switches: readonly { readonly name: Name; readonly label: string; readonly text: string }[] =
  [
    {
      name: 'startAtLogin',
      label: t`Start when you log in`,
      text: t`Your vault opens in the background, without its window.`,
    },
    {
      name: 'keepRunning',
      label: t`Keep running when the window is closed`,
      text: t`Your vault stays open for the apps that use it. The icon in the tray brings the window back, and so does opening the app again.`,
    },
    {
      name: 'notifications',
      label: t`Notifications`,
      text: t`When a platform asks, a signature waits, a friend needs new keys or backups are in trouble, and you look elsewhere.`,
    },
  ]

/** How the app behaves on this computer, switched at once. */
export function DesktopSwitches() {
  const { settings, failure, refusal, pending, read, change } = useDesktopSettings()
  if (failure !== null) {
    return (
      <div className={classes.failure} role="alert">
        {failure}
        <Button variant="default" size="compact-sm" onClick={() => void read()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  if (!settings) return <Skeleton height={196} />
  return (
    <div className={classes.switches}>
      {switches
        .filter(({ name }) => settings[name] !== null)
        .map(({ name, label, text }) => (
          <Switch
            key={name}
            classNames={switchParts}
            // The text below the label would be part of its name.
            aria-label={label}
            labelPosition="left"
            label={label}
            description={text}
            checked={pending?.name === name ? pending.on : settings[name] === true}
            error={refusal?.name === name && <span role="alert">{refusal.cause}</span>}
            onChange={(event) => void change(name, event.currentTarget.checked)}
          />
        ))}
    </div>
  )
}

function useDesktopSettings() {
  const [settings, setSettings] = useState<DesktopSettings | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<{ name: Name; cause: string } | null>(null)
  /** What was switched and is on its way. */
  const [pending, setPending] = useState<{ name: Name; on: boolean } | null>(null)

  const read = useCallback(async () => {
    setFailure(null)
    try {
      setSettings(await bridge.call('desktop:read'))
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  useEffect(() => void read(), [read])

  const change = async (name: Name, on: boolean) => {
    // One at a time; a switch that were disabled meanwhile would lose the focus.
    if (pending !== null) return
    setPending({ name, on })
    setRefusal(null)
    try {
      setSettings(await bridge.call('desktop:change', { name, on }))
    } catch (error) {
      setRefusal({ name, cause: callFailure(error) })
    } finally {
      setPending(null)
    }
  }
  return { settings, failure, refusal, pending, read, change }
}
