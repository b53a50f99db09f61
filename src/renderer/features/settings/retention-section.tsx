import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type KeyboardEvent, useState } from 'react'
import { Section } from '../../components/section.tsx'
import type { Settings } from './policies.ts'
import { daysText, readDays, retentionWords } from './retention.ts'
import classes from './retention-section.module.css'
import { type SettingsChange, useSettingsChange } from './use-settings-change.ts'

type Words = (typeof retentionWords)[number]

/** How long what is not needed any more is kept. */
export function RetentionSection({ settings }: { settings: Settings }) {
  const change = useSettingsChange(settings)
  return (
    <Section
      title={t`Retention`}
      hint={t`Nothing is gone at once. After these times it is deleted for good.`}
    >
      <div className={classes.times}>
        {retentionWords.map((words) => (
          <RetentionTime
            // A value that came from elsewhere takes the place of what was typed.
            key={`${words.name} ${settings[words.name]}`}
            words={words}
            days={settings[words.name]}
            change={change}
          />
        ))}
      </div>
    </Section>
  )
}

interface RetentionTimeProps {
  readonly words: Words
  readonly days: number
  readonly change: SettingsChange
}

function RetentionTime({ words, days, change }: RetentionTimeProps) {
  const { typed, problem, type, commit, reset, shorter, ask, save } = useDays(words, days, change)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape') reset()
  }
  const { label, meaning, name } = words
  const count = Number(typed)
  const unit = plural(count, { one: 'day', other: 'days' })
  const refusal = change.refusals[name]
  return (
    <>
      <NumberInput
        label={label}
        description={meaning}
        suffix={` ${unit}`}
        hideControls
        allowDecimal={false}
        allowNegative={false}
        classNames={{ root: classes.time ?? '', input: classes.input ?? '' }}
        value={typed}
        error={problem ?? (refusal && t`It was not saved. ${refusal}`)}
        onChange={type}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      <ShorterDialog
        opened={ask.opened}
        words={words}
        days={shorter ?? days}
        onConfirm={() => shorter !== null && void save(shorter)}
        onClose={() => {
          reset()
          ask.close()
        }}
      />
    </>
  )
}

/** What is typed, until it is saved; a shorter time is asked about first. */
function useDays(words: Words, days: number, change: SettingsChange) {
  const [typed, setTyped] = useState<string | number>(days)
  const [problem, setProblem] = useState<string | null>(null)
  const [shorter, setShorter] = useState<number | null>(null)
  const [opened, { open, close }] = useDisclosure(false)
  const reset = () => {
    setTyped(days)
    setProblem(null)
  }
  const save = async (wanted: number) => {
    close()
    await change.save({ [words.name]: wanted }, words.saved(daysText(wanted)))
  }
  const commit = () => {
    const read = readDays(typed)
    if ('problem' in read) return setProblem(read.problem)
    setProblem(null)
    if (read.days === days || opened) return
    if (read.days > days) return void save(read.days)
    setShorter(read.days)
    open()
  }
  const type = (next: string | number) => {
    setTyped(next)
    setProblem(null)
  }
  return { typed, problem, type, commit, reset, shorter, save, ask: { opened, close } }
}

interface ShorterDialogProps {
  readonly opened: boolean
  readonly words: Words
  readonly days: number
  readonly onConfirm: () => void
  readonly onClose: () => void
}

function ShorterDialog({ opened, words, days, onConfirm, onClose }: ShorterDialogProps) {
  const time = daysText(days)
  return (
    <Modal opened={opened} onClose={onClose} title={t`Keep them for ${time} only?`} size={480}>
      <Stack gap="lg">
        <Text>{words.lost(days)}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button color="red.9" onClick={onConfirm}>
            <Trans>Keep {time}</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
