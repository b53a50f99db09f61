import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ShortId } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import { useTypeName } from '../data/record-counts.ts'
import classes from './record-facts.module.css'
import type { OpenRecord } from './use-record.ts'

/** What the vault knows about a record besides its fields. */
export function RecordFacts({ record }: { record: OpenRecord }) {
  const typeName = useTypeName()
  return (
    <dl className={classes.facts}>
      <dt>
        <Trans>Id</Trans>
      </dt>
      <dd>
        <ShortId id={record.id} label={t`Copy record id`} />
      </dd>
      <dt>
        <Trans>Type</Trans>
      </dt>
      <dd>
        {typeName(record.ontology)} <ShortId id={record.ontology} label={t`Copy ontology id`} />
      </dd>
      <dt>
        <Trans>Created</Trans>
      </dt>
      <dd>
        <Time value={record.createdAt} />
      </dd>
    </dl>
  )
}
