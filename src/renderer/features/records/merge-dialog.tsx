import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Radio, Stack } from '@mantine/core'
import { useMemo, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { AccessBadge } from '../data/access-badge.tsx'
import { useVault } from '../vault/vault-context.tsx'
import {
  type Content,
  type MergeEntry,
  merged,
  mergeEntries,
  type Side,
  type Slot,
} from './merge.ts'
import classes from './merge-dialog.module.css'
import type { RecordEdit } from './record-edits.ts'
import { valueText } from './value-text.ts'

interface MergeDialogProps {
  readonly edit: RecordEdit
  readonly theirs: Content
  readonly onMerged: (content: Content) => void
  readonly onClose: () => void
}

const sides = [
  { side: 'mine', name: t`Mine` },
  { side: 'theirs', name: t`In the vault now` },
  { side: 'base', name: t`Before both` },
] as const satisfies readonly { side: Side; name: string }[]

/** Two changed the record: which of each field is kept. Nothing is overwritten unseen. */
export function MergeDialog({ edit, theirs, onMerged, onClose }: MergeDialogProps) {
  const entries = useMemo(() => mergeEntries(edit.base, edit, theirs), [edit, theirs])
  const [choices, setChoices] = useState<ReadonlyMap<string | null, Side>>(new Map())
  const undecided = entries.filter(({ field, proposal }) => !(choices.get(field) ?? proposal))
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`This record changed meanwhile`}
      size={720}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <Stack gap="lg">
        <p className={classes.text}>
          <Trans>
            Somebody else saved changes while you were editing. Choose what each field becomes. What
            only one of you changed is chosen already.
          </Trans>
        </p>
        {entries.map((entry) => (
          <Entry
            key={entry.field === null ? 'access' : `field ${entry.field}`}
            entry={entry}
            choice={choices.get(entry.field) ?? entry.proposal}
            onChoose={(side) => setChoices(new Map(choices).set(entry.field, side))}
          />
        ))}
        <DialogFooter>
          <span className={classes.open} role="status">
            {undecided.length > 0 &&
              plural(undecided.length, { one: '# still to choose', other: '# still to choose' })}
          </span>
          <Button variant="default" onClick={onClose}>
            <Trans>Go on editing</Trans>
          </Button>
          <Button
            disabled={undecided.length > 0}
            onClick={() => onMerged(merged({ mine: edit, theirs }, entries, choices))}
          >
            <Trans>Save what is chosen</Trans>
          </Button>
        </DialogFooter>
      </Stack>
    </Modal>
  )
}

interface EntryProps {
  readonly entry: MergeEntry
  readonly choice: Side | null
  readonly onChoose: (side: Side) => void
}

function Entry({ entry, choice, onChoose }: EntryProps) {
  return (
    <Radio.Group
      label={entry.field === null ? t`Access` : <bdi>{entry.field}</bdi>}
      description={entry.proposal === null ? t`You both changed it.` : undefined}
      value={choice}
      onChange={(side) => onChoose(side as Side)}
    >
      <div className={classes.sides}>
        {sides.map(({ side, name }) => (
          <Radio
            key={side}
            value={side}
            classNames={{ body: classes.side ?? '', labelWrapper: classes.label ?? '' }}
            label={
              <>
                <span className={classes.name}>{name}</span>
                <SlotText slot={entry[side]} isAccess={entry.field === null} />
              </>
            }
          />
        ))}
      </div>
    </Radio.Group>
  )
}

function SlotText({ slot, isAccess }: { slot: Slot; isAccess: boolean }) {
  const owner = useVault().lastReady?.ename ?? ''
  if (isAccess && slot) return <AccessBadge acl={slot.value as string[]} owner={owner} />
  return (
    <span className={classes.value} data-none={slot === null || undefined} dir="auto">
      {valueText(slot?.value)}
    </span>
  )
}
