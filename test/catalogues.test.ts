import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'

interface Entry {
  readonly file: string
  /** The English text, with its context. */
  readonly text: string
  readonly translation: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('de.po'))
  .map((name) => join('src', name))

test('there is a catalogue for each feature', () => {
  expect(files.length).toBeGreaterThan(10)
})

test('each text is translated, with all of its placeholders and tags', () => {
  for (const { file, text, translation } of files.flatMap(entriesOf)) {
    expect([file, text, translation === '']).toEqual([file, text, false])
    expect([file, text, marksOf(translation)]).toEqual([file, text, marksOf(text)])
  }
})

test('the window’s catalogues become one, so a text has one translation in all of them', () => {
  const translations = new Map<string, Set<string>>()
  const inWindow = files.filter((file) => file.includes('renderer')).flatMap(entriesOf)
  for (const { text, translation } of inWindow) {
    translations.set(text, (translations.get(text) ?? new Set()).add(translation))
  }
  const several = [...translations].filter(([, all]) => all.size > 1)
  expect(several.map(([text, all]) => [text, ...all])).toEqual([])
})

function entriesOf(file: string): Entry[] {
  const [, ...entries] = readFileSync(file, 'utf8').split('\n\n')
  return entries.map((entry) => ({
    file,
    text: `${stringOf(entry, 'msgctxt')}${stringOf(entry, 'msgid')}`,
    translation: stringOf(entry, 'msgstr'),
  }))
}

/** A string of a PO entry, which may go over several lines. */
function stringOf(entry: string, name: string): string {
  const lines = new RegExp(`^${name} ((?:"(?:[^"\\\\]|\\\\.)*"\\n?)+)`, 'm').exec(entry)?.[1] ?? ''
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string)
    .join('')
}

/** Placeholders and tags of a text, each once, in the order of the alphabet. */
function marksOf(text: string): string[] {
  const tags = text.match(/<\/?\d+\/?>/g) ?? []
  return [...new Set([...tags, ...placeholdersOf(compileMessage(text))])].sort()
}

/** @param compiled texts, and placeholders: name, kind, and the texts of each case */
function placeholdersOf(compiled: unknown): string[] {
  if (!Array.isArray(compiled)) return []
  return compiled.flatMap((part) => {
    if (!Array.isArray(part)) return []
    const [name, , cases] = part
    const inner = typeof cases === 'object' && cases !== null ? Object.values(cases) : []
    return [name, ...inner.flatMap(placeholdersOf)]
  })
}
