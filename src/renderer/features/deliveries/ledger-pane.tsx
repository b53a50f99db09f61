import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { IconNotebook } from '@tabler/icons-react'
import { memo, useCallback, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { ShortId } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import { GridRow, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx'
import { DisclosuresDocument } from '../../graphql/documents.generated.ts'
import { platformLine } from '../access/caller.ts'
import { activityPath } from '../activity/activity-address.ts'
import { RecordLinks } from '../activity/record-links.tsx'
import { recordPath } from '../activity/record-path.ts'
import { useTypeName } from '../data/record-counts.ts'
import classes from './ledger-pane.module.css'
import { currentWords, type Disclosure, howWords } from './ledger-words.ts'
import { PagesError } from './pages-error.tsx'
import type { DeliveryPlatform } from './platform-health.ts'
import { LARGEST_PAGE, type PagesView, usePages } from './use-pages.ts'

/** What a platform has from the owner: each version of each record that it was sent. */
export function LedgerPane({ platform }: { platform: DeliveryPlatform }) {
  const { view, loadOlder, reload } = useDisclosures(platform.platform)
  const retry = () => void reload()
  if (view.entries.length === 0 && view.loading === null) {
    return view.error === null ? (
      <Empty />
    ) : (
      <ErrorNotice
        title={t`What it has received could not be read`}
        error={view.error}
        onRetry={retry}
      />
    )
  }
  return (
    <>
      <p className={classes.hint}>
        <Trans>
          All that the vault sent this platform, for as long as the vault exists:{' '}
          <Plural value={platform.disclosed} one="# record" other="# records" /> in all.
        </Trans>{' '}
        <Anchor
          component={Link}
          underline="always"
          to={activityPath({ log: 'reads', who: platformLine(platform.platform) })}
        >
          <Trans>What it read itself</Trans>
        </Anchor>
      </p>
      <PagesError error={view.error} onRetry={retry} />
      <Ledger view={view} onOlder={loadOlder} />
    </>
  )
}

const columns = [
  t`When`,
  t`Type`,
  t`Record`,
  t({ message: 'Version', context: 'of a record' }),
  t`How`,
  t`Now`,
]

function Ledger({ view, onOlder }: { view: PagesView<Disclosure>; onOlder: () => void }) {
  const { entries, hasOlder, loading } = view
  const grid = useRef<HTMLTableElement>(null)
  const [activeId, setActiveId] = useState<string | null>(null)
  const navigate = useNavigate()
  const typeName = useTypeName()
  const open = (entry?: Disclosure) => entry && void navigate(recordPath(entry.metaEnvelopeId))
  return (
    <VirtualGrid
      {...{ grid, hasOlder, loading, activeId, onOlder }}
      label={t`Has received`}
      className={classes.columns}
      columns={columns}
      rows={entries}
      keys={{ Enter: open }}
      onMove={({ id }) => setActiveId(id)}
    >
      {(entry, at) => <Row {...at} entry={entry} type={typeName(entry.ontology)} />}
    </VirtualGrid>
  )
}

interface RowProps extends RowPlace {
  readonly entry: Disclosure
  readonly type: string
}

const Row = memo(function Row({ entry, type, ...place }: RowProps) {
  const { id, at, metaEnvelopeId, envelopeHash, isCurrent } = entry
  const [how, current] = [howWords(entry), currentWords(entry)]
  return (
    <GridRow id={id} {...place}>
      <td data-muted>
        <Time value={at} plain />
      </td>
      <td title={type}>{type}</td>
      <td>
        <RecordLinks records={[metaEnvelopeId]} />
      </td>
      <td>
        <ShortId id={envelopeHash} label={t`Copy the hash of this version`} />
      </td>
      <td title={how}>{how}</td>
      <td title={current} data-muted={!isCurrent || undefined}>
        {current}
      </td>
    </GridRow>
  )
})

function useDisclosures(platform: string) {
  const client = useApolloClient()
  const readPage = useCallback(
    async (after: string | null) => {
      const { data } = await client.query({
        query: DisclosuresDocument,
        fetchPolicy: 'no-cache',
        variables: { platform, first: LARGEST_PAGE, ...(after !== null && { after }) },
      })
      if (!data) throw new Error(t`The vault gave no answer.`)
      const { entries, nextCursor } = data.disclosures
      return { entries, next: nextCursor }
    },
    [client, platform],
  )
  return usePages<Disclosure>(readPage)
}

function Empty() {
  return (
    <Notice icon={<IconNotebook size={24} />} title={t`It has received nothing`}>
      <p className={classes.text}>
        <Trans>Each version of each record that this platform is sent is written down here.</Trans>
      </p>
    </Notice>
  )
}
