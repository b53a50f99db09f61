import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createRecord, expect, type RunningApp, vaultAddress } from './app.ts'
import { saveDownloadsTo } from './downloads.ts'
import { test } from './friends.ts'
import { answerSystemDialog } from './identity-window.ts'
import { dismissNews, look, takePictures } from './looks.ts'

async function openMove(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('link', { name: 'Move', exact: true }).click()
  await expect(window.getByRole('button', { name: 'Copy and compare' })).toBeVisible()
}

/** Lets main's question whether the owner is to be shown there wait; answered by what comes back. */
async function holdQuestion({ electron }: RunningApp): Promise<() => Promise<void>> {
  await electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () =>
      new Promise((resolve) => {
        const isShown = { response: 1, checkboxChecked: false }
        Object.assign(globalThis, { answerQuestion: () => resolve(isShown) })
      })
  })
  return async () => {
    const isAsked = () => electron.evaluate(() => 'answerQuestion' in globalThis)
    await expect.poll(isAsked).toBe(true)
    await answerSystemDialog(electron, 1)
    await electron.evaluate(() =>
      (globalThis as unknown as { answerQuestion: () => void }).answerQuestion(),
    )
  }
}

test('a vault moves to a server and home again, and says where it is meanwhile', {
  tag: '@pictures',
}, async ({ town }) => {
  test.setTimeout(240_000)
  const server = town.friends[1]
  const app = await town.open()
  const { window } = app
  const vault = await vaultAddress(window)
  for (const content of ['one', 'two', 'three']) await createRecord(vault, { content })
  await openMove(window)
  await look(window, 'settings-move-form')
  await window.getByLabel('Address of the other vault').fill(server.url)
  const answer = await holdQuestion(app)
  await window.getByRole('button', { name: 'Copy and compare' }).click()
  const steps = window.getByRole('list', { name: 'Steps' })
  await expect(steps.getByRole('listitem').and(window.locator('[aria-current=step]'))).toBeVisible()
  await takePictures(window, 'settings-move-progress')
  await answer()
  const switchNow = window.getByRole('button', { name: 'Switch now' })
  await expect(switchNow).toBeVisible({ timeout: 30_000 })
  await look(window, 'settings-move-ready')
  // Not before the owner says so.
  const banner = window.getByRole('region', { name: 'Vault state' })
  await expect(banner).toBeHidden()

  await switchNow.click()
  await expect(window.getByText(/records and .* files were moved/)).toBeVisible({ timeout: 30_000 })
  await expect(banner).toContainText(`Your vault has moved to ${server.url}`)
  await dismissNews(window)
  await look(window, 'settings-move-switched')
  const notMoved = window.getByRole('list', { name: 'What did not go' })
  await expect(notMoved).toContainText('Keys: they stay on this computer')
  await notMoved.evaluate((element) => element.scrollIntoView())
  await takePictures(window, 'settings-move-report')
  const directory = await mkdtemp(join(tmpdir(), 'evault-report-'))
  const path = join(directory, 'report.json')
  await saveDownloadsTo(app.electron, path)
  await window.getByRole('button', { name: 'Save the report…' }).click()
  await expect
    .poll(async () => JSON.parse(await readFile(path, 'utf8').catch(() => 'null'))?.records)
    .toBe(3)
  const report = JSON.parse(await readFile(path, 'utf8'))
  expect(report.to).toBe(server.url)
  expect(report.notMoved.map(({ kind }: { kind: string }) => kind)).toContain('log')
  await rm(directory, { recursive: true })

  // What can't be done here any more can't be tried, and why is said over every screen.
  await window.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(window.getByText('three').first()).toBeVisible()
  await expect(window.getByRole('button', { name: /^New/ }).first()).toBeDisabled()
  await expect(banner).toBeVisible()
  await look(window, 'data-moved')
  await window.getByRole('link', { name: 'Overview' }).click()
  const attention = window.getByRole('region', { name: 'Needs your attention' })
  // Said once: over every screen.
  await expect(attention.getByRole('listitem').first()).toBeVisible()
  await expect(attention).not.toContainText('has moved')
  await look(window, 'overview-moved')
  await banner.getByRole('link', { name: 'See the move' }).click()

  await window.getByRole('button', { name: 'Let go of what is here…' }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Type your eName').fill(vault.ename)
  await dialog.getByRole('button', { name: 'Let go' }).click()
  await expect(dialog).toBeHidden()
  await expect(banner).toBeVisible()

  // And home again: only that is offered.
  await expect(window.getByLabel('From this computer to another server')).toBeDisabled()
  await expect(window.getByLabel('From another server to this computer')).toBeChecked()
  await window.getByLabel('Address of the other vault').fill(server.url)
  await window.getByRole('button', { name: 'Copy and compare' }).click()
  await expect(switchNow).toBeVisible({ timeout: 30_000 })
  await expect(banner).toContainText('is being moved here')
  await switchNow.click()
  await expect(banner).toBeHidden({ timeout: 30_000 })
  await window.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(window.getByText('three').first()).toBeVisible()
  await expect(window.getByRole('button', { name: /^New/ }).first()).toBeEnabled()
  await createRecord(vault, { content: 'four' })
})

test('a move that can’t reach the other vault says so, goes on when asked, and is cancelled', async ({
  app,
}) => {
  const { window } = app
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('link', { name: 'Move', exact: true }).click()
  const begin = window.getByRole('button', { name: 'Copy and compare' })
  await expect(begin).toBeDisabled()
  await window.getByLabel('Address of the other vault').fill('ftp://somewhere')
  await begin.click()
  await expect(window.getByText('The move was not begun')).toBeVisible()
  // Nobody listens there.
  await window.getByLabel('Address of the other vault').fill('http://127.0.0.1:9')
  await begin.click()
  await expect(window.getByRole('alert')).toContainText('cannot be reached')
  await expect(window.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveCount(7)
  await look(window, 'settings-move-stopped')
  await window.getByRole('button', { name: 'Go on' }).click()
  await expect(window.getByRole('alert')).toContainText('cannot be reached')
  await window.getByRole('button', { name: 'Cancel the move…' }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog).toContainText('Nothing was copied yet.')
  await dialog.getByLabel('Take away again what was copied').uncheck()
  await dialog.getByRole('button', { name: 'Cancel the move' }).click()
  await expect(dialog).toBeHidden()
  await expect(begin).toBeVisible()
})

test('a cancelled move says what it had copied, what was taken away, and what is there still', {
  tag: '@pictures',
}, async ({ town }) => {
  test.setTimeout(120_000)
  const server = town.friends[1]
  const app = await town.open()
  const { window } = app
  const vault = await vaultAddress(window)
  for (const content of ['one', 'two', 'three']) await createRecord(vault, { content })
  for (const isRemoved of [true, false]) {
    await openMove(window)
    await window.getByLabel('Address of the other vault').fill(server.url)
    const answer = isRemoved ? await holdQuestion(app) : null
    await window.getByRole('button', { name: 'Copy and compare' }).click()
    await answer?.()
    await expect(window.getByRole('button', { name: 'Switch now' })).toBeVisible({
      timeout: 30_000,
    })
    await window.getByRole('button', { name: 'Cancel the move…' }).click()
    const dialog = window.getByRole('dialog')
    await expect(dialog).toContainText(`3 records were copied to ${server.url}.`)
    if (!isRemoved) await dialog.getByLabel('Take away again what was copied').uncheck()
    else await look(window, 'settings-move-cancel')
    await dialog.getByRole('button', { name: 'Cancel the move' }).click()
    await expect(dialog).toBeHidden()
    const told = window.getByText('The move was cancelled')
    await expect(told).toContainText(
      `Of 3 records that were copied to ${server.url}, ${isRemoved ? 3 : 0} were taken away again`,
    )
    await expect(window.getByText('The others are there still.')).toBeVisible({
      visible: !isRemoved,
    })
    if (!isRemoved) await look(window, 'settings-move-cancelled')
  }
})
