import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let directory = ''
let mapping = ''
let sample = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'web3-dev-'))
  mapping = join(directory, 'posts.json')
  sample = join(directory, 'sample.json')
  await map({ words: 'content', author: 'people(by),authorId' })
  await writeFile(sample, JSON.stringify({ id: 1, words: 'Hi', by: 7 }))
})
afterEach(() => rm(directory, { recursive: true }))

const map = (localToUniversalMap: object) =>
  writeFile(
    mapping,
    JSON.stringify({
      tableName: 'posts',
      schemaId: 'a',
      ownerEnamePath: 'ename',
      localToUniversalMap,
    }),
  )

function start(...args: string[]) {
  const cli = join(import.meta.dirname, 'cli.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', cli, 'dev', mapping, ...args])
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  child.stderr.on('data', (chunk) => {
    text += chunk
  })
  return { child, text: () => text, exited: once(child, 'exit') as Promise<[number | null]> }
}

test('both sides of a row, and what stays only here', async () => {
  const { text, exited } = start('--sample', sample, '--once')
  expect((await exited)[0]).toBe(0)
  expect(text()).toMatch(/"content": "Hi",\n {2}"authorId": "[0-9a-f-]{36}"/)
  expect(text()).toMatch(/Without a line, only in the row: id\nAll else comes back\.\n$/)
})

test('columns that do not come back as they were', async () => {
  await map({ total: '__calc(price * 2)', at: '__date(at),createdAt' })
  await writeFile(sample, JSON.stringify({ price: 2, at: 1_700_000_000 }))
  const { text, exited } = start('--sample', sample, '--once')
  expect((await exited)[0]).toBe(0)
  expect(text()).toContain('These columns do not come back as they were: price, at')
  expect(text()).not.toContain('Without a line')
})

test('both sides of a payload', async () => {
  await writeFile(sample, JSON.stringify({ content: 'Hi' }))
  const { text, exited } = start('--sample', sample, '--from-global', '--once')
  expect((await exited)[0]).toBe(0)
  expect(text()).toContain('"words": "Hi"')
  expect(text()).toMatch(/\nAll of it comes back\.\n$/)
})

test('fields of a payload that stay only in the vault', async () => {
  await writeFile(sample, JSON.stringify({ content: 'Hi', mood: 'good' }))
  const { text, exited } = start('--sample', sample, '--from-global', '--once')
  expect((await exited)[0]).toBe(0)
  expect(text()).toMatch(/Without a line, only in the vault: mood\nAll else comes back\.\n$/)
})

test('what is wrong is told with its place', async () => {
  await map({ words: '__ename(x)' })
  const { text, exited } = start('--sample', sample, '--once')
  expect((await exited)[0]).toBe(1)
  expect(text()).toContain('localToUniversalMap › words: “__ename” is not known')
})

test('it shows them again when a file changes, and ends when asked to', async () => {
  const { child, text, exited } = start('--sample', sample)
  const until = (part: string) =>
    vi.waitUntil(() => text().includes(part), { timeout: 20_000, interval: 25 })
  await until('watching posts.json and sample.json')
  await writeFile(sample, JSON.stringify({ words: 'Changed', by: 8 }))
  await until('"content": "Changed"')
  await map({ words: 'text' })
  await until('"text": "Changed"')
  await writeFile(mapping, '{')
  await until('posts.json: ')
  child.kill('SIGINT')
  expect((await exited)[0]).toBe(0)
})
