import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { knownOntologies } from '../../w3id/known-ontologies.ts'
import { parseMapping } from './parse-mapping.ts'

const page = await readFile('docs/mapping-files.md', 'utf8')

test('the page about mapping files names each known type with its fields', () => {
  for (const { id, title, required } of knownOntologies) {
    expect(page).toContain(`| \`${id}\` | ${title} | ${required} |`)
  }
})

test('its example is a mapping', () => {
  const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? []
  expect(parseMapping(JSON.parse(example), 'page').fields).toHaveLength(6)
})
