import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import {
  changesOf,
  type PolicyChange,
  type PresetName,
  presets,
  type Settings,
} from './policies.ts'
import { choiceName, policyWords, presetWords } from './policy-words.ts'
import classes from './preset-dialog.module.css'
import type { SettingsChange } from './use-settings-change.ts'

interface PresetDialogProps {
  /** The preset it asks about; it stays while the dialog closes. */
  readonly preset: PresetName | null
  readonly opened: boolean
  readonly settings: Settings
  readonly change: SettingsChange
  readonly onClose: () => void
  readonly onApplied: () => void
}

/** Says what a preset would change before it does. */
export function PresetDialog({ preset, ...props }: PresetDialogProps) {
  if (preset === null) return null
  const { name } = presetWords[preset]
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t`Change to ${name}?`} size={560}>
      <PresetForm preset={preset} {...props} />
    </Modal>
  )
}

function PresetForm(props: PresetDialogProps & { preset: PresetName }) {
  const { preset, settings, change, onClose, onApplied } = props
  const { name } = presetWords[preset]
  const [changes] = useState(() => changesOf(settings, preset))
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState(false)
  const count = changes.length
  const wider = changes.filter(({ widens }) => widens).length
  // One of a policy that was chosen by itself before is none of this dialog.
  const refusal = refused && changes.map(({ name }) => change.refusals[name]).find(Boolean)
  const apply = async () => {
    setSending(true)
    const wanted = Object.fromEntries(changes.map(({ name }) => [name, presets[preset][name]]))
    const saved = await change.save(wanted, t`Saved: policies are ${name} now`)
    setSending(false)
    setRefused(!saved)
    if (!saved) return
    onClose()
    onApplied()
  }
  return (
    <Stack gap="lg">
      <Text>{plural(count, { one: 'This changes:', other: 'These # change:' })}</Text>
      <ul className={classes.changes}>
        {changes.map((one) => (
          <Change key={one.name} change={one} />
        ))}
      </ul>
      {wider > 0 && (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {widerText(wider, count)}{' '}
          <Trans>Your decisions about single platforms stay as they are.</Trans>
        </p>
      )}
      {refusal && (
        <RefusalAlert
          title={t`The policies were not changed`}
          refusals={[{ field: null, message: refusal }]}
        />
      )}
      <DialogFooter>
        <Button variant="default" onClick={onClose} disabled={sending} data-autofocus>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={sending} onClick={() => void apply()}>
          <Trans>Change to {name}</Trans>
        </Button>
      </DialogFooter>
    </Stack>
  )
}

function widerText(wider: number, count: number): string {
  if (wider === count) {
    return plural(wider, {
      one: 'It lets in more than now.',
      other: 'All of them let in more than now.',
    })
  }
  return plural(wider, {
    one: 'One of them lets in more than now.',
    other: '# of them let in more than now.',
  })
}

function Change({ change: { name, from, to, widens } }: { change: PolicyChange }) {
  return (
    <li className={classes.change}>
      <span className={classes.name}>
        {policyWords[name].short}
        {widens && (
          <span className={classes.wider}>
            <Trans>lets in more</Trans>
          </span>
        )}
      </span>
      <span className={classes.values}>
        <span className={classes.from}>{choiceName(name, from)}</span>
        <IconArrowRight size={14} role="img" aria-label={t`becomes`} />
        <span>{choiceName(name, to)}</span>
      </span>
    </li>
  )
}
