import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { freePort } from '../test/support/listen.ts'
import { makeRegistryKey } from '../test/support/registry-key.ts'
import { expect, type RunningApp, test, vaultAddress } from './app.ts'
import {
  beginWay,
  fillOwnAddress,
  occupy,
  openConnection,
  path,
  proofTimeout,
  setUpOwnAddress,
  takeRegistry,
  wayRow,
} from './connection-window.ts'
import { forgetTunnelToken } from './kit-files.ts'
import { dismissNews, look } from './looks.ts'

const secret = 'registry-secret-of-the-connection'

const reachable = /^Reachable, proven just now$/

/** The status bar’s item, by which the screen is reached from everywhere. */
function statusItem({ window }: RunningApp) {
  return window.getByRole('region', { name: 'Status' }).locator('a[href="#/connection"]')
}

test('a vault is made reachable, and what comes in is seen as it comes', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(300_000)
  const app = await launch()
  const { window } = app
  const { ename } = await vaultAddress(window)
  await openConnection(window)
  await expect(window.getByText('Your vault is for this computer alone')).toBeVisible()
  await expect(statusItem(app)).toHaveCount(0)
  await look(window, 'connection-none')

  // What is wrong is said at its field.
  await window.getByRole('button', { name: 'Make it reachable…' }).click()
  await look(window, 'connection-choice')
  await window.keyboard.press('Escape')
  const dialog = await beginWay(window, 'Own address or router')
  const address = dialog.getByRole('textbox', { name: 'Public address' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(address).toHaveAccessibleDescription(/Enter the address/)
  await address.fill('https://vault.example.org/path')
  await dialog.getByRole('textbox', { name: 'Port on this computer' }).fill('99999')
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByRole('alert')).toHaveText([
    /Only the host and perhaps a port/,
    /A number from 1 to 65535/,
  ])

  // Somebody else answers there, then nobody, then the vault.
  const port = await freePort()
  const other = await occupy()
  await fillOwnAddress(dialog, { public: other.port, listen: port })
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('Somebody answers at the public address')).toBeVisible({
    timeout: proofTimeout,
  })
  await other.close()
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('Nothing answers at the public address')).toBeVisible({
    timeout: proofTimeout,
  })
  await look(window, 'connection-test-failed', dialog.getByText('It does not work yet.'))
  // What is found out is in sight in the smallest window, too.
  await window.setViewportSize({ width: 900, height: 600 })
  await fillOwnAddress(dialog, { public: port, listen: port })
  await expect(dialog.getByText('It does not work yet.')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Test' }).click()
  await expect(dialog.getByText('It works.')).toBeInViewport({ timeout: proofTimeout })
  await look(window, 'connection-test', dialog.getByText('It works.'))
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)

  // The registry in the app is nobody’s but this computer’s, so the world finds it by address only.
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  await expect(path(window)).toContainText('This computer only')
  await expect(path(window)).toContainText('By address only')
  await expect(window.getByRole('link', { name: 'Choose the registry' })).toBeVisible()
  await expect(statusItem(app)).toHaveText(reachable)
  await look(window, 'connection')

  await window.getByRole('tab', { name: 'Requests from outside' }).click()
  await expect(window.getByText('Nothing has come in from outside yet')).toBeVisible()
  const url = `http://127.0.0.1:${port}`
  await fetch(`${url}/whois`, { headers: { 'x-ename': ename } })
  const grid = window.getByRole('grid', { name: 'Requests from outside' })
  await expect(
    grid.getByRole('row', { name: /127\.0\.0\.1.*GET \/whois Served 200/ }),
  ).toBeVisible()
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-ename': ename,
      authorization: 'Bearer a.b.c',
    },
    body: JSON.stringify({ query: '{ metaEnvelopes(first: 1) { edges { node { id } } } }' }),
  })
  const refused = grid.getByRole('row', { name: /With a token that does not hold.*Refused/ })
  await expect(refused).toBeVisible()

  // Who reads is not moved on under, and is told that there is more.
  await window.getByRole('button', { name: 'Pause' }).click()
  await fetch(`${url}/not-there`)
  await expect(window.getByText('Paused. 1 request has come in since.')).toBeVisible()
  await expect(grid.getByRole('row', { name: /no such path/ })).toHaveCount(0)
  await window.getByRole('button', { name: 'Resume' }).click()
  await expect(grid.getByRole('row', { name: /no such path/ })).toBeVisible()
  await look(window, 'connection-requests')
  await grid.focus()
  await window.keyboard.press('End')
  await expect(grid).toHaveAttribute('aria-activedescendant', /./)

  await window.getByRole('tab', { name: 'History' }).click()
  const history = window.getByRole('grid', { name: 'When the vault was reachable' })
  await expect(history.getByRole('row', { name: /Reachable now/ })).toBeVisible()
  const bar = window.getByRole('figure')
  await expect(bar).toHaveAccessibleName(
    'Proven to be reachable for less than 1% of the last 24 hours',
  )
  await bar.getByText('7 days', { exact: true }).click()
  await expect(bar).toHaveAccessibleName(/of the last 7 days$/)
  await look(window, 'connection-history')
})

