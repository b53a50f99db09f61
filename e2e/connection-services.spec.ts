import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { type FakeNgrok, startFakeNgrok } from '../test/support/fake-ngrok.ts'
import { freePort } from '../test/support/listen.ts'
import { expect, type RunningApp, test } from './app.ts'
import {
  askWhois,
  beginWay,
  openConnection,
  openSide,
  path,
  proofTimeout,
  removeWay,
  wayRow,
} from './connection-window.ts'
import { placeFakeCloudflared } from './fake-cloudflared.ts'
import { look } from './looks.ts'

// What Cloudflare and ngrok run is not here: FAKE ones stand in for cloudflared and for ngrok’s
// service, and lead from a port of this computer to the vault. ngrok’s library is the real one.

test('Cloudflare’s program is missed, found, dies, and is healed', { tag: '@pictures' }, async ({
  app,
}) => {
  test.setTimeout(240_000)
  const { electron, window } = app
  const token = 'token-that-cloudflare-gave'
  await using program = await placeFakeCloudflared()
  await electron.evaluate((_, folder) => {
    process.env.PATH = `${folder}:${process.env.PATH}`
  }, program.folder)
  await openConnection(window)
  const dialog = await beginWay(window, 'Cloudflare Tunnel')
  const guide = dialog.getByText('Get it from Cloudflare')
  await expect(guide).toBeVisible()
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('It does not work yet.')).toBeVisible()
  await expect(dialog).toContainText('may not be run. Install it, then try again.')
  await look(window, 'connection-cloudflare-missing')
  await program.install()
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await expect(guide).toHaveCount(0)

  await dialog.getByRole('radio', { name: 'One that I made at Cloudflare' }).check()
  await dialog.getByRole('textbox', { name: 'Public address' }).fill(program.publicUrl)
  await dialog.getByRole('textbox', { name: 'Port of the service' }).fill(String(await freePort()))
  await pasteToken(app, dialog, token)
  await testAndSave(dialog)
  const way = wayRow(window)
  await expect(way).toContainText('In use, last proven just now', { timeout: proofTimeout })
  const { args, environment } = await program.report()
  expect(args.join(' ')).not.toContain(token)
  expect(environment.TUNNEL_TOKEN).toBe(token)
  await askWhois(window, program.publicUrl)
  await expectRequestFrom(window, '203.0.113.9')

  await openSide(window, 'Path')
  await program.refuse(true)
  await program.kill()
  await expect(way).toContainText('The program cloudflared stopped by itself. It says: “')
  await expect(way).toContainText('It is started again by itself.')
  await expect(path(window)).toContainText('Not connected')
  await program.refuse(false)
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })

  await program.uninstall()
  await program.kill()
  await expect(way).toContainText('Install it, then try again.')
  await program.install()
  await window.getByRole('button', { name: 'Try now' }).click()
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  await expectNowhere(app, token)
  await removeWay(window)
})

test('ngrok is tried without a network, with a token that is refused, and with one that holds', {
  tag: '@pictures',
}, async ({ app }) => {
  test.setTimeout(240_000)
  const { window } = app
  const token = 'token-that-ngrok-gave'
  await using service = await startFakeNgrok(token)
  await leadLibraryTo(app, service)
  await service.kill()
  await openConnection(window)
  const dialog = await beginWay(window, 'ngrok')
  await pasteToken(app, dialog, 'token-that-was-revoked')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog).toContainText('ngrok can’t be reached. Check whether this computer is', {
    timeout: proofTimeout,
  })
  await look(window, 'connection-ngrok')
  await service.start()
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog).toContainText('ngrok does not accept your token.', { timeout: proofTimeout })
  await expect(dialog).toContainText('Copy it there anew')

  await pasteToken(app, dialog, token)
  await testAndSave(dialog)
  const way = wayRow(window)
  await expect(way).toContainText('In use, last proven just now', { timeout: proofTimeout })
  await askWhois(window, service.publicUrl)
  await expectRequestFrom(window, '203.0.113.7')

  await openSide(window, 'Path')
  await service.kill()
  await expect(way).toContainText('ngrok can’t be reached.', { timeout: 15_000 })
  await expect(path(window)).toContainText('Not connected')
  await service.start()
  await expect(path(window)).toContainText('Proven', { timeout: 15_000 })
  await expectNowhere(app, token)
  await removeWay(window)
})

/** Has ngrok’s library connect there instead of to ngrok. */
async function leadLibraryTo({ electron }: RunningApp, service: FakeNgrok): Promise<void> {
  const { serverAddress, certificate } = service
  await electron.evaluate(
    ({ app }, [address, pem]) => {
      const { createRequire } = process.getBuiltinModule('node:module')
      const load = createRequire(`${app.getAppPath()}/package.json`)
      const library = (load('@ngrok/ngrok') as typeof import('@ngrok/ngrok')).SessionBuilder
      const { connect } = library.prototype
      library.prototype.connect = function () {
        return connect.call(this.serverAddr(address).caCert(Buffer.from(pem)))
      }
    },
    [serverAddress, certificate] as const,
  )
}

async function pasteToken({ electron }: RunningApp, dialog: Locator, token: string): Promise<void> {
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), token)
  await dialog.getByRole('button', { name: /^Paste (another token|token from clipboard)$/ }).click()
  const copied = () => electron.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toBe('')
  await expect(dialog.getByText('A token is in your keychain')).toBeVisible()
}

async function testAndSave(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('It works.')).toBeVisible({ timeout: proofTimeout })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
}

async function expectRequestFrom(window: Page, address: string): Promise<void> {
  await openSide(window, 'Requests from outside')
  const grid = window.getByRole('grid', { name: 'Requests from outside' })
  const row = grid.getByRole('row', { name: `${address} ` }).filter({ hasText: 'GET /whois' })
  await expect(row.filter({ hasText: 'Served' }).first()).toBeVisible()
}

/** A token is in no file of the app that is not encrypted, and not in its window. */
async function expectNowhere({ window, userData }: RunningApp, token: string): Promise<void> {
  const logs = join(userData, 'logs')
  const files = (await readdir(logs)).map((name) => join(logs, name))
  for (const file of [...files, join(userData, 'settings.json')]) {
    expect(await readFile(file, 'utf8'), file).not.toContain(token)
  }
  expect(await window.content()).not.toContain(token)
}
