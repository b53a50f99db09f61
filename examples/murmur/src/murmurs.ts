import { randomUUID } from 'node:crypto'
import type { Database } from 'libsql'
import { unixNow } from './clock.ts'

/** Of whom nothing else may be known than the vault, or not even that. */
export interface Account {
  readonly id: string
  readonly handle: string | null
  readonly shownName: string | null
  readonly about: string | null
  readonly ename: string | null
  readonly hasPicture: 0 | 1
}

/** A murmur as pages show it. Its pictures are read one by one, where they are shown. */
export interface Murmur {
  readonly id: string
  readonly words: string | null
  readonly answersTo: string | null
  /** Unix seconds. */
  readonly writtenAt: number | null
  readonly editedAt: number | null
  readonly pictures: number
  readonly stars: number
  /** By whoever looks at it. */
  readonly isStarred: 0 | 1
  readonly answers: number
  readonly author: Account | null
}

export type Murmurs = ReturnType<typeof createMurmurs>

export const murmursPerPage = 30

// What others say of themselves may have any length. These are longer than murmur's own forms take:
// somebody's long words are refused when they are saved again here, not cut.
const accountColumns = `accounts.id, substr(handle, 1, 200) AS handle,
  substr(shown_name, 1, 200) AS shownName, substr(about, 1, 2000) AS about, ename,
  coalesce(picture GLOB 'data:image/*' OR picture GLOB 'w3ds://*' OR picture GLOB 'http*', 0)
    AS hasPicture`
const murmurColumns = `murmurs.id AS murmur, substr(words, 1, 10000) AS words, answers_to AS answersTo,
  written_at AS writtenAt, edited_at AS editedAt,
  CASE json_type(pictures) WHEN 'array' THEN min(json_array_length(pictures), 12) ELSE 0 END
    AS pictures,
  (SELECT count(*) FROM stars WHERE murmur_id = murmurs.id) AS stars,
  EXISTS (SELECT 1 FROM stars WHERE murmur_id = murmurs.id AND account_id = :viewer) AS isStarred,
  (SELECT count(*) FROM murmurs AS answer WHERE answer.answers_to = murmurs.id) AS answers`
const place = 'coalesce(written_at, 0), murmurs.id'

/**
 * All that murmur says to its tables. There is nothing here about vaults: the adapter's triggers
 * note what these statements change, in the same transaction, and it goes on from there.
 */
export function createMurmurs(database: Database) {
  const all = <Row>(sql: string, ...values: unknown[]) =>
    database.prepare(sql).all(...values) as Row[]
  const run = (sql: string, ...values: unknown[]) => void database.prepare(sql).run(...values)
  const account = (where: string, value: string) =>
    all<Account>(`SELECT ${accountColumns} FROM accounts WHERE ${where} LIMIT 1`, value)[0] ?? null
  const murmurs = (rest: string, values: { viewer: string; [name: string]: unknown }) =>
    all<Account & Murmur & { murmur: string }>(
      `SELECT ${accountColumns}, ${murmurColumns} FROM murmurs
       LEFT JOIN accounts ON accounts.id = account_id ${rest}`,
      values,
    ).map((row): Murmur => ({ ...row, id: row.murmur, author: row.id === null ? null : row }))

  /**
   * Newest first; with the id of a murmur, those before it. What is dated ahead shows in its time:
   * nobody stays above all others. Clocks may differ by minutes.
   */
  const page = (which: string, values: { viewer: string; before: string | null; of?: string }) =>
    murmurs(
      `WHERE ${which} AND coalesce(written_at, 0) < unixepoch() + 300 AND (:before IS NULL
         OR (${place}) < (SELECT ${place} FROM murmurs WHERE id = :before))
       ORDER BY coalesce(written_at, 0) DESC, murmurs.id DESC LIMIT ${murmursPerPage}`,
      values,
    )

  return {
    /** All but answers. */
    timeline: (viewer: string, before: string | null) =>
      page('answers_to IS NULL', { viewer, before }),
    murmursOf: (of: string, viewer: string, before: string | null) =>
      page('account_id = :of', { viewer, before, of }),
    murmur: (id: string, viewer: string) =>
      murmurs('WHERE murmurs.id = :id', { viewer, id })[0] ?? null,
    answersTo: (id: string, viewer: string) =>
      murmurs(`WHERE answers_to = :id ORDER BY ${place} LIMIT 200`, { viewer, id }),
    account: (id: string) => account('id = ?', id),

    /** The account with this eName, a new one if there is none. */
    accountOf(ename: string): Account {
      const known = account('ename = ? ORDER BY id', ename)
      if (known !== null) return known
      const [id, joined] = [randomUUID(), unixNow()]
      run('INSERT INTO accounts (id, ename, joined) VALUES (?, ?, ?)', id, ename, joined)
      return { id, handle: null, shownName: null, about: null, ename, hasPicture: 0 }
    },

    changeAccount(id: string, fields: { shownName: string; about: string; picture?: string }) {
      const { shownName, about, picture = null } = fields
      run(
        `UPDATE accounts SET shown_name = ?, about = ?, picture = coalesce(?, picture)
         WHERE id = ?`,
        shownName,
        about,
        picture,
        id,
      )
    },

    /** @returns its id */
    add(murmur: { words: string; pictures: string[]; account: string; answersTo: string | null }) {
      const id = randomUUID()
      run(
        `INSERT INTO murmurs (id, account_id, words, pictures, answers_to, written_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        id,
        murmur.account,
        murmur.words,
        JSON.stringify(murmur.pictures),
        murmur.answersTo,
        unixNow(),
      )
      return id
    },

    changeWords(id: string, words: string) {
      run('UPDATE murmurs SET words = ?, edited_at = ? WHERE id = ?', words, unixNow(), id)
    },

    remove(id: string) {
      run('DELETE FROM murmurs WHERE id = ?', id)
    },

    setStar(id: string, account: string, isStarred: boolean) {
      run(
        isStarred
          ? 'INSERT INTO stars (murmur_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING'
          : 'DELETE FROM stars WHERE murmur_id = ? AND account_id = ?',
        id,
        account,
      )
    },

    /** The URI of one picture of a murmur. */
    picture(id: string, number: number): unknown {
      const sql = 'SELECT json_extract(pictures, ?) AS uri FROM murmurs WHERE id = ?'
      return all<{ uri: unknown }>(sql, `$[${number}]`, id)[0]?.uri
    },

    portrait(account: string): unknown {
      const sql = 'SELECT picture AS uri FROM accounts WHERE id = ?'
      return all<{ uri: unknown }>(sql, account)[0]?.uri
    },

    /** Which of these are ids of murmurs of this account. */
    areOf(account: string, ids: readonly string[]): ReadonlySet<string> {
      const sql = `SELECT id FROM murmurs WHERE account_id = ?
        AND id IN (SELECT value FROM json_each(?))`
      return new Set(all<{ id: string }>(sql, account, JSON.stringify(ids)).map(({ id }) => id))
    },
  }
}
