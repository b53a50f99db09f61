import { IconBan } from '@tabler/icons-react'
import { Time } from '../../components/time.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { RecordLinks } from './record-links.tsx'
import classes from './trace-row.module.css'
import type { Trace } from './traces.ts'
import { operationWords, refusalWords, wantedWords } from './words.ts'

/** What somebody did, as an item of a list. */
export function TraceRow({ trace }: { trace: Trace }) {
  const typeName = useTypeName()
  const { operation, refusal, ontologies, records, timestamp, times } = trace
  return (
    <li className={classes.row}>
      <span className={classes.what} data-refused={refusal !== null || undefined}>
        {refusal !== null && <IconBan size={14} aria-hidden="true" />}
        {refusal === null ? operationWords(operation) : `Refused: ${wantedWords(operation)}`}
        {times > 1 && <span className={classes.times}>{times}×</span>}
      </span>
      <span className={classes.about}>
        {refusal === null ? ontologies.map(typeName).join(', ') : refusalWords(refusal)}
      </span>
      <span className={classes.records}>
        <RecordLinks records={records} />
      </span>
      <span className={classes.when}>
        <Time value={timestamp} />
      </span>
    </li>
  )
}
