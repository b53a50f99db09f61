import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button, Group, Skeleton, Tooltip } from '@mantine/core'
import { IconFileOff, IconTrash, IconX } from '@tabler/icons-react'
import type { KeyboardEvent, RefObject } from 'react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { useData } from '../data/data-context.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { type Row, rowOf } from '../data/record-rows.ts'
import { useDeletion } from '../data/use-deletion.tsx'
import { useWritable } from '../data/use-writable.ts'
import classes from './inspector.module.css'
import { RecordPanels } from './record-panels.tsx'
import { type OpenRecord, useRecord } from './use-record.ts'
import { useEditedIds } from './use-record-edit.ts'

interface InspectorProps {
  readonly id: string
  /** The names of its sides: the keys come in there. */
  readonly tabs: RefObject<HTMLDivElement | null>
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

/** The open record: its fields, its JSON, who may see it, and what it was. */
export function Inspector({ id, tabs, onClose, onDelete }: InspectorProps) {
  const { record, error, refetch } = useRecord(id)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && !event.defaultPrevented) leave(event, onClose)
  }
  return (
    <aside className={classes.inspector} aria-label={t`Record`} onKeyDown={onKeyDown}>
      <Header record={record} onClose={onClose} onDelete={onDelete} />
      {record && <RecordPanels record={record} tabs={tabs} />}
      {!record && error && (
        <ErrorNotice
          title={t`The record could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {record === null && !error && <Missing id={id} />}
      {record === undefined && !error && <Placeholder />}
    </aside>
  )
}

/** Esc leaves the innermost: a menu or dialog by itself, then the field, then the record. */
function leave({ target, currentTarget }: KeyboardEvent<HTMLElement>, onClose: () => void): void {
  if (!(target instanceof HTMLElement) || !currentTarget.contains(target)) return
  if (target.ariaExpanded === 'true' || target.closest('[role="menu"]')) return
  const isField = target.matches('input, textarea, select, [contenteditable="true"]')
  if (isField) target.closest<HTMLElement>('[role="tabpanel"]')?.focus()
  else onClose()
}

interface HeaderProps {
  readonly record: OpenRecord | null | undefined
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

function Header({ record, onClose, onDelete }: HeaderProps) {
  const writable = useWritable()
  const typeName = useTypeName()
  const row = record && rowOf(record)
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h2 className={classes.title} dir="auto">
          {row ? row.summary.text : t`Record`}
        </h2>
        <span className={classes.type}>{row && typeName(row.ontology)}</span>
      </div>
      {row && (
        <Tooltip label={t`Delete (Del)`}>
          <ActionIcon
            size={28}
            aria-label={t`Delete record`}
            disabled={!writable}
            onClick={() => onDelete(row)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={t`Close (Esc)`}>
        <ActionIcon size={28} aria-label={t`Close record`} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </header>
  )
}

/** There is no such record; what was not saved of it can still be, once it is taken back. */
function Missing({ id }: { id: string }) {
  const { edits } = useData()
  const { restore } = useDeletion()
  const edited = useEditedIds().has(id)
  return (
    <Notice icon={<IconFileOff size={24} />} title={t`This record is not in your vault`}>
      <p className={classes.missing}>
        <Trans context="record">It was deleted, or the address is mistaken.</Trans>
      </p>
      {edited && (
        <>
          <p className={classes.missing}>
            <Trans>You have changes of it that are not saved.</Trans>
          </p>
          <Group gap="sm">
            <Button variant="default" onClick={() => edits.set(id, null)}>
              <Trans>Discard them</Trans>
            </Button>
            <Button onClick={() => void restore(id)}>
              <Trans>Restore the record</Trans>
            </Button>
          </Group>
        </>
      )}
    </Notice>
  )
}

function Placeholder() {
  return (
    <div className={classes.placeholder} aria-busy="true">
      {[40, 64, 52].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} />
      ))}
    </div>
  )
}
