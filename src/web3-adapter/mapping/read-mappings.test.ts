import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readMappings } from './read-mappings.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mappings-'))
})
afterEach(() => rm(directory, { recursive: true }))

const put = (name: string, content: object | string) =>
  writeFile(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
const file = (tableName: string, schemaId: string) => ({
  tableName,
  schemaId,
  ownerEnamePath: 'ename',
  localToUniversalMap: { a: 'b' },
})

test('all mapping files of a folder are read, in the order of their names', async () => {
  await put('b.json', file('b', '2'))
  await put('a.json', file('a', '1'))
  await put('notes.txt', 'no mapping')
  expect((await readMappings(directory)).map(({ tableName }) => tableName)).toEqual(['a', 'b'])
})

test('none, one that is no JSON, two of one table or type are refused', async () => {
  await expect(readMappings(directory)).rejects.toThrow('there is no mapping file')
  await put('a.json', '{')
  await expect(readMappings(directory)).rejects.toThrow('a.json: ')
  await put('a.json', file('a', '1'))
  await put('b.json', file('a', '2'))
  await expect(readMappings(directory)).rejects.toThrow('b.json: “a” is mapped to 1 already')
  await put('b.json', file('b', '1'))
  await expect(readMappings(directory)).rejects.toThrow('b.json: “a” is mapped to 1 already')
})
