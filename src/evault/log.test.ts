import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import pino from 'pino'
import { expect, test } from 'vitest'
import { logUnexpected } from './log.ts'

/** What is logged of an error, and the id it is logged under. */
function logged(error: unknown): { id: string; line: string } {
  let line = ''
  const id = logUnexpected(pino({}, { write: (text) => (line += text) }), error)
  return { id, line }
}

test('an error is logged with its cause, under the id that is told', () => {
  const { id, line } = logged(new Error('outer', { cause: new Error('inner') }))
  expect(JSON.parse(line)).toMatchObject({ level: 50, errorId: id })
  expect(line).toMatch(/outer.*inner/)
})

test('a query that failed is logged without the values it was run with', async () => {
  await using client = await PGlite.create()
  const diary = 'dear diary\n    at the sea'
  const error = await drizzle(client)
    .execute(sql`SELECT ${diary}::text, ${diary}::uuid`)
    .catch((thrown: unknown) => thrown)
  expect(String(error)).toContain('diary')
  const { line } = logged(error)
  expect(line).not.toMatch(/diary|the sea/)
  expect(JSON.parse(line).err).toMatchObject({
    query: 'SELECT $1::text, $2::uuid',
    code: '22P02',
    stack: expect.stringContaining('log.test.ts'),
  })
})
