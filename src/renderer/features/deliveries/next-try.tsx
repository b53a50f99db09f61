import { useNow } from '../../components/now.ts'
import { exactTime } from '../../components/time-text.ts'
import { dueText } from './delivery-words.ts'

/** When something is tried next. `at` is ISO 8601. */
export function NextTry({ at }: { at: string }) {
  const now = useNow('second')
  const due = new Date(at)
  return (
    <time dateTime={at} title={exactTime(due).local}>
      {dueText(due.getTime(), now)}
    </time>
  )
}
