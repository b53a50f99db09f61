import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Database from 'libsql'
import { expect, test, vi } from 'vitest'
import { openAdapter, sqliteDatabase } from '../src/web3-adapter/index.ts'
import { notesMappings, notesSchema, POST } from './support/sync-platforms-mappings.ts'
import { openTestVault } from './support/test-vault.ts'

/** The platform is killed in the middle of its work, again and again: no change is lost or doubled. */

const rounds = 4

test('what a platform that was killed had written is in the vault once, as it was last', async () => {
  await using vault = await openTestVault({ config: { policy: 'open', platformRate: 1_000_000 } })
  const directory = await mkdtemp(join(tmpdir(), 'killed-platform-'))
  const file = join(directory, 'notes.sqlite')
  const db = new Database(file)
  db.exec('PRAGMA journal_mode = WAL')
  db.exec(notesSchema)
  db.prepare('INSERT INTO people (id, handle, ename) VALUES (?, ?, ?)').run(
    'ada',
    'ada',
    vault.vault.ename,
  )
  for (let round = 0; round < rounds; round += 1) {
    expect(await writeAndKill(file, vault.vault.registry.url, String(round))).toBeGreaterThan(0)
  }

  await using adapter = await openAdapter({
    platform: 'http://127.0.0.1:9',
    registry: vault.vault.registry.url,
    database: sqliteDatabase(db),
    mappings: notesMappings,
  })
  await vi.waitUntil(async () => (await adapter.status()).outbox === 0, { timeout: 50_000 })

  const rows = db.prepare('SELECT words FROM notes ORDER BY words').all() as { words: string }[]
  const contents: unknown[] = []
  for await (const { payload } of adapter.client.list(vault.vault.ename, POST)) {
    contents.push(payload.content)
  }
  expect(contents.sort()).toEqual(rows.map(({ words }) => words).sort())
  db.close()
  await rm(directory, { recursive: true })
})

/** @returns how many rows the platform had written when it was killed */
async function writeAndKill(file: string, registry: string, round: string): Promise<number> {
  const entry = join(import.meta.dirname, 'support/killed-platform.ts')
  const args = ['--import', 'tsx', entry, file, registry, 'ada', round]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let written = -1
  for await (const _ of createInterface({ input: child.stdout })) {
    written += 1
    if (written === 60 + Number(round) * 35) child.kill('SIGKILL')
  }
  await exited
  return written
}
