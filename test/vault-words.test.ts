import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activateLanguage } from '../src/language/activate.ts'
import { refusalError } from '../src/renderer/components/refusal-error.ts'
import { vaultWords } from '../src/renderer/components/vault-words.ts'

test('in English the vault speaks for itself', () => {
  const said = { code: 'FORBIDDEN', message: 'Only the owner may do this.' }
  expect(vaultWords(said)).toBe('Only the owner may do this.')
})

describe('in another language', () => {
  // Without a catalogue, so that the texts are those in the code.
  beforeEach(() => activateLanguage('de', 'de', {}))
  afterEach(() => activateLanguage('en', 'en', {}))

  test('a code is said in words, with those of the vault where they tell more', () => {
    expect(vaultWords({ code: 'NOT_FOUND', message: 'There is no record with this id.' })).toBe(
      'It is not there, or not any more.',
    )
    expect(vaultWords({ code: 'INVALID_INPUT', message: 'At most 200 types.' })).toBe(
      'The vault does not take this. The vault says: “At most 200 types.”',
    )
  })

  test('all reasons of a refusal are said so, and one without any is told all the same', () => {
    const reasons = [
      { code: 'NOT_FOUND', message: 'There is no record with this id.' },
      { message: 'Hm.' },
    ]
    expect(refusalError(reasons).message).toBe('It is not there, or not any more. Hm.')
    for (const none of [[], null, undefined]) {
      expect(refusalError(none).message).toBe('The vault refused.')
    }
  })

  test('what has no code, or one nobody knows, is said as it comes', () => {
    expect(vaultWords({ message: 'Hm.' })).toBe('Hm.')
    expect(vaultWords({ code: null, message: 'Hm.' })).toBe('Hm.')
    expect(vaultWords({ code: 'NEW', message: 'Hm.' })).toBe('Hm.')
    expect(vaultWords({ code: 'constructor', message: 'Hm.' })).toBe('Hm.')
  })

  test.each([
    ['AttemptErrorCode', 10],
    ['MissingPayloadCode', 5],
  ])('each code of %s is said in words alone, with what it names', (type, count) => {
    const schema = readFileSync('src/evault/graphql/deliveries.graphql', 'utf8')
    const [, values = ''] = new RegExp(`enum ${type} {([^}]*)}`).exec(schema) ?? []
    const codes = values.match(/^ {2}[A-Z_]+$/gm)?.map((line) => line.trim()) ?? []
    expect(codes).toHaveLength(count)
    for (const code of codes)
      expect(vaultWords({ code, detail: '7', message: 'raw' })).not.toMatch(/raw/)
  })

  test.each([
    ...['PLACE_ABSENT', 'PLACE_REFUSED', 'PLACE_FULL', 'PLACE_BUSY', 'NO_BACKUPS'],
    ...['BACKUP_DAMAGED', 'WRONG_KEY', 'CANCELLED', 'KIT_REFUSED'],
  ])('%s of backups is said in words alone, with the way out', (code) => {
    const said = vaultWords({ code, message: 'raw' })
    expect(said).not.toContain('raw')
    expect(said.length).toBeGreaterThan('It was cancelled'.length)
  })

  test('what a code names is in its words', () => {
    const said = { code: 'ERROR_STATUS', detail: '503', message: 'raw' }
    expect(vaultWords(said)).toBe('It answered 503.')
    expect(vaultWords({ ...said, detail: null })).toBe('raw')
    expect(vaultWords({ code: 'constructor', detail: '1', message: 'raw' })).toBe('raw')
  })

  test.each([
    ['src/evault/errors.ts', 'VaultStartCode', ['UNEXPECTED']],
    ['src/evault/errors.ts', 'RequestErrorCode', []],
    ['src/evault/overview.ts', 'VaultWarningCode', []],
    ['src/evault/backup/place.ts', 'BackupErrorCode', []],
  ])('each code in %s, %s, has its words', (file, type, without: string[]) => {
    const [, union = ''] = new RegExp(
      `type ${type} =((?:\\s*(?:/\\*\\*[^*]*\\*/\\s*)?\\| '\\w+')+)`,
    ).exec(readFileSync(file, 'utf8')) as unknown as string[]
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code as string)
    expect(codes.length).toBeGreaterThan(5)
    const wordless = codes.filter((code) => vaultWords({ code, message: 'raw' }) === 'raw')
    expect(wordless).toEqual(without)
  })
})
