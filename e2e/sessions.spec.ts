import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { decodeJwt } from 'jose'
import { verifySignature } from '../src/w3id/signatures.ts'
import { openReceiver, type ReceivedPacket } from '../test/support/receiver.ts'
import { createRecord, expect, type VaultAddress, vaultAddress } from './app.ts'
import { isVisible, openAgain, test } from './desktop-app.ts'
import { look } from './looks.ts'
import { openPalette } from './palette-window.ts'
import { arrive } from './platform.ts'

test.slow()

const settings = { setup: { step: 'done' }, desktop: { keepRunning: true, toldOfTray: true } }
const login = (redirect: string, session: string) =>
  `w3ds://auth?redirect=${encodeURIComponent(redirect)}&session=${session}&platform=Blabsy`

interface Asked {
  readonly message: string
  readonly detail: string
  readonly defaultId: number
}

/** Answers main's dialogs with this button from now on; returns what they ask. */
async function answer(electron: ElectronApplication, response: number) {
  await electron.evaluate(({ dialog }, button) => {
    const caught = globalThis as unknown as { sessions: Asked[] }
    caught.sessions = []
    dialog.showMessageBox = async (...given: unknown[]) => {
      caught.sessions.push(given.at(-1) as Asked)
      return { response: button, checkboxChecked: false }
    }
  }, response)
  return () =>
    electron.evaluate(() =>
      (globalThis as unknown as { sessions: Asked[] }).sessions.map(
        ({ message, detail, defaultId }) => ({ message, detail, defaultId }),
      ),
    )
}

/** Whether a platform that got this can tell that it is the owner of the vault. */
async function isOfOwner(vault: VaultAddress, { json }: ReceivedPacket): Promise<boolean> {
  const headers = { 'x-ename': json.ename }
  const whois = await (await fetch(`${vault.url}/whois`, { headers })).json()
  const bytes = new TextEncoder().encode(json.session)
  for (const certificate of whois.keyBindingCertificates) {
    const { publicKey } = decodeJwt<{ publicKey: string }>(certificate)
    if (await verifySignature(publicKey, bytes, json.signature)) return true
  }
  return false
}

const dialogOf = (window: Page) => window.getByRole('dialog', { name: 'Open a w3ds:// link' })
const listOf = (window: Page) => window.getByRole('list', { name: 'Logins and signatures' })

