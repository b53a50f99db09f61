import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { refusalsByField } from '../../components/field-refusals.ts'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import type { Sending } from '../../components/use-change.ts'
import classes from './backups.module.css'
import { BucketFields, bucketFields } from './bucket-fields.tsx'
import { isComplete, type PlaceDraft } from './place-draft.ts'
import type { BackupPlan } from './use-backups.ts'
import { useFolderChoice } from './use-folder-choice.ts'
import { schedules } from './words.ts'

interface PlaceFormProps {
  readonly draft: PlaceDraft
  readonly plan: BackupPlan | null
  readonly sending: Sending
  readonly onEdit: (part: Partial<PlaceDraft>) => void
  readonly onContinue: () => void
  /** Ends the look at a place while that lasts. */
  readonly onCancel: () => void
}

/** Where backups are put, when they are made, and which stay. */
export function PlaceForm(props: PlaceFormProps) {
  const { draft, plan, sending: change, onEdit, onContinue, onCancel } = props
  const errors = refusalsByField(change.refusals, bucketFields)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onContinue()
  }
  return (
    <form onSubmit={onSubmit} noValidate autoComplete="off">
      <Stack gap="md">
        {plan !== null && (
          <Text style={{ overflowWrap: 'anywhere' }}>
            <Trans>The backups in {plan.title} stay there, and are not gone on with.</Trans>
          </Text>
        )}
        <SegmentedControl
          aria-label={t`Kind of place`}
          value={draft.kind}
          data={[
            { value: 'folder', label: t`Folder or drive` },
            { value: 's3', label: t`S3-compatible storage` },
          ]}
          onChange={(kind) => onEdit({ kind: kind as PlaceDraft['kind'] })}
        />
        {draft.kind === 'folder' ? (
          <FolderField folder={draft.folder} onChoose={(folder) => onEdit({ folder })} />
        ) : (
          <BucketFields draft={draft} errors={errors} onEdit={onEdit} />
        )}
        <NativeSelect
          label={t`When`}
          value={draft.schedule}
          onChange={({ currentTarget }) => {
            const chosen = schedules.find(({ value }) => value === currentTarget.value)
            if (chosen) onEdit({ schedule: chosen.value })
          }}
        >
          {schedules.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <Checkbox
          label={t`Keep every backup`}
          description={t`Otherwise these stay: the newest of each of the last 7 days, 4 weeks and 12 months, and the newest that was proven.`}
          checked={draft.keepsEverything}
          onChange={(event) => onEdit({ keepsEverything: event.currentTarget.checked })}
        />
        {errors.form && (
          <div ref={bringIntoSight}>
            <RefusalAlert
              title={t`This place can’t be used`}
              refusals={[{ field: null, message: errors.form }]}
            />
          </div>
        )}
        <DialogFooter>
          <Button variant="default" onClick={onCancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={change.sending} disabled={!isComplete(draft)}>
            <Trans>Continue</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

/** The buttons of a dialog cover what is behind them in a small window. */
function bringIntoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'center' })
}

interface FolderFieldProps {
  readonly folder: string | null
  readonly onChoose: (folder: string) => void
}

function FolderField({ folder, onChoose }: FolderFieldProps) {
  const { failure, choose } = useFolderChoice(onChoose)
  return (
    <div className={classes.place}>
      {folder === null ? (
        <span className={classes.words}>
          <Trans>No folder is chosen yet.</Trans>
        </span>
      ) : (
        <code className={classes.path}>{folder}</code>
      )}
      <Button variant="default" size="compact-md" onClick={() => void choose()}>
        {folder === null ? t`Choose a folder…` : t`Choose another folder…`}
      </Button>
      {failure !== null && <span role="alert">{failure}</span>}
    </div>
  )
}
