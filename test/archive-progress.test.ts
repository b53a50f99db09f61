import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bring, save } from './support/archives.ts'
import { enlarge } from './support/large-vault.ts'
import { memorySecretStore, openTestVault, temporaryDirectory } from './support/test-vault.ts'

test('an import that goes on counts from where it was, and to the end', async () => {
  await using home = await temporaryDirectory()
  const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
  const store = memorySecretStore()
  let ename: string
  {
    await using it = await openTestVault({ dataDirectory: data, secretStore: store })
    ename = it.vault.ename
  }
  // More files than are taken before it is kept how far it is.
  await enlarge(data, store, ename, { records: 4_000, files: 420, fileBytes: 20_000 })
  await save(data, file, store)

  const [there, own] = [join(home.path, 'there'), memorySecretStore()]
  const told: [done: number, total: number, part: string][] = []
  const until = async (isThere: (part: string) => boolean) => {
    const cancelling = new AbortController()
    told.length = 0
    await bring(there, file, own, false, cancelling, (done, total, part) => {
      told.push([done, total, part])
      if (isThere(part)) cancelling.abort()
    }).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error
    })
    return { first: told[0]?.[0] ?? 0, last: told.at(-1)?.[0] ?? 0, total: told[0]?.[1] ?? 0 }
  }
  let chunks = 0
  const cutTables = await until(() => ++chunks > 4)
  let files = 0
  const cutFiles = await until((part) => part.startsWith('files/') && ++files > 300)
  // What was told last had not been kept yet, at most.
  expect(cutFiles.first).toBeGreaterThan(cutTables.first)
  expect(cutTables.last - cutFiles.first).toBeLessThan(3_000_000)
  files = 0
  const ended = await until(() => false)
  expect(ended.first).toBeGreaterThan(cutFiles.first)
  expect(ended.last).toBe(ended.total)
  // No file is counted twice, or left out, that was there before.
  const counted = told.map(([done]) => done)
  expect(counted).toEqual([...counted].sort((one, other) => one - other))
  expect(told.filter(([, , part]) => part.startsWith('files/')).length).toBeGreaterThanOrEqual(420)
}, 120_000)