test('a pasted link logs in: asked by main, sent, kept over a restart', {
  tag: '@pictures',
}, async ({ folder, launch }) => {
  await using platform = await openReceiver()
  const { host } = new URL(platform.url)
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { electron, window, quit } = await launch({ userData: folder })
  const vault = await vaultAddress(window)
  await openPalette(electron, window)
  await window.keyboard.type('w3ds')
  await window.keyboard.press('Enter')
  const dialog = dialogOf(window)
  const field = dialog.getByRole('textbox', { name: 'Link' })
  await expect(field).toBeFocused()
  await field.fill('https://blabsy.example')
  await expect(dialog).toContainText('This is no w3ds:// link.')
  await expect(dialog.getByRole('button', { name: 'Open' })).toBeDisabled()
  await field.fill(login('http://blabsy.example/', 's-0'))
  await expect(dialog).toContainText('without encryption')

  // A no is a no for good.
  await field.fill(login(`${platform.url}/api/auth`, 'refused-1'))
  await expect(dialog).toContainText(host)
  await expect(dialog).toContainText('refused-1')
  await look(window, 'login-ask')
  const refused = await answer(electron, 0)
  await dialog.getByRole('button', { name: 'Log in…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('you did not confirm it')
  expect(await refused()).toMatchObject([{ message: `Log in at ${host}?`, defaultId: 0 }])
  const asked = await answer(electron, 1)
  await dialog.getByRole('button', { name: 'Log in…' }).click()
  await expect(dialog.getByRole('alert')).toContainText('signed or refused before')
  expect(await asked()).toEqual([])
  expect(platform.packets).toEqual([])

  await field.fill(login(`${platform.url}/api/auth`, 'taken-1'))
  await field.press('Tab')
  await dialog.getByRole('button', { name: 'Log in…' }).click()
  await expect(dialog.getByRole('status')).toContainText(`${host} has taken your login.`)
  await look(window, 'login-taken')
  const [{ detail = '' } = {}] = await asked()
  expect(detail).toContain(`WARNING: your registry lists no platform at ${host}.`)
  expect(detail).toContain('Exactly this is signed:\ntaken-1')
  expect(detail).toContain('“Blabsy”')
  const [packet] = platform.packets
  expect(packet?.json).toMatchObject({ w3id: vault.ename, session: 'taken-1' })
  expect(await isOfOwner(vault, packet as ReceivedPacket)).toBe(true)
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  const rows = listOf(window).getByRole('listitem')
  await expect(rows).toHaveText([/Login at .*Taken/, /Login at .*Not signed/])
  await rows.first().getByText('Login at').click()
  await expect(rows.first()).toContainText('taken-1')
  await expect(rows.first()).toContainText('Your registry listed no platform there.')
  await look(window, 'logins', window.getByRole('region', { name: 'Logins and signatures' }))
  await quit()

  const later = await launch({ userData: folder })
  await vaultAddress(later.window)
  await later.window.getByRole('link', { name: 'Identity' }).click()
  await expect(listOf(later.window).getByRole('listitem')).toHaveCount(2)
})

test('the system is told who opens links, but not by an app on another folder', async ({
  folder,
  launch,
  startBare,
}) => {
  const env = { XDG_CONFIG_HOME: join(folder, 'config'), XDG_DATA_HOME: join(folder, 'data') }
  const entry = join(env.XDG_DATA_HOME, 'applications', 'evault-desktop-links.desktop')
  const { quit, window } = await launch({ userData: join(folder, 'other'), env })
  await expect(window.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(readFile(entry, 'utf8')).rejects.toThrow('ENOENT')
  await quit()
  const bare = await startBare(['.'], env)
  await bare.firstWindow()
  await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toContain(' %u\n')
  expect(await readFile(entry, 'utf8')).toContain('MimeType=x-scheme-handler/w3ds;')
  // Under the name of the installed app’s, it would hide that one.
  expect(await readdir(dirname(entry))).toEqual([basename(entry)])
})

test('the system opens a link in the window that is there, and starts the app with one', {
  tag: '@pictures',
}, async ({ folder, launch, startBare }) => {
  await using platform = await openReceiver()
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
  const { electron, window, quit } = await launch({ userData: folder })
  const vault = await vaultAddress(window)
  // The registry lists it.
  await arrive(window, vault, platform.url)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const data = { message: 'I vote for\nnobody', sessionId: 'vote-1' }
  const uri = `w3ds://sign?session=vote-1&data=${Buffer.from(JSON.stringify(data)).toString('base64url')}`
  await openAgain(folder, `${uri}&redirect_uri=${encodeURIComponent(`${platform.url}/signed`)}`)
  await expect.poll(() => isVisible(electron)).toBe(true)
  const dialog = dialogOf(window)
  await expect(dialog).toContainText('I vote for')
  await look(window, 'login-sign')

  // Another one waits until this one is answered.
  await openAgain(folder, login(platform.url, 'other'))
  await expect(window.getByText('A link was not opened')).toBeVisible()
  await expect(dialog).not.toContainText('other')

  platform.behave((_, response) => {
    response.writeHead(503).end('Come back later')
    return undefined
  })
  const asked = await answer(electron, 1)
  await dialog.getByRole('button', { name: 'Sign…' }).click()
  const result = dialog.getByRole('alert')
  await expect(result).toContainText('Not received')
  await expect(result).toContainText('It answered 503.')
  await expect(dialog).toContainText('Come back later')
  const [{ message = '', detail = '' } = {}] = await asked()
  expect(message).toBe(`Sign for ${new URL(platform.url).host}?`)
  expect(detail).toContain('> I vote for\n> nobody')
  expect(detail).not.toContain('WARNING')
  await look(window, 'login-not-received')
  platform.behave(400)
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await expect(result).toContainText('Not taken')
  await expect(dialog.getByRole('button', { name: 'Send again' })).toBeHidden()
  const [first, second] = platform.packets.map(({ text }) => text)
  expect(first).toBe(second)
  expect(JSON.parse(first ?? '')).toMatchObject({ sessionId: 'vote-1', message: 'vote-1' })
  expect(await asked()).toHaveLength(1)
  await dialog.getByRole('button', { name: 'Done' }).click()

  // One to a record leads there.
  const id = await createRecord(vault, { content: 'Somewhere here' })
  await openAgain(folder, `w3ds://file?id=${vault.ename}/${id}`)
  await dialog.getByRole('button', { name: 'Open' }).click()
  await expect(window.getByRole('complementary')).toContainText('Somewhere here')
  await openAgain(folder, 'w3ds://file?id=@somebody/their-document')
  await dialog.getByRole('button', { name: 'Open' }).click()
  const foreign = window.getByRole('dialog', { name: 'Sign for somebody' })
  await expect(foreign.getByRole('textbox', { name: 'Their eName' })).toHaveValue('@somebody')
  await foreign.getByRole('button', { name: 'Cancel' }).click()
  await expect(foreign).toBeHidden()
  await quit()

  const started = await startBare(['.', `--user-data-dir=${folder}`, login(platform.url, 'start')])
  const page = await started.firstWindow()
  await expect(dialogOf(page)).toContainText('start')
  await vaultAddress(page)
  await expect(dialogOf(page).getByRole('button', { name: 'Log in…' })).toBeEnabled()
})
