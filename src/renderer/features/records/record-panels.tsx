import { Trans } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { memo, type ReactNode, type RefObject, useState } from 'react'
import { useData } from '../data/data-context.tsx'
import { useWritable } from '../data/use-writable.ts'
import { useIsOwnView } from '../data/viewer.ts'
import { RecordDeliveries } from '../deliveries/record-deliveries.tsx'
import { AccessPanel } from './access-panel.tsx'
import { FieldsPanel } from './fields-panel.tsx'
import { HistoryPanel } from './history-panel.tsx'
import classes from './inspector.module.css'
import { JsonPanel } from './json-panel.tsx'
import { type Content, sameContent } from './merge.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { useRecordSchema } from './record-schema.ts'
import { SaveBar } from './save-bar.tsx'
import type { OpenRecord } from './use-record.ts'
import { contentOf, useRecordEdit } from './use-record-edit.ts'
import { useSave } from './use-save.ts'

interface RecordPanelsProps {
  readonly record: OpenRecord
  readonly tabs: RefObject<HTMLDivElement | null>
}

/** The sides of a record. What is changed on one shows on the others and is saved with them. */
export const RecordPanels = memo(function RecordPanels({ record, tabs }: RecordPanelsProps) {
  const writable = useWritable()
  const isOwn = useIsOwnView()
  const [tab, setTab] = useState<string | null>('fields')
  const editing = useRecordEdit(record)
  const schema = useRecordSchema(record.ontology)
  const panel = { id: record.id, record, editing, schema, readOnly: !writable }
  return (
    <>
      <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs}>
        <Tabs.List ref={tabs} px="md">
          <Tabs.Tab value="fields">
            <Trans>Fields</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="json">JSON</Tabs.Tab>
          {isOwn && (
            <Tabs.Tab value="access">
              <Trans>Access</Trans>
            </Tabs.Tab>
          )}
          {isOwn && (
            <Tabs.Tab value="history">
              <Trans>History</Trans>
            </Tabs.Tab>
          )}
          {isOwn && (
            <Tabs.Tab value="deliveries">
              <Trans>Deliveries</Trans>
            </Tabs.Tab>
          )}
        </Tabs.List>
        <Panel name="fields">
          <FieldsPanel key={record.id} {...panel} />
        </Panel>
        <Panel name="json">
          <JsonPanel key={record.id} {...panel} />
        </Panel>
        <Panel name="access">
          <AccessPanel key={record.id} {...panel} />
        </Panel>
        <Panel name="history">
          <HistoryPanel key={record.id} record={record} dirty={editing.dirty} />
        </Panel>
        <Panel name="deliveries">
          <RecordDeliveries key={record.id} record={record.id} />
        </Panel>
      </Tabs>
      {isOwn && <Unsaved key={record.id} record={record} />}
    </>
  )
})

function Panel({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={name} className={classes.panel} tabIndex={0}>
      {children}
    </Tabs.Panel>
  )
}

/** The bar with what is not saved, and the merge when somebody else saved meanwhile. */
function Unsaved({ record }: { record: OpenRecord }) {
  const writable = useWritable()
  const { edits } = useData()
  const editing = useRecordEdit(record)
  const { save, saving, failure, theirs, setTheirs } = useSave(record.id)
  const current = () => edits.all().get(record.id)
  const onSave = () => void (writable && save(current()))
  useHotkeys([['mod+S', onSave]], [], true)
  const onMerged = (content: Content) => {
    if (!theirs) return
    setTheirs(null)
    editing.rebase(theirs, content)
    onSave()
  }
  if (!editing.dirty) return null
  return (
    <>
      <SaveBar
        editing={editing}
        saving={saving}
        failure={failure}
        writable={writable}
        changedMeanwhile={!saving && !sameContent(contentOf(record), editing.edit.base)}
        onSave={onSave}
        onReview={() => setTheirs(contentOf(record))}
      />
      {theirs && (
        <MergeDialog
          edit={editing.edit}
          theirs={theirs}
          onMerged={onMerged}
          onClose={() => setTheirs(null)}
        />
      )}
    </>
  )
}
