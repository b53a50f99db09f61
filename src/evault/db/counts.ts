import { arrayLiteral, ask, type Transaction } from './database.ts'

/** Keeps the number of records of each type, inside one transaction. */
export interface CountWriter {
  add(ename: string, ontology: string, difference: number): void
  /** Stores what was added. */
  flush(): Promise<void>
}

const addCounts = `
  INSERT INTO ontology_counts AS kept (ename, ontology, count)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
  ON CONFLICT (ename, ontology) DO UPDATE SET count = kept.count + excluded.count`

export function createCountWriter(tx: Transaction): CountWriter {
  const differences = new Map<string, { ename: string; ontology: string; difference: number }>()
  return {
    add(ename, ontology, difference) {
      const key = `${ename} ${ontology}`
      const before = differences.get(key)?.difference ?? 0
      differences.set(key, { ename, ontology, difference: before + difference })
    },
    async flush() {
      const changed = [...differences.values()].filter(({ difference }) => difference !== 0)
      differences.clear()
      if (changed.length === 0) return
      await ask(tx, addCounts, [
        arrayLiteral(changed.map(({ ename }) => ename)),
        arrayLiteral(changed.map(({ ontology }) => ontology)),
        arrayLiteral(changed.map(({ difference }) => String(difference))),
      ])
    },
  }
}
