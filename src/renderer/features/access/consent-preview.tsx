import { useQuery } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Anchor, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import {
  ConsentPreviewDocument,
  type ConsentPreviewQuery,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { recordPath } from '../activity/record-path.ts'
import { useRecordCounts, useTypeName } from '../data/record-counts.ts'
import { summarise } from '../data/summary.ts'
import type { ConsentDraft } from './consent-draft.ts'
import classes from './consent-preview.module.css'

const SHOWN_RECORDS = 6
const SHOWN_TYPES = 5

type Preview = ConsentPreviewQuery['consentPreview']

/** What a platform would see, counted by the vault and not by the window. */
export function ConsentPreview({ platform, draft }: { platform: string; draft: ConsentDraft }) {
  const { decision, ontologies } = draft
  const { data, previousData, error, loading } = useQuery(ConsentPreviewDocument, {
    // Its counts are this platform's: they must not be taken for the vault's.
    fetchPolicy: 'no-cache',
    variables: {
      ...{ platform, decision, first: SHOWN_RECORDS },
      ontologies: decision === 'ontologies' ? [...ontologies] : [],
    },
  })
  const preview = (data ?? previousData)?.consentPreview
  return (
    <section className={classes.preview} aria-label={t`Preview`} aria-busy={loading}>
      {preview && <Seen preview={preview} />}
      {!preview && error && (
        <p role="alert" className={classes.error}>
          <Trans>What it would see could not be found out.</Trans> {errorCause(error)}
        </p>
      )}
      {!preview && !error && <Placeholder />}
    </section>
  )
}

function Seen({ preview }: { preview: Preview }) {
  const { totalCount, types, records } = preview
  const { total } = useRecordCounts()
  const typeName = useTypeName()
  const shown = records.edges.length
  const moreRecords = i18n.number(totalCount - shown)
  const present = types.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  const moreTypes = present.length - SHOWN_TYPES
  return (
    <>
      <p className={classes.sum} role="status">
        {seenWords(totalCount, total)}
      </p>
      {present.length > 0 && (
        <ul className={classes.types} aria-label={t`Types it would see`}>
          {present.slice(0, SHOWN_TYPES).map(({ ontology, count }) => (
            <li key={ontology}>
              {typeName(ontology)} <span className={classes.count}>{i18n.number(count)}</span>
            </li>
          ))}
          {present.length > SHOWN_TYPES && (
            <li className={classes.count}>
              <Plural value={moreTypes} one="and # more type" other="and # more types" />
            </li>
          )}
        </ul>
      )}
      {shown > 0 && (
        <ul className={classes.records} aria-label={t`Records it would see`}>
          {records.edges.map(({ node }) => (
            <li key={node.id}>
              <Anchor
                component={Link}
                to={recordPath(node.id)}
                className={classes.record ?? ''}
                dir="auto"
              >
                {summarise(node.brief).text || typeName(node.ontology)}
              </Anchor>
              <span className={classes.count}>{typeName(node.ontology)}</span>
            </li>
          ))}
          {totalCount > shown && (
            <li className={classes.count}>
              <Trans>and {moreRecords} more</Trans>
            </li>
          )}
        </ul>
      )}
    </>
  )
}

/** How many records, and of how many, once that is known. */
function seenWords(count: number, total: number | undefined): string {
  if (count === 0) return t`It would see no record now.`
  const all = i18n.number(total ?? 0)
  return total === undefined
    ? plural(count, { one: 'It would see # record.', other: 'It would see # records.' })
    : plural(count, {
        one: `It would see # record of your ${all}.`,
        other: `It would see # records of your ${all}.`,
      })
}

function Placeholder() {
  return (
    <div className={classes.placeholder}>
      <Skeleton height={20} width="70%" />
      <Skeleton height={16} />
      <Skeleton height={16} />
    </div>
  )
}
