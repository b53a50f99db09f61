import { createServer, type Server } from 'node:http'
import type { Locator, Page } from '@playwright/test'
import { freePort, listenOn } from '../test/support/listen.ts'
import { expect, type RunningApp, vaultAddress } from './app.ts'
import { answerSystemDialog } from './identity-window.ts'

/** Connecting, and the probes that fail before it is called a failure. */
export const proofTimeout = 60_000

/** Goes to the Connection screen. */
export async function openConnection(window: Page): Promise<void> {
  const rail = window.getByRole('navigation', { name: 'Screens' })
  await rail.getByRole('link', { name: 'Connection' }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Connection' })).toBeVisible()
}

/** Somebody other than the vault listens there, and answers everything alike. */
export async function occupy(wanted?: number) {
  const server = createServer((_, answer) => void answer.end('Not your vault.'))
  const port = await listenOn(server, wanted)
  return { port, close: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Opens the assistant and chooses what it offers under this name. */
export async function beginWay(window: Page, kind: string): Promise<Locator> {
  await window.getByRole('button', { name: /^(Make it reachable|Add a way)…$/ }).click()
  const dialog = window.getByRole('dialog')
  await dialog.getByRole('radio', { name: kind }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeVisible()
  return dialog
}

/** Types an own address of loopback: what is reached at one port, and where is listened. */
export async function fillOwnAddress(
  dialog: Locator,
  ports: { readonly public: number; readonly listen: number },
): Promise<void> {
  await dialog
    .getByRole('textbox', { name: 'Public address' })
    .fill(`http://127.0.0.1:${ports.public}`)
  await dialog.getByRole('textbox', { name: 'Port on this computer' }).fill(String(ports.listen))
  await dialog.getByRole('textbox', { name: 'Listen at' }).fill('127.0.0.1')
}

/** What is drawn of the way between vault and world. */
export function path(window: Page): Locator {
  return window.getByRole('list', { name: 'From this computer to the world' })
}

/** Has the vault reached at a port of loopback; the port. */
export async function setUpOwnAddress({ window }: RunningApp): Promise<number> {
  const port = await freePort()
  await vaultAddress(window)
  await openConnection(window)
  const dialog = await beginWay(window, 'Own address or router')
  await fillOwnAddress(dialog, { public: port, listen: port })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(path(window)).toContainText('Proven', { timeout: proofTimeout })
  return port
}

/** The ways that were set up. */
export function wayRow(window: Page): Locator {
  return window.getByRole('region', { name: 'Ways' }).getByRole('listitem')
}

/** Takes the only way away. */
export async function removeWay(window: Page): Promise<void> {
  await wayRow(window)
    .getByRole('button', { name: /^More on/ })
    .click()
  await window.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(wayRow(window)).toHaveCount(0)
}

/** Asks, as somebody from outside, who is there, and expects that it is this vault. */
export async function askWhois(window: Page, publicUrl: string): Promise<void> {
  const { ename } = await vaultAddress(window)
  const answer = await fetch(`${publicUrl}/whois`, { headers: { 'x-ename': ename } })
  expect(await answer.json()).toMatchObject({ w3id: ename })
}

/** Goes to a side of the Connection screen. */
export async function openSide(
  window: Page,
  side: 'Path' | 'Requests from outside' | 'History',
): Promise<void> {
  await window.getByRole('tab', { name: side }).click()
}

/** At the settings, has the vault use a registry of the network. */
export async function takeRegistry(
  { electron, window }: RunningApp,
  url: string,
  secret: string,
): Promise<void> {
  await window.getByRole('button', { name: 'Change…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Change the registry' })
  await dialog.getByRole('radio', { name: 'On the network' }).check()
  await dialog.getByRole('textbox', { name: 'Address' }).fill(url)
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), secret)
  await dialog.getByRole('button', { name: 'Paste secret from clipboard' }).click()
  await expect(dialog.getByText('Secret taken')).toBeVisible()
  await answerSystemDialog(electron, 1)
  await dialog.getByRole('button', { name: 'Check and use' }).click()
  await expect(dialog).toHaveCount(0, { timeout: proofTimeout })
}
