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
      <dt>Id</dt>
      <dd>
        <ShortId id={record.id} what="record id" />
      </dd>
      <dt>Type</dt>
      <dd>
        {typeName(record.ontology)} <ShortId id={record.ontology} what="ontology id" />
      </dd>
      <dt>Created</dt>
      <dd>
        <Time value={record.createdAt} />
      </dd>
    </dl>
  )
}
