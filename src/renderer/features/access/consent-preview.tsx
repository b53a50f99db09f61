import { useQuery } from '@apollo/client/react'
import { Anchor, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import {
  ConsentPreviewDocument,
  type ConsentPreviewQuery,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { recordPath } from '../activity/record-path.ts'
import { counted } from '../activity/words.ts'
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
    <section className={classes.preview} aria-label="Preview" aria-busy={loading}>
      {preview && <Seen preview={preview} />}
      {!preview && error && (
        <p role="alert" className={classes.error}>
          What it would see could not be found out. {errorCause(error)}
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
  const of = total === undefined ? '' : ` of your ${total.toLocaleString('en')}`
  const present = types.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  return (
    <>
      <p className={classes.sum} role="status">
        {totalCount === 0
          ? 'It would see no record now.'
          : `It would see ${counted(totalCount, 'record')}${of}.`}
      </p>
      {present.length > 0 && (
        <ul className={classes.types} aria-label="Types it would see">
          {present.slice(0, SHOWN_TYPES).map(({ ontology, count }) => (
            <li key={ontology}>
              {typeName(ontology)}{' '}
              <span className={classes.count}>{count.toLocaleString('en')}</span>
            </li>
          ))}
          {present.length > SHOWN_TYPES && (
            <li className={classes.count}>and {present.length - SHOWN_TYPES} more types</li>
          )}
        </ul>
      )}
      {shown > 0 && (
        <ul className={classes.records} aria-label="Records it would see">
          {records.edges.map(({ node }) => (
            <li key={node.id}>
              <Anchor component={Link} to={recordPath(node.id)} className={classes.record ?? ''}>
                {summarise(node.parsed).text || typeName(node.ontology)}
              </Anchor>
              <span className={classes.count}>{typeName(node.ontology)}</span>
            </li>
          ))}
          {totalCount > shown && (
            <li className={classes.count}>and {(totalCount - shown).toLocaleString('en')} more</li>
          )}
        </ul>
      )}
    </>
  )
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
