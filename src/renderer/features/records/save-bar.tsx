import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert, Button, Group, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { DifferenceList } from './difference-list.tsx'
import { contentDifference, countDifferences, isUnread } from './record-edits.ts'
import classes from './save-bar.module.css'
import type { RecordEditing } from './use-record-edit.ts'

interface SaveBarProps {
  readonly editing: RecordEditing
  readonly saving: boolean
  readonly failure: string | null
  readonly writable: boolean
  /** The record is not what the edit began with any more. */
  readonly changedMeanwhile: boolean
  readonly onSave: () => void
  readonly onReview: () => void
}

/** What is not saved yet, as a difference, and the buttons that save it or give it up. */
export function SaveBar(props: SaveBarProps) {
  const { editing, saving, failure, writable, changedMeanwhile, onSave } = props
  const [shown, setShown] = useState(false)
  const difference = contentDifference(editing.edit.base, editing.edit)
  const count = countDifferences(difference)
  const unread = isUnread(editing.edit)
  return (
    <section className={classes.bar} aria-label={t`Unsaved changes`}>
      {changedMeanwhile && (
        <Group
          gap="sm"
          justify="space-between"
          wrap="nowrap"
          role="status"
          className={classes.meanwhile}
        >
          <span>
            <Trans>This record changed while you were editing.</Trans>
          </span>
          <Button variant="default" size="compact-sm" flex="none" onClick={props.onReview}>
            <Trans>Compare…</Trans>
          </Button>
        </Group>
      )}
      {failure !== null && (
        <Alert color="red" role="alert" title={t`The changes were not saved`} p="xs">
          {failure}
        </Alert>
      )}
      {shown && count > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={classes.difference} aria-label={t`Difference`} tabIndex={0}>
          <DifferenceList difference={difference} />
        </section>
      )}
      <Group gap="sm" wrap="nowrap">
        <UnstyledButton
          className={classes.count}
          aria-expanded={shown}
          disabled={count === 0}
          onClick={() => setShown(!shown)}
        >
          {unread && count === 0
            ? t`Something can’t be read yet`
            : plural(count, { one: '# change', other: '# changes' })}
        </UnstyledButton>
        <Button variant="default" size="compact-md" disabled={saving} onClick={editing.discard}>
          <Trans>Discard</Trans>
        </Button>
        <Button
          size="compact-md"
          loading={saving}
          disabled={!writable || unread}
          aria-keyshortcuts="Control+S Meta+S"
          title={t`Save (Ctrl+S, on a Mac ⌘S)`}
          onClick={onSave}
        >
          <Trans>Save</Trans>
        </Button>
      </Group>
    </section>
  )
}