test('a registry that others can ask is told of the address, and forgets it when the app ends', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(300_000)
  const directory = await mkdtemp(join(tmpdir(), 'evault-registry-'))
  const signer = await makeRegistryKey()
  await using registry = await startEmbeddedRegistry({ directory, port: 0, secret, signer })
  const app = await launch()
  const { window, quit } = app
  const port = await setUpOwnAddress(app)
  const { ename } = await vaultAddress(window)
  const found = async () => {
    const response = await fetch(`${registry.url}/resolve?w3id=${encodeURIComponent(ename)}`)
    return response.ok ? (await response.json()).uri : response.status
  }
  await window.getByRole('link', { name: 'Choose the registry' }).click()
  await takeRegistry(app, registry.url, secret)

  await openConnection(window)
  await expect(path(window)).toContainText(/Proven.*Confirmed.*Open/, { timeout: proofTimeout })
  expect(await found()).toBe(`http://127.0.0.1:${port}`)
  await dismissNews(window)
  await look(window, 'connection-open')

  const leave = window.getByRole('switch', { name: /forget this address when the app is closed/ })
  await leave.click()
  await expect(leave).toBeChecked()
  await expect(path(window)).toContainText(/Proven.*Confirmed.*Open/, { timeout: proofTimeout })
  await quit()
  expect(await found()).toBe(404)
  await rm(directory, { recursive: true })
})

test('a port that another program has is said so, and the vault comes back when it is free', {
  tag: '@pictures',
}, async ({ launch }) => {
  test.setTimeout(300_000)
  const first = await launch()
  const port = await setUpOwnAddress(first)
  await first.quit()

  const other = await occupy(port)
  const app = await launch({ userData: first.userData })
  const { window } = app
  await vaultAddress(window)
  await openConnection(window)
  await expect(path(window)).toContainText('Not connected', { timeout: proofTimeout })
  await expect(path(window)).toContainText('Closed')
  const facts = window.getByRole('list', { name: 'What was proven' })
  await expect(facts).toContainText(`Another program on this computer has port ${port}`)
  await expect(facts).toContainText('Not connected · last proven just now')
  await expect(statusItem(app)).toHaveText('Not reachable')
  await look(window, 'connection-down')
  await window.getByRole('tab', { name: 'History' }).click()
  const history = window.getByRole('grid', { name: 'When the vault was reachable' })
  await expect(history.getByRole('row', { name: /Not reachable now/ })).toBeVisible()

  await other.close()
  await window.getByRole('button', { name: 'Try now' }).click()
  await expect(statusItem(app)).toHaveText(reachable, { timeout: proofTimeout })
  await expect(history.getByRole('row', { name: /Was not reachable/ })).toBeVisible()
  await expect(history.getByRole('row', { name: /Reachable now/ })).toHaveCount(1)
  await look(window, 'connection-history-gap')
})

