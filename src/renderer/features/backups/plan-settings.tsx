import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { Time } from '../../components/time.tsx'
import { useChange } from '../../components/use-change.ts'
import { ChangeBackupsDocument } from '../../graphql/documents.generated.ts'
import { hideSaved, tellSaved } from '../settings/tell-saved.ts'
import classes from './backups.module.css'
import { StopDialog } from './stop-dialog.tsx'
import type { BackupPlan } from './use-backups.ts'
import { scheduleSaved, schedules } from './words.ts'

interface PlanSettingsProps {
  readonly plan: BackupPlan
  readonly onChangePlace: () => void
  readonly onStopped: () => void
}

/** Where backups are put, when they are made, which stay, and the end of them. */
export function PlanSettings({ plan, onChangePlace, onStopped }: PlanSettingsProps) {
  const [stopping, { open, close }] = useDisclosure(false)
  const { shown, refusals, save } = usePlanChange(plan)
  return (
    <Section
      title={t`Where and when`}
      hint={
        plan.schedule === 'manual'
          ? t`Nothing is backed up before you say so.`
          : t`A place that is not there is tried again by itself, every few minutes at first.`
      }
    >
      <div className={classes.settings}>
        <div className={classes.setting}>
          <div className={classes.words}>
            <strong>{plan.kind === 'folder' ? t`In a folder` : t`In S3-compatible storage`}</strong>
            <code className={classes.path}>{plan.title}</code>
            <span className={classes.more}>
              <Trans>
                Since <Time value={plan.since} />.
              </Trans>{' '}
              {plan.hasPassphrase
                ? t`Your recovery kit opens them, or their passphrase.`
                : t`Your recovery kit opens them.`}
            </span>
          </div>
          <Button variant="default" size="compact-md" onClick={onChangePlace}>
            <Trans>Change…</Trans>
          </Button>
        </div>
        <NativeSelect
          label={t`When`}
          classNames={{ root: classes.setting ?? '', label: classes.label ?? '' }}
          value={shown.schedule}
          onChange={({ currentTarget }) => {
            const chosen = schedules.find(({ value }) => value === currentTarget.value)
            if (chosen) void save({ schedule: chosen.value }, scheduleSaved[chosen.value])
          }}
        >
          {schedules.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <KeepSwitch
          checked={shown.keepsEverything}
          onChange={(keepsEverything) =>
            void save(
              { keepsEverything },
              keepsEverything ? t`Every backup is kept` : t`Older backups are thinned out`,
            )
          }
        />
        <div className={classes.setting}>
          <div className={classes.words}>
            <strong>
              <Trans>Stop backups</Trans>
            </strong>
            <span className={classes.more}>
              <Trans>What is at the place stays there.</Trans>
            </span>
          </div>
          <Button variant="default" size="compact-md" onClick={open}>
            <Trans>Stop…</Trans>
          </Button>
        </div>
      </div>
      <RefusalAlert title={t`It was not saved`} refusals={refusals} />
      <StopDialog plan={plan} opened={stopping} onClose={close} onStopped={onStopped} />
    </Section>
  )
}

function KeepSwitch(props: { checked: boolean; onChange: (on: boolean) => void }) {
  const label = t`Keep every backup`
  return (
    <Switch
      // The text below the label would be part of its name.
      aria-label={label}
      label={label}
      labelPosition="left"
      description={t`Otherwise these stay: the newest of each of the last 7 days, 4 weeks and 12 months, and the newest that was proven.`}
      classNames={{
        ...{ body: classes.switch ?? '', input: classes.input ?? '' },
        ...{ label: classes.label ?? '', description: classes.text ?? '' },
      }}
      checked={props.checked}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

type Changeable = Pick<BackupPlan, 'schedule' | 'keepsEverything'>

/** Saves a change at once, and offers the way back. */
function usePlanChange({ schedule, keepsEverything }: BackupPlan) {
  const [send] = useMutation(ChangeBackupsDocument)
  const { change, refusals } = useChange()
  /** What was changed and is on its way. */
  const [pending, setPending] = useState<Partial<Changeable>>({})
  const save = async (changes: Partial<Changeable>, saved: string) => {
    hideSaved()
    const sent = async (what: Partial<Changeable>) => {
      setPending((others) => ({ ...others, ...what }))
      const refused = await change(() => send({ variables: { changes: what } }))
      // Another change may be on its way still.
      setPending((all) => without(all, what))
      return refused
    }
    if ((await sent(changes)) !== null) return
    const before = 'schedule' in changes ? { schedule } : { keepsEverything }
    tellSaved(saved, () => sent(before))
  }
  return { shown: { schedule, keepsEverything, ...pending }, refusals, save }
}

/** What is on its way but for these. */
function without(all: Partial<Changeable>, sent: Partial<Changeable>): Partial<Changeable> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in sent)))
}
