import { t } from '@lingui/core/macro'
import { Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { ErrorNotice } from '../../components/notice.tsx'
import { Section } from '../../components/section.tsx'
import { tellChange } from '../../components/tell.tsx'
import { BackupFailures } from './backup-failures.tsx'
import { BackupStates } from './backup-states.tsx'
import { KitNote } from './kit-note.tsx'
import { NoBackups } from './no-backups.tsx'
import { PlaceDialog } from './place-dialog.tsx'
import { emptyDraft, type PlaceDraft } from './place-draft.ts'
import { PlanSettings } from './plan-settings.tsx'
import { RunningWork } from './running-work.tsx'
import { useBackups } from './use-backups.ts'

/** Copies of the vault at another place: where, when, and whether they can be restored. */
export function BackupsSection() {
  const { backups, error, refetch } = useBackups()
  const [first, setFirst] = useState<PlaceDraft>(emptyDraft)
  const [opened, { open, close }] = useDisclosure(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const choose = (part: Partial<PlaceDraft>) => {
    setFirst({ ...emptyDraft, ...part })
    open()
  }
  const onStarted = (begun: boolean) => {
    close()
    heading.current?.focus()
    if (begun) tellChange(t`Backups have begun`, t`The first one is being made.`)
    else tellChange(t`The backups there are gone on with`, t`One is being made.`)
  }
  const plan = backups?.plan ?? null
  return (
    <>
      <Section
        title={t`Backups`}
        hint={t`A backup is a copy of everything in your vault, encrypted, in a place of your choice; each time only what is new is written. With a backup and your recovery kit you bring your vault back on another computer.`}
        heading={heading}
      >
        {backups === undefined && error && (
          <ErrorNotice
            title={t`The backups could not be read`}
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {backups === undefined && !error && <Skeleton height={128} />}
        {backups && <KitNote plan={plan} />}
        {backups && plan === null && <NoBackups onChoose={choose} />}
        {backups && plan !== null && (
          <>
            <RunningWork running={backups.running} />
            <BackupFailures failures={backups.failures} />
            <BackupStates backups={backups} />
          </>
        )}
      </Section>
      {plan !== null && (
        <PlanSettings
          plan={plan}
          onChangePlace={() => {
            const { kind, schedule, keepsEverything } = plan
            choose({ kind, schedule, keepsEverything })
          }}
          onStopped={() => heading.current?.focus()}
        />
      )}
      <PlaceDialog
        opened={opened}
        first={first}
        plan={plan}
        onStarted={onStarted}
        onClose={close}
      />
    </>
  )
}
