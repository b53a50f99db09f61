import { t } from '@lingui/core/macro'
import { memo, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { Time } from '../../components/time.tsx'
import { GridRow, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx'
import { RecordLinks } from '../activity/record-links.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { type DeliveriesPlace, useDeliveriesAddress } from './deliveries-address.ts'
import classes from './delivery-table.module.css'
import { type Delivery, operationWords } from './delivery-words.ts'
import { StateMark } from './state-mark.tsx'
import type { PagesView } from './use-pages.ts'

const columns = [t`When`, t`What`, t`Type`, t`Record`, t`State`]

interface DeliveryTableProps {
  readonly view: PagesView<Delivery>
  readonly place: DeliveriesPlace
  readonly left: RefObject<string | null>
  readonly onOlder: () => void
}

/** The deliveries to a platform, each of which opens. */
export function DeliveryTable({ view, place, left, onOlder }: DeliveryTableProps) {
  const { entries, hasOlder, loading } = view
  const { go } = useDeliveriesAddress()
  const grid = useRef<HTMLTableElement>(null)
  const [activeId, setActiveId] = useState(left.current)
  const typeName = useTypeName()
  const open = useCallback((delivery: string) => go({ ...place, delivery }), [go, place])
  useEffect(() => {
    if (left.current !== null) grid.current?.focus()
    left.current = null
  }, [left])
  return (
    <VirtualGrid
      {...{ grid, hasOlder, loading, activeId, onOlder }}
      label={t`Deliveries`}
      className={classes.columns}
      columns={columns}
      rows={entries}
      keys={{ Enter: (delivery) => delivery && open(delivery.id) }}
      onMove={({ id }) => setActiveId(id)}
    >
      {(delivery, at) => (
        <Row {...at} delivery={delivery} type={typeName(delivery.ontology)} onOpen={open} />
      )}
    </VirtualGrid>
  )
}

interface RowProps extends RowPlace {
  readonly delivery: Delivery
  readonly type: string
  readonly onOpen: (id: string) => void
}

const Row = memo(function Row({ delivery, type, onOpen, ...place }: RowProps) {
  const { id, changedAt, operation, metaEnvelopeId } = delivery
  return (
    <GridRow id={id} {...place} className={classes.row} onClick={() => onOpen(id)}>
      <td data-muted>
        <Time value={changedAt} plain />
      </td>
      <td>{operationWords(operation)}</td>
      <td title={type}>{type}</td>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the link in it has its own keys */}
      <td onClick={(event) => event.stopPropagation()}>
        <RecordLinks records={[metaEnvelopeId]} />
      </td>
      <td>
        <StateMark delivery={delivery} />
      </td>
    </GridRow>
  )
})
