import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Database } from './database.ts'

// Documents come from other people's vaults, too, where a caption may be anything: what is not as
// we expect it is read as empty.
const text = z.string().catch('')
const textOrNull = z.string().nullable().catch(null)

const personShape = z.object({
  id: z.string(),
  name: text,
  nick: text,
  bio: text,
  ename: textOrNull,
  hasPortrait: z.boolean(),
})

const photoShape = z.object({
  id: z.string(),
  caption: text,
  by: textOrNull,
  on: textOrNull,
  taken: text,
  hearts: z.array(z.unknown()).catch([]),
  pictures: z.number(),
  answers: z.number(),
  author: personShape.nullable(),
})

export type Person = z.infer<typeof personShape>
/** A photo as pages show it. Its pictures are read one by one, where they are shown. */
export type Photo = z.infer<typeof photoShape>
export type Documents = ReturnType<typeof createDocuments>

export const photosPerPage = 48

const pictures = `CASE jsonb_typeof(doc -> 'images') WHEN 'array'
  THEN least(jsonb_array_length(doc -> 'images'), 12) ELSE 0 END`
const hearts = `CASE jsonb_typeof(doc -> 'hearts') WHEN 'array' THEN doc -> 'hearts' ELSE '[]' END`
const taken = "coalesce(doc ->> 'taken', '')"
/** What other platforms date ahead shows when its time comes. */
const isDue = `${taken} < to_char(now() AT TIME ZONE 'UTC' + interval '5 minutes',
  'YYYY-MM-DD"T"HH24:MI:SS')`

const personColumns = `SELECT (doc - 'portrait') || jsonb_build_object(
  'id', id, 'hasPortrait', doc ->> 'portrait' IS NOT NULL) AS doc FROM people`
const photoColumns = `SELECT (doc - 'images') || jsonb_build_object(
  'id', id, 'pictures', ${pictures},
  'answers', (SELECT count(*) FROM photos AS answer WHERE answer.doc ->> 'on' = photos.id),
  'author', (${personColumns} WHERE people.id = photos.doc ->> 'by')) AS doc FROM photos`

/** The document of somebody who is new here, or of whom nothing is known but their vault. */
export function stranger(ename: string | null) {
  const since = new Date().toISOString()
  const nick = ename?.slice(0, 9) ?? ''
  return { name: '', nick, bio: '', portrait: null, ename, since }
}

/**
 * The documents of frames. There is nothing here about vaults: the adapter's triggers note what
 * these statements change, in the same transaction, and it goes on from there.
 */
export function createDocuments(database: Database) {
  const rows = async (sql: string, ...values: unknown[]) =>
    (await database.query(sql, values)).rows as { doc: unknown }[]
  const people = async (where: string, ...values: unknown[]) =>
    (await rows(`${personColumns} ${where}`, ...values)).map(({ doc }) => personShape.parse(doc))
  const photos = async (where: string, ...values: unknown[]) =>
    (await rows(`${photoColumns} ${where}`, ...values)).map(({ doc }) => photoShape.parse(doc))
  const now = () => new Date().toISOString()

  /** Newest first; with the id of a photo, those before it. */
  const page = (which: string, before: string | null, ...values: unknown[]) =>
    photos(
      `WHERE ${which} AND ${isDue} AND ($1::text IS NULL
         OR (${taken}, id) < (SELECT ${taken}, id FROM photos WHERE id = $1))
       ORDER BY ${taken} DESC, id DESC LIMIT ${photosPerPage}`,
      before,
      ...values,
    )

  return {
    /** All photos but answers. */
    wall: (before: string | null) => page("doc ->> 'on' IS NULL", before),
    photosBy: (person: string, before: string | null) =>
      page("doc ->> 'on' IS NULL AND doc ->> 'by' = $2", before, person),
    photo: async (id: string) => (await photos('WHERE id = $1', id))[0] ?? null,
    answersTo: (id: string) =>
      photos(`WHERE doc ->> 'on' = $1 ORDER BY ${taken}, id LIMIT 200`, id),
    person: async (id: string) => (await people('WHERE id = $1', id))[0] ?? null,

    /** The person with this eName, who is new here if there is none. */
    async personOf(ename: string): Promise<Person> {
      const doc = JSON.stringify(stranger(ename))
      await rows(
        `INSERT INTO people (id, doc) SELECT $1, $2::jsonb
         WHERE NOT EXISTS (SELECT FROM people WHERE doc ->> 'ename' = $3)`,
        randomUUID(),
        doc,
        ename,
      )
      const [person] = await people("WHERE doc ->> 'ename' = $1 ORDER BY id LIMIT 1", ename)
      if (person === undefined) throw new Error('A person was removed while logging in')
      return person
    },

    /** Changes these fields only: what we do not know of a document stays as it is. */
    async changePerson(id: string, fields: { name: string; bio: string; portrait?: string }) {
      const patch = JSON.stringify(fields)
      await rows('UPDATE people SET doc = doc || $2::jsonb WHERE id = $1', id, patch)
    },

    /** @returns its id */
    async addPhoto(photo: { caption: string; images: string[]; by: string; on: string | null }) {
      const id = randomUUID()
      const doc = { ...photo, hearts: [], taken: now(), changed: now() }
      await rows('INSERT INTO photos (id, doc) VALUES ($1, $2::jsonb)', id, JSON.stringify(doc))
      return id
    },

    async changeCaption(id: string, caption: string) {
      const patch = JSON.stringify({ caption, changed: now() })
      await rows('UPDATE photos SET doc = doc || $2::jsonb WHERE id = $1', id, patch)
    },

    async removePhoto(id: string) {
      await rows('DELETE FROM photos WHERE id = $1', id)
    },

    async setHeart(id: string, person: string, isLoved: boolean) {
      const added = isLoved ? [person] : []
      await rows(
        `UPDATE photos SET doc = doc || jsonb_build_object('hearts', (${hearts}) - $2 || $3::jsonb)
         WHERE id = $1`,
        id,
        person,
        JSON.stringify(added),
      )
    },

    /** The URI of one picture of a photo. */
    async picture(id: string, place: number): Promise<string | null> {
      const sql = "SELECT doc -> 'images' -> $2::int AS doc FROM photos WHERE id = $1"
      return textOrNull.parse((await rows(sql, id, place))[0]?.doc ?? null)
    },

    async portrait(person: string): Promise<string | null> {
      const sql = "SELECT doc -> 'portrait' AS doc FROM people WHERE id = $1"
      return textOrNull.parse((await rows(sql, person))[0]?.doc ?? null)
    },

    /** Which of these are ids of photos of this person. */
    async areBy(person: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
      const sql = "SELECT to_jsonb(id) AS doc FROM photos WHERE id = ANY($1) AND doc ->> 'by' = $2"
      return new Set((await rows(sql, ids, person)).map(({ doc }) => String(doc)))
    },
  }
}