test('ways are edited, put in order, and removed with a way back', async ({ launch }) => {
  test.setTimeout(300_000)
  const app = await launch()
  const { window } = app
  await setUpOwnAddress(app)
  const next = await freePort()
  const ways = wayRow(window)
  await ways.getByRole('button', { name: 'More on Own address or router' }).click()
  await window.getByRole('menuitem', { name: 'Edit…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Edit: Own address or router' })
  await fillOwnAddress(dialog, { public: next, listen: next })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(ways).toContainText(`http://127.0.0.1:${next}`)
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  await window.getByRole('button', { name: 'Copy public address' }).click()
  const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toBe(`http://127.0.0.1:${next}`)

  const added = await beginWay(window, 'Own address or router')
  await fillOwnAddress(added, { public: 9, listen: await freePort() })
  await added.getByRole('button', { name: 'Save' }).click()
  await expect(ways).toHaveCount(2)
  await expect(ways.nth(1)).toContainText('In reserve', { timeout: proofTimeout })
  await ways
    .nth(1)
    .getByRole('button', { name: /^More on/ })
    .click()
  await window.getByRole('menuitem', { name: 'Try earlier' }).click()
  await expect(ways.nth(1)).toContainText(`http://127.0.0.1:${next}`)
  // The first does not work; the second is used, and it is said why.
  await expect(ways.nth(1)).toContainText('In use', { timeout: 2 * proofTimeout })
  await expect(ways.nth(0)).toContainText('Nothing answers at the public address')
  await dismissNews(window)
  await look(window, 'connection-two-ways')

  const leave = window.getByRole('switch', { name: /forget this address when the app is closed/ })
  await leave.click()
  await expect(leave).toBeChecked()
  const removeFirst = async (left: number) => {
    await ways
      .nth(0)
      .getByRole('button', { name: /^More on/ })
      .click()
    await window.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(ways).toHaveCount(left)
  }
  await removeFirst(1)
  await leave.click()
  await expect(leave).not.toBeChecked()
  // The way comes back; what was changed since stays.
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(ways).toHaveCount(2)
  await expect(leave).not.toBeChecked()
  await removeFirst(1)
  await removeFirst(0)
  await expect(window.getByText('Your vault is for this computer alone')).toBeVisible()
  await expect(statusItem(app)).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(ways).toHaveCount(1)
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
})

test('the assistant says what each way needs', { tag: '@pictures' }, async ({ app }) => {
  const { electron, window } = app
  await forgetTunnelToken('cloudflared')
  await openConnection(window)
  const dialog = window.getByRole('dialog')
  const back = () => dialog.getByRole('button', { name: 'Cancel' }).click()

  await beginWay(window, 'Your own server, by SSH')
  await expect(dialog.getByText(/^ssh-ed25519 \S+ eVault Desktop$/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy public key' }).click()
  const line = await electron.evaluate(({ clipboard }) => clipboard.readText())
  expect(line).toMatch(/^ssh-ed25519 /)
  await look(window, 'connection-ssh')
  await dialog.getByRole('button', { name: 'Back' }).click()
  await back()

  await beginWay(window, 'Cloudflare Tunnel')
  await dialog.getByRole('radio', { name: 'One that I made at Cloudflare' }).check()
  await dialog.getByRole('textbox', { name: 'Public address' }).fill('vault.example.org')
  await dialog.getByRole('textbox', { name: 'Port of the service' }).fill('8080')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Paste the token first.')
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), 'two words')
  await dialog.getByRole('button', { name: 'Paste token from clipboard' }).click()
  await expect(dialog.getByRole('alert')).toContainText('no token')
  await electron.evaluate(
    ({ clipboard }, text) => clipboard.writeText(text),
    'a-token-of-cloudflare',
  )
  await dialog.getByRole('button', { name: 'Paste token from clipboard' }).click()
  await expect(dialog.getByText('A token is in your keychain')).toBeVisible()
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('')
  expect(await window.content()).not.toContain('a-token-of-cloudflare')
  await look(window, 'connection-cloudflare')
})
