import { useMemo, useState } from 'react'
import { useRecordSchema } from '../records/record-schema.ts'
import { readColumns, writeColumns } from './column-store.ts'
import { columnFields, proposedColumns } from './field-columns.ts'
import type { Row } from './record-rows.ts'

/** What is looked at to find out which fields the records of a type have. */
const SAMPLE = 50

/** The fields of a type that the list shows as columns. */
export interface TypeColumns {
  /** Those that can be chosen; none where all types are listed. */
  readonly fields: readonly string[]
  readonly shown: readonly string[]
  /** Null goes back to the usual ones. */
  readonly choose: (columns: readonly string[] | null) => void
  readonly isChosen: boolean
}

/** The columns of the type that is listed: what the owner chose, or what suits its records. */
export function useColumns(type: string | null, rows: readonly Row[]): TypeColumns {
  const schema = useRecordSchema(type)
  const [choices, setChoices] = useState<ReadonlyMap<string, readonly string[] | null>>(new Map())
  const sample = useSample(type, rows)
  const stored = useMemo(() => (type === null ? null : readColumns(type)), [type])
  return useMemo(() => {
    if (type === null) return { fields: [], shown: [], isChosen: false, choose: () => {} }
    const chosen = choices.has(type) ? (choices.get(type) ?? null) : stored
    const known = columnFields(schema, sample)
    return {
      // What was chosen can be taken away, also where no record has it any more.
      fields: [...new Set([...known, ...(chosen ?? [])])],
      // While the description of the type is asked for, nothing is guessed that may change.
      shown: chosen ?? (schema === undefined ? [] : proposedColumns(schema, sample)),
      isChosen: chosen !== null,
      choose(columns) {
        writeColumns(type, columns)
        setChoices((now) => new Map(now).set(type, columns))
      },
    }
  }, [type, schema, sample, choices, stored])
}

/** The first rows of the type: columns stay as they are while other rows come and go. */
function useSample(type: string | null, rows: readonly Row[]): readonly Row[] {
  const [kept, setKept] = useState<{ type: string | null; rows: readonly Row[] }>({
    type: null,
    rows: [],
  })
  if (kept.type === type && kept.rows.length > 0) return kept.rows
  const first = rows.filter(({ ontology }) => ontology === type).slice(0, SAMPLE)
  if (first.length === 0) return NONE
  setKept({ type, rows: first })
  return first
}

const NONE: readonly Row[] = []
