import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Locator, Page } from '@playwright/test'
import { expect, vaultAddress } from './app.ts'
import { codeFilm, codePhoto, codePng } from './code-pictures.ts'
import { closeWindow, isVisible, press, test } from './desktop-app.ts'
import { look } from './looks.ts'

const link = 'w3ds://auth?redirect=https%3A%2F%2Fblabsy.example%2Fapi&session=s-1&platform=Blabsy'
const png = (...texts: string[]) => ({ mimeType: 'image/png', buffer: codePng(...texts) })
const fakeCameras = (count: number) => `--use-fake-device-for-media-stream=device-count=${count}`

async function openDialog(window: Page): Promise<Locator> {
  await vaultAddress(window)
  await window.evaluate(() => self.location.assign('#/identity?link'))
  const dialog = window.getByRole('dialog', { name: 'Open a w3ds:// link' })
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toBeFocused()
  return dialog
}

/** Copies a picture as another program does, and pastes it. */
async function paste(electron: ElectronApplication, picture: Buffer): Promise<void> {
  await electron.evaluate(async ({ clipboard, ClipboardItem, nativeImage }, base64) => {
    const bytes = Buffer.from(base64, 'base64')
    // The stand-in for the release has the clipboard of before.
    if ('writeImage' in clipboard) {
      const before = clipboard as unknown as { writeImage(image: unknown): void }
      before.writeImage(nativeImage.createFromBuffer(bytes))
    } else {
      await clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes]) })])
    }
  }, picture.toString('base64'))
  await press(electron, 'v', 'control')
}

/** The link is in the field, and what it asks for is below, but nothing is signed. */
async function expectLink(dialog: Locator): Promise<void> {
  const field = dialog.getByRole('textbox', { name: 'Link' })
  await expect(field).toHaveValue(link)
  await expect(field).toBeFocused()
  await expect(dialog).toContainText('blabsy.example')
  await expect(dialog.getByRole('button', { name: 'Log in…' })).toBeEnabled()
}

const scan = (dialog: Locator) => dialog.getByRole('button', { name: 'Scan with the camera' })

/** What the page gets when it asks for a camera or a microphone itself. */
function getMedia(window: Page, wanted: MediaStreamConstraints): Promise<string> {
  return window.evaluate(async (constraints) => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia(constraints)
      for (const track of stream.getTracks()) track.stop()
      return stream
        .getTracks()
        .map(({ kind }) => kind)
        .join()
    } catch (error) {
      return (error as Error).name
    }
  }, wanted)
}

/** Follows the cameras that are turned on; returns how many of them still are. */
async function watchCameras(window: Page): Promise<() => Promise<number>> {
  await window.evaluate(() => {
    const tracks: MediaStreamTrack[] = []
    Object.assign(self, { tracks })
    const { getUserMedia } = MediaDevices.prototype
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      const stream = await getUserMedia.call(this, constraints)
      tracks.push(...stream.getTracks())
      return stream
    }
  })
  return () =>
    window.evaluate(() => {
      const { tracks } = self as unknown as { tracks: MediaStreamTrack[] }
      return tracks.filter(({ readyState }) => readyState === 'live').length
    })
}

test('a QR code is read from a picture that is chosen, dropped or pasted', {
  tag: '@pictures',
}, async ({ app }) => {
  const { electron, window } = app
  const dialog = await openDialog(window)
  await look(window, 'login-sources')
  const chooser = dialog.locator('input[type=file]')
  const alert = dialog.getByRole('alert')

  await chooser.setInputFiles({ name: 'nothing.png', ...png() })
  await expect(alert).toContainText('No QR code was found in the picture.')
  await look(window, 'login-no-code')
  await chooser.setInputFiles({ name: 'page.png', ...png('https://blabsy.example') })
  await expect(alert).toContainText('The QR code in the picture is no w3ds:// link.')
  await chooser.setInputFiles({ name: 'both.png', ...png(link, link.replace('s-1', 's-2')) })
  await expect(alert).toContainText('There are several w3ds:// links in the picture.')
  const text = { name: 'text.png', mimeType: 'image/png', buffer: Buffer.from(link) }
  await chooser.setInputFiles(text)
  await expect(alert).toContainText('The file could not be read as a picture.')
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toHaveValue('')

  await chooser.setInputFiles({ name: 'poster.png', ...png('https://blabsy.example', link) })
  await expectLink(dialog)
  await expect(alert).toBeHidden()
  await expect(scan(dialog)).toBeHidden()

  const field = dialog.getByRole('textbox', { name: 'Link' })
  await field.fill('')
  const photo = { name: 'photo.png', mimeType: 'image/png', buffer: codePhoto(link) }
  await chooser.setInputFiles(photo)
  await expectLink(dialog)

  await field.fill('')
  const dropped = await window.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }))
    return data
  }, codePng(link).toString('base64'))
  const hint = dialog.getByText('can also be dropped here')
  await hint.dispatchEvent('dragenter', { dataTransfer: dropped })
  await expect(dialog.locator('form[data-over]')).toBeVisible()
  await hint.dispatchEvent('drop', { dataTransfer: dropped })
  await expectLink(dialog)
  await expect(dialog.locator('form[data-over]')).toHaveCount(0)

  await field.fill('')
  await paste(electron, codePng('nothing of ours'))
  await expect(alert).toContainText('no w3ds:// link')
  await paste(electron, codePng(link))
  await expectLink(dialog)

  // What is being answered is what is shown.
  await electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () =>
      new Promise((resolve) => {
        Object.assign(globalThis, {
          decline: () => resolve({ response: 0, checkboxChecked: false }),
        })
      })
  })
  await dialog.getByRole('button', { name: 'Log in…' }).click()
  await expect.poll(() => electron.evaluate(() => 'decline' in globalThis)).toBe(true)
  await paste(electron, codePng(link.replace('s-1', 's-2')))
  await window.waitForTimeout(1_000)
  await expect(field).toHaveValue(link)
  await electron.evaluate(() => (globalThis as unknown as { decline(): void }).decline())
  await expect(alert).toContainText('you did not confirm it')
})

