import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const reference = /^ {2}- `([^`]+)`: (.+)$/
const title = /\b(?:test|describe)(?:\.(?:each|for|skipIf|runIf)\b[^\n]*)?\(\s*(['"`])(.+?)\1,/g

/** The titles of a file's tests; what a template fills in may be anything, but not all of it. */
async function titlesOf(file: string): Promise<RegExp[]> {
  const source = await readFile(join(root, file), 'utf8')
  return [...source.matchAll(title)].flatMap(([, , text = '']) => {
    const parts = text.replaceAll("\\'", "'").split(/\$\{[^}]*\}|%[a-z]/)
    const isNamed = parts.some((part) => part.trim().length > 3)
    return isNamed ? [new RegExp(`^${parts.map(escapeRegExp).join('.*')}$`)] : []
  })
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

test('each claim of docs/security.md names tests that are there', async () => {
  const lines = (await readFile(join(root, 'docs/security.md'), 'utf8')).split('\n')
  const references = lines.flatMap((line) => {
    const [, file, name] = reference.exec(line) ?? []
    return file === undefined || name === undefined ? [] : [{ file, name }]
  })
  expect(references.length).toBeGreaterThan(40)
  const missing = []
  for (const { file, name } of references) {
    const titles = await titlesOf(file)
    if (!titles.some((one) => one.test(name))) missing.push(`${file}: ${name}`)
  }
  expect(missing).toEqual([])
})

test('each claim has a test', async () => {
  const text = await readFile(join(root, 'docs/security.md'), 'utf8')
  const claims = text
    .slice(text.indexOf('## Claims'), text.indexOf('## What we do not'))
    .split(/^- \*\*/m)
    .slice(1)
  expect(claims.filter((claim) => !claim.split('\n').some((line) => reference.test(line)))).toEqual(
    [],
  )
})
