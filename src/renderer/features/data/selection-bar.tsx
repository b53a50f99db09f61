import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, CloseButton } from '@mantine/core'
import { IconDownload, IconTrash, IconUsers } from '@tabler/icons-react'
import type { Selection } from './selection.ts'
import classes from './selection-bar.module.css'
import { useWritable } from './use-writable.ts'

interface SelectionBarProps {
  readonly selection: Selection
  /** How many records are listed in all; undefined while nobody knows. */
  readonly total: number | undefined
  /** Other long work is going on. */
  readonly busy: boolean
  readonly onEverything: () => void
  readonly onClear: () => void
  readonly onDelete: () => void
  readonly onAccess: () => void
  readonly onExport: () => void
}

/** What can be done with the selected records. */
export function SelectionBar(props: SelectionBarProps) {
  const { selection, total, busy } = props
  const writable = useWritable()
  const count = selection.everything ? total : selection.ids.size
  const all = i18n.number(total ?? 0)
  const hasMore = !selection.everything && total !== undefined && total > selection.ids.size
  return (
    <section className={classes.bar} aria-label={t`Selected records`}>
      <CloseButton size={24} aria-label={t`Clear selection`} onClick={props.onClear} />
      <span className={classes.count} role="status">
        {count === undefined ? t`All selected` : selectedText(count)}
      </span>
      {hasMore && (
        <Button variant="subtle" size="compact-sm" onClick={props.onEverything}>
          <Trans>Select all {all}</Trans>
        </Button>
      )}
      <span className={classes.spacer} />
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={14} />}
        disabled={busy}
        onClick={props.onExport}
      >
        <Trans>Export…</Trans>
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconUsers size={14} />}
        disabled={!writable || busy}
        onClick={props.onAccess}
      >
        <Trans>Access…</Trans>
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconTrash size={14} />}
        disabled={!writable || busy}
        onClick={props.onDelete}
      >
        <Trans>Delete</Trans>
      </Button>
    </section>
  )
}

/** How many records are selected, in words. */
export function selectedText(count: number): string {
  return plural(count, { one: '# record selected', other: '# records selected' })
}
