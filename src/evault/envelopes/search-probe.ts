import { ask, type Database } from '../db/database.ts'

/**
 * Finds the part of a term that the trigram index is asked for. The index looks into a list of
 * records for each three letters of what it is asked; the more of them are frequent, the longer
 * it takes, and one rare part finds the record as well as the whole term does.
 */
export interface SearchProbe {
  /** Looks at a sample of the records, to learn which letters are rare in them. */
  learn(): Promise<void>
  /** The part of a text to ask for: the text itself where there is none better. */
  rarestPart(text: string): string
}

/** Long enough to be rare, short enough to be few lists. */
const partLength = 6
const sampleRows = 500
const word = /^[\p{L}\p{N}]{3}$/u

const selectSample = `
  SELECT left(search, 20000) AS search FROM meta_envelopes
  TABLESAMPLE BERNOULLI (least(100, $1::float8 * 100 / greatest(1, (
    SELECT reltuples FROM pg_class WHERE oid = 'meta_envelopes'::regclass))))
  WHERE search IS NOT NULL LIMIT $1::int`

export function createSearchProbe(db: Database): SearchProbe {
  /** In how many records of the sample three letters stand. */
  let frequencies = new Map<string, number>()

  /** How often the rarest three letters of a part were met; infinite for a part without letters. */
  function frequency(part: string): number {
    let least = Number.POSITIVE_INFINITY
    for (const three of threes(part)) least = Math.min(least, frequencies.get(three) ?? 0)
    return least
  }

  return {
    async learn() {
      const learned = new Map<string, number>()
      for (const { search } of await ask<{ search: string }>(db, selectSample, [sampleRows])) {
        for (const three of new Set(threes(search))) {
          learned.set(three, (learned.get(three) ?? 0) + 1)
        }
      }
      frequencies = learned
    },
    rarestPart(text) {
      if (frequencies.size === 0) return text
      const parts = Array.from({ length: Math.max(1, text.length - partLength + 1) }, (_, start) =>
        text.slice(start, start + partLength),
      )
      const best = parts.reduce((a, b) => (frequency(b) < frequency(a) ? b : a))
      return best.isWellFormed() && Number.isFinite(frequency(best)) ? best : text
    },
  }
}

/** Each three letters or digits of a text that stand together. */
function* threes(text: string): Generator<string> {
  for (let start = 0; start + 3 <= text.length; start += 1) {
    const three = text.slice(start, start + 3)
    if (word.test(three)) yield three
  }
}