test('the camera reads a QR code, and is off at once; the page hears nothing', async ({
  folder,
  launch,
}) => {
  const film = join(folder, 'camera.y4m')
  await writeFile(film, codeFilm(link))
  const switches = [fakeCameras(1), `--use-file-for-fake-video-capture=${film}`]
  const { window } = await launch({ switches })
  const dialog = await openDialog(window)
  const camerasOn = await watchCameras(window)
  expect(await getMedia(window, { video: true })).toBe('NotAllowedError')
  await scan(dialog).click()
  await expectLink(dialog)
  expect(await camerasOn()).toBe(0)
  expect(await getMedia(window, { video: true })).toBe('NotAllowedError')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
})

test('the camera can be chosen, and is on only while it is seen', async ({ launch }) => {
  const settings = { desktop: { keepRunning: true, toldOfTray: true } }
  const { electron, window } = await launch({ switches: [fakeCameras(2)], settings })
  const dialog = await openDialog(window)
  const camerasOn = await watchCameras(window)
  await scan(dialog).click()
  const stop = dialog.getByRole('button', { name: 'Stop the camera' })
  await expect(stop).toBeFocused()
  await expect(dialog.getByRole('status')).toContainText('Hold the QR code in front of the camera.')
  await expect.poll(camerasOn).toBe(1)

  const hears = () => getMedia(window, { audio: true })
  expect(await hears()).toBe('NotAllowedError')
  expect(await getMedia(window, { audio: true, video: true })).toBe('NotAllowedError')
  // So that the camera is what makes the difference.
  expect(await getMedia(window, { video: true })).toBe('video')

  const choice = dialog.getByRole('combobox', { name: 'Which camera' })
  await expect(choice.getByRole('option')).toHaveText(['fake_device_0', 'fake_device_1'])
  await choice.selectOption({ index: 1 })
  await expect(dialog.getByRole('status')).toContainText('Hold the QR code in front of the camera.')
  await expect(choice).toHaveJSProperty('selectedIndex', 1)
  expect(await camerasOn()).toBe(1)
  await expect(dialog.getByRole('status')).toContainText('No QR code was found yet.')

  await stop.click()
  await expect(scan(dialog)).toBeFocused()
  expect(await camerasOn()).toBe(0)

  // A hidden window watches nobody.
  await scan(dialog).click()
  await expect.poll(camerasOn).toBe(1)
  await closeWindow(electron)
  await expect.poll(() => isVisible(electron)).toBe(false)
  await expect.poll(camerasOn).toBe(0)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
  await expect(scan(dialog)).toBeVisible()

  // Nor does a dialog that is closed, or a page that is loaded anew.
  await scan(dialog).click()
  await expect.poll(camerasOn).toBe(1)
  await window.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(await camerasOn()).toBe(0)
  await window.evaluate(() => self.evault.call('camera:open'))
  expect(await getMedia(window, { video: true })).toBe('video')
  await window.reload()
  expect(await getMedia(window, { video: true })).toBe('NotAllowedError')
})

test('it is said why the camera gives no link', { tag: '@pictures' }, async ({
  folder,
  launch,
}) => {
  const { window, quit } = await launch({ switches: [fakeCameras(0)] })
  const dialog = await openDialog(window)
  await scan(dialog).click()
  const alert = dialog.getByRole('alert')
  await expect(alert).toContainText('No camera was found on this computer.')
  await look(window, 'login-no-camera')
  await dialog.getByRole('button', { name: 'Without a camera' }).click()
  await expect(scan(dialog)).toBeFocused()
  await quit()

  const film = join(folder, 'camera.y4m')
  await writeFile(film, codeFilm('https://blabsy.example'))
  const switches = [fakeCameras(1), `--use-file-for-fake-video-capture=${film}`]
  const { electron, window: later } = await launch({ switches })
  const again = await openDialog(later)
  await scan(again).click()
  await expect(again.getByRole('status')).toContainText('This QR code is no w3ds:// link.')
  await look(later, 'login-camera')
  await again.getByRole('button', { name: 'Stop the camera' }).click()
  // As a system does that does not let the app.
  await electron.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_, __, decide) => decide(false)),
  )
  await scan(again).click()
  await expect(again.getByRole('alert')).toContainText('Your system does not let eVault use')
  await again.getByRole('button', { name: 'Try again' }).click()
  await expect(again.getByRole('alert')).toContainText('Your system does not let eVault use')
})
