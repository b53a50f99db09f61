import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { RefusalAlert } from '../identity/refusal-alert.tsx'
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
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={`Change to ${presetWords[preset].name}?`}
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <PresetForm preset={preset} {...props} />
    </Modal>
  )
}

function PresetForm(props: PresetDialogProps & { preset: PresetName }) {
  const { preset, settings, change, onClose, onApplied } = props
  const [changes] = useState(() => changesOf(settings, preset))
  const [sending, setSending] = useState(false)
  const wider = changes.filter(({ widens }) => widens).length
  const refusal = changes.map(({ name }) => change.refusals[name]).find(Boolean)
  const apply = async () => {
    setSending(true)
    const wanted = Object.fromEntries(changes.map(({ name }) => [name, presets[preset][name]]))
    const saved = await change.save(wanted, `Saved: policies are ${presetWords[preset].name} now`)
    setSending(false)
    if (!saved) return
    onClose()
    onApplied()
  }
  return (
    <Stack gap="lg">
      <Text>{changes.length === 1 ? 'This changes:' : `These ${changes.length} change:`}</Text>
      <ul className={classes.changes}>
        {changes.map((one) => (
          <Change key={one.name} change={one} />
        ))}
      </ul>
      {wider > 0 && (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {wider === 1
            ? 'One of them lets in more than now.'
            : `${wider} of them let in more than now.`}{' '}
          Your decisions about single platforms stay as they are.
        </p>
      )}
      {refusal && (
        <RefusalAlert
          title="The policies were not changed"
          refusals={[{ field: null, message: refusal }]}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={sending} data-autofocus>
          Cancel
        </Button>
        <Button loading={sending} onClick={() => void apply()}>
          Change to {presetWords[preset].name}
        </Button>
      </Group>
    </Stack>
  )
}

function Change({ change: { name, from, to, widens } }: { change: PolicyChange }) {
  return (
    <li className={classes.change}>
      <span className={classes.name}>
        {policyWords[name].short}
        {widens && <span className={classes.wider}>lets in more</span>}
      </span>
      <span className={classes.values}>
        <span className={classes.from}>{choiceName(name, from)}</span>
        <IconArrowRight size={14} role="img" aria-label="becomes" />
        <span>{choiceName(name, to)}</span>
      </span>
    </li>
  )
}
