import { i18n } from '@lingui/core'
import { Trans } from '@lingui/react/macro'
import { IconBan } from '@tabler/icons-react'
import { Caller } from '../../components/caller.tsx'
import { Time } from '../../components/time.tsx'
import { useTypeName } from '../data/record-counts.ts'
import { RecordLinks } from './record-links.tsx'
import classes from './trace-row.module.css'
import type { Trace } from './traces.ts'
import { aboutWords, whatWords } from './words.ts'

interface TraceRowProps {
  readonly trace: Trace
  /** Says who did it, where the list is not of one of them. */
  readonly showsWho?: boolean
}

/** What somebody did, as an item of a list. */
export function TraceRow({ trace, showsWho = false }: TraceRowProps) {
  const typeName = useTypeName()
  const { caller, refusal, records, timestamp, times } = trace
  return (
    <li className={classes.row}>
      <span className={classes.what}>
        <span className={classes.deed} data-refused={refusal !== null || undefined}>
          {refusal !== null && <IconBan size={14} aria-hidden="true" />}
          {whatWords(trace)}
          {times > 1 && <span className={classes.times}>{i18n.number(times)}×</span>}
        </span>
        {showsWho && (
          <span className={classes.who}>
            <Trans>
              by <Caller caller={caller} />
            </Trans>
          </span>
        )}
      </span>
      <span className={classes.about}>{aboutWords(trace, typeName)}</span>
      <span className={classes.records}>
        <RecordLinks records={records} />
      </span>
      <span className={classes.when}>
        <Time value={timestamp} />
      </span>
    </li>
  )
}
