import { ActionIcon, Skeleton, Tabs, Tooltip } from '@mantine/core'
import { IconFileOff, IconTrash, IconX } from '@tabler/icons-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { LabelledCopyButton } from '../../components/copy-button.tsx'
import { JsonEditor } from '../../components/lazy-json-editor.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { DetailsPanel } from './details-panel.tsx'
import { FieldsPanel } from './fields-panel.tsx'
import classes from './inspector.module.css'
import { useTypeName } from './record-counts.ts'
import { type Row, rowOf } from './record-rows.ts'
import { type OpenRecord, useRecord } from './use-record.ts'

interface InspectorProps {
  readonly id: string
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

/** The open record: its fields, its JSON, and what the vault knows about it. */
export function Inspector({ id, onClose, onDelete }: InspectorProps) {
  const { record, error, refetch } = useRecord(id)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
  }
  return (
    <aside className={classes.inspector} aria-label="Record" onKeyDown={onKeyDown}>
      <Header record={record} onClose={onClose} onDelete={onDelete} />
      {record && <Panels record={record} />}
      {!record && error && (
        <ErrorNotice
          title="The record could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {record === null && !error && (
        <Notice icon={<IconFileOff size={24} />} title="This record is not in your vault">
          <p className={classes.missing}>It was deleted, or the address is mistaken.</p>
        </Notice>
      )}
      {record === undefined && !error && <Placeholder />}
    </aside>
  )
}

interface HeaderProps {
  readonly record: OpenRecord | null | undefined
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

function Header({ record, onClose, onDelete }: HeaderProps) {
  const { writable } = useVault()
  const typeName = useTypeName()
  const row = record && rowOf(record)
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h2 className={classes.title}>{row ? row.summary.text : 'Record'}</h2>
        <span className={classes.type}>{row && typeName(row.ontology)}</span>
      </div>
      {row && (
        <Tooltip label="Delete (Del)">
          <ActionIcon
            size={28}
            aria-label="Delete record"
            disabled={!writable}
            onClick={() => onDelete(row)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label="Close (Esc)">
        <ActionIcon size={28} aria-label="Close record" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </header>
  )
}

function Panels({ record }: { record: OpenRecord }) {
  return (
    <Tabs defaultValue="fields" keepMounted={false} className={classes.tabs}>
      <Tabs.List px="md">
        <Tabs.Tab value="fields">Fields</Tabs.Tab>
        <Tabs.Tab value="json">JSON</Tabs.Tab>
        <Tabs.Tab value="details">Details</Tabs.Tab>
      </Tabs.List>
      <Panel name="fields">
        <FieldsPanel key={record.id} record={record} />
      </Panel>
      <Panel name="json">
        <Json payload={record.parsed} />
      </Panel>
      <Panel name="details">
        <DetailsPanel record={record} />
      </Panel>
    </Tabs>
  )
}

function Panel({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={name} className={classes.panel} tabIndex={0}>
      {children}
    </Tabs.Panel>
  )
}

function Json({ payload }: { payload: unknown }) {
  const text = JSON.stringify(payload, null, 2)
  return (
    <div className={classes.json}>
      <div className={classes.copy}>
        <LabelledCopyButton text={text} what="JSON" />
      </div>
      <JsonEditor label="Payload as JSON" value={text} />
    </div>
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
