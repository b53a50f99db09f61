import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createRecord, expect, type RunningApp, test, vaultAddress } from './app.ts'
import { evault } from './copies.ts'
import { look } from './looks.ts'
import { button } from './setup-window.ts'

let elsewhere = ''
test.beforeEach(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), 'evault-export-'))
})
test.afterEach(() => rm(elsewhere, { recursive: true, force: true }))

/** Answers main's dialogs: where the archive goes, and whether it is signed. */
async function answerDialogs({ electron }: RunningApp, file: string, signs: boolean) {
  await electron.evaluate(
    ({ dialog, shell }, [filePath, response]) => {
      const seen = globalThis as { shown?: unknown; inFolder?: string }
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
      dialog.showMessageBox = async (first: unknown, second?: unknown) => {
        seen.shown = second ?? first
        return { response, checkboxChecked: false }
      }
      shell.showItemInFolder = (path) => {
        seen.inFolder = path
      }
    },
    [file, signs ? 1 : 0] as const,
  )
}

async function seenBy({ electron }: RunningApp) {
  return electron.evaluate(() => {
    const { shown, inFolder } = globalThis as unknown as {
      shown: { message: string; detail: string }
      inFolder?: string
    }
    return { ...shown, inFolder }
  })
}

async function openExport({ window }: RunningApp): Promise<void> {
  await window.getByRole('link', { name: 'Settings', exact: true }).click()
  await window.getByRole('link', { name: 'Export', exact: true }).click()
}

async function textOf(file: string, entry: string): Promise<string> {
  const { stdout } = await promisify(execFile)('unzip', ['-p', file, entry], {
    maxBuffer: 50_000_000,
  })
  return stdout
}

async function manifestOf(file: string) {
  const { exportedAt: _, app: __, ...manifest } = JSON.parse(await textOf(file, 'manifest.json'))
  return manifest
}

test('everything is exported while records come in, and is the same elsewhere', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(120_000)
  const app = await launch()
  const { window } = app
  const vault = await vaultAddress(window)
  const before = [await createRecord(vault, { text: 'first' }), await createRecord(vault, {})]
  const file = join(elsewhere, 'vault.zip')
  await answerDialogs(app, file, true)
  await openExport(app)
  await expect(window.getByRole('heading', { name: 'The archive is not encrypted' })).toBeVisible()
  await look(window, 'settings-export')
  let isOver = false
  let longestMs = 0
  const writing = (async () => {
    let written = 0
    for (; !isOver; written += 1) {
      const began = performance.now()
      await createRecord(vault, { written })
      longestMs = Math.max(longestMs, performance.now() - began)
    }
    return written
  })()
  await button(window, 'Export everything…').click()
  await expect(window.getByText('Everything was exported')).toBeVisible({ timeout: 60_000 })
  isOver = true
  const during = await writing
  expect(during).toBeGreaterThan(0)
  // The vault went on: nobody waited for the whole export.
  expect(longestMs).toBeLessThan(2_000)
  await look(window, 'settings-export-done')
  await button(window, 'Show in folder').click()
  const { message, detail, inFolder } = await seenBy(app)
  expect(message).toBe('Sign the archive of your vault?')
  expect(detail).toContain(file)
  expect(inFolder).toBe(file)

  const records = (await textOf(file, 'tables/meta_envelopes/*')).trim().split('\n')
  const ids = records.map((line) => JSON.parse(line).id)
  expect(ids).toEqual(expect.arrayContaining(before))
  await expect(window.getByText(new RegExp(`^${records.length} records, 0 files`))).toBeVisible()
  expect(await readdir(elsewhere)).toEqual(['vault.zip'])

  // The owner's key vouches for it: it is taken without a word more.
  const there = join(elsewhere, 'there')
  expect(await evault(['import', '--from', file, '--data', there])).not.toContain('vouches')
  const again = join(elsewhere, 'again.zip')
  await evault(['export', '--data', there, '--to', again])
  expect(await manifestOf(again)).toEqual(await manifestOf(file))

  // The same name again is refused, with the way out.
  await button(window, 'Export everything…').click()
  await expect(window.getByRole('alert')).toContainText('is there already. Choose another name')
})

test('an archive that the owner does not sign is made all the same, and says so', async ({
  launch,
}) => {
  const app = await launch()
  const { window } = app
  await vaultAddress(window)
  const file = join(elsewhere, 'vault.zip')
  await answerDialogs(app, file, false)
  await openExport(app)
  await button(window, 'Export everything…').click()
  await expect(window.getByText('It is not signed')).toBeVisible({ timeout: 60_000 })
  expect(existsSync(file)).toBe(true)
  // A page that asks for a signature without main's dialog gets none.
  const unasked = join(elsewhere, 'unasked.zip')
  await window.evaluate(
    async ([to]) => {
      const status = await self.evault.call('vault:status')
      if (status.state !== 'ready' || status.ownerUrl === null) throw new Error(status.state)
      const query = 'mutation ($to: String!) { startExport(file: $to) { run { state } } }'
      await fetch(status.ownerUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { to } }),
      })
    },
    [unasked] as const,
  )
  await expect.poll(() => existsSync(unasked), { timeout: 60_000 }).toBe(true)
  expect((await textOf(unasked, 'README.txt')).length).toBeGreaterThan(0)
  await expect(textOf(unasked, 'manifest.sig')).rejects.toThrow()
})
