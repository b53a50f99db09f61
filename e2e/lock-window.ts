import { existsSync } from 'node:fs'
import { createConnection } from 'node:net'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, vaultAddress, vaultStatus } from './app.ts'

export const passphrase = 'two herons and a lake'

/** Chooses a passphrase in Settings. */
export async function choosePassphrase(window: Page, chosen = passphrase): Promise<void> {
  await window.getByRole('link', { name: 'Settings' }).click()
  await window.getByRole('link', { name: 'Lock', exact: true }).click()
  await window.getByRole('button', { name: 'Choose a passphrase…' }).click()
  await fillNew(window, chosen)
  await window.getByRole('button', { name: 'Keep this passphrase' }).click()
  await expect(window.getByText('The passphrase was kept')).toBeVisible()
}

export async function fillNew(window: Page, chosen: string): Promise<void> {
  await window.getByRole('textbox', { name: 'New passphrase' }).fill(chosen)
  await window.getByRole('textbox', { name: 'The same again' }).fill(chosen)
}

/** The lock screen is there. */
export async function expectLocked(window: Page): Promise<void> {
  await expect(window.getByRole('heading', { name: 'eVault is locked' })).toBeVisible()
}

export async function typePassphrase(window: Page, typed = passphrase): Promise<void> {
  await window.getByRole('textbox', { name: 'Passphrase' }).fill(typed)
  await window.keyboard.press('Enter')
}

export async function unlock(window: Page, typed = passphrase): Promise<void> {
  await typePassphrase(window, typed)
  await expect(window.getByRole('navigation', { name: 'Screens' })).toBeVisible()
  await vaultAddress(window)
}

/** Has the computer say that nobody has used it for so many seconds. */
export function beIdle(electron: ElectronApplication, seconds: number): Promise<void> {
  return electron.evaluate(({ powerMonitor }, idle) => {
    powerMonitor.getSystemIdleTime = () => idle
  }, seconds)
}

/** The open vault, as the window is told. */
export async function readyStatus(window: Page) {
  const status = await vaultStatus(window)
  if (status.state !== 'ready' || status.ownerUrl === null) throw new Error(status.state)
  return { ...status, ownerUrl: status.ownerUrl }
}

/** Opens the record of this text in the inspector. */
export async function openRecord(window: Page, text: string): Promise<void> {
  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('row', { name: new RegExp(text) }).click()
  await expect(window.getByRole('complementary').getByText(text).first()).toBeVisible()
}

/** The page, its address and its history hold nothing of these, and nobody answers at the port. */
export async function expectBlank(
  window: Page,
  electron: ElectronApplication,
  texts: readonly string[],
  before: { ownerUrl: string; renderer: number },
): Promise<void> {
  await expectLocked(window)
  const html = await window.content()
  for (const text of texts) expect(html + window.url()).not.toContain(text)
  expect(window.url()).not.toContain('#')
  await expect.poll(() => connects(before.ownerUrl)).toBe('ECONNREFUSED')
  // What the page had in memory went with its process.
  expect(await rendererId(electron)).not.toBe(before.renderer)
  await expect.poll(() => existsSync(`/proc/${before.renderer}`)).toBe(false)
}

/** The number of the page’s process. */
export function rendererId(electron: ElectronApplication): Promise<number> {
  return electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  )
}

/** How much the page has left in its storage. */
export function leftInStorage(window: Page): Promise<number> {
  return window.evaluate(() => self.localStorage.length + self.sessionStorage.length)
}

function connects(url: string): Promise<string> {
  const { port, hostname: host } = new URL(url)
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: Number(port) })
    socket.once('connect', () => {
      socket.destroy()
      resolve('connected')
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
  })
}

/** The page says that something in it is not saved. */
export async function hold(window: Page): Promise<void> {
  await window.evaluate(() => self.evault.call('window:hold', true))
}

/** What notifications have said since they are caught. */
export async function toldTexts(electron: ElectronApplication): Promise<string[]> {
  return electron.evaluate(() =>
    (globalThis as unknown as { told: { title: string; body: string }[] }).told.map(
      ({ title, body }) => `${title}: ${body}`,
    ),
  )
}

/** A link of a platform’s login. */
export function linkOf(session: string): string {
  const redirect = encodeURIComponent('https://blabsy.example/api/auth')
  return `w3ds://auth?redirect=${redirect}&session=${session}&platform=blabsy`
}
