import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { expect, test, vaultAddress } from './app.ts'
import { answerDialogs } from './desktop-app.ts'
import { openIdentity } from './identity-window.ts'

/** What printing left in main. */
interface Printed {
  shown: string[]
  page: string
  url: string
  script: string
}

test('the words of a kit are printed by main alone, and leave nothing behind', async ({
  launch,
}) => {
  const { electron, window, userData, quit } = await launch()
  const { ename } = await vaultAddress(window)
  await openIdentity(window)
  await standInForPrinter(electron, '')
  await answerKit(electron, join(userData, 'kit.evaultkit'), 2, 1)
  await window.getByRole('button', { name: 'Save recovery kit…' }).click()
  await expect(window.getByText('Your recovery kit was saved').first()).toBeVisible()

  const { page, url, shown, script } = await printed(electron)
  const listed = [...page.matchAll(/<li>([a-z]+)<\/li>/g)].map(([, word]) => word ?? '')
  expect(listed).toHaveLength(12)
  // The dialog came twice, with the same words, which the paper has in the same order.
  expect(shown.map(wordsOf)).toEqual([listed, listed])
  expect(page).toContain(ename)
  expect(page).toMatch(/[A-Z][a-z]+ \d{1,2}, \d{4}/)
  expect(page).toContain('When your keys are lost')
  expect(url).toBe('app://print/recovery-kit')
  expect(script).toBe('refused')

  // The window that was printed is gone, and nobody has what was in it.
  const windows = await electron.evaluate(({ BrowserWindow, webContents }) => [
    BrowserWindow.getAllWindows().length,
    webContents.getAllWebContents().length,
  ])
  expect(windows).toEqual([1, 1])
  const again = await electron.evaluate(async ({ session }) => {
    const asked = session.fromPartition('recovery-kit').fetch('app://print/recovery-kit')
    return asked.then(
      (response) => response.status,
      () => 'refused',
    )
  })
  expect(again).toBe('refused')
  expect(await window.content()).not.toContain(listed.join('</li>'))
  await quit()
  await expectNowhere(userData, listed)
})

test('a printer that fails is told of, and the words are shown again', async ({ launch }) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  await openIdentity(window)
  await standInForPrinter(electron, 'Print job failed')
  const asked = await answerDialogs(electron, 2, 0)
  await window.getByRole('button', { name: 'Save recovery kit…' }).click()
  await expect.poll(asked).toHaveLength(2)
  await expect(window.getByRole('button', { name: 'Save recovery kit…' })).toBeEnabled()
  const details = await electron.evaluate(() =>
    (globalThis as unknown as { asked: { detail: string }[] }).asked.map(({ detail }) => detail),
  )
  expect(details[1]).toMatch(/^The words could not be printed: Print job failed\.\n\n 1\. [a-z]+/)
  expect(wordsOf(details[1] ?? '')).toEqual(wordsOf(details[0] ?? ''))
})

/** Windows made from now on keep what they would print, and say that it was printed, or why not. */
async function standInForPrinter(electron: ElectronApplication, failure: string): Promise<void> {
  await electron.evaluate(({ app }, reason) => {
    const kept = globalThis as unknown as Printed
    app.on('web-contents-created', (_, contents) => {
      contents.print = async (_options, done) => {
        contents.debugger.attach()
        const { root } = await contents.debugger.sendCommand('DOM.getDocument')
        const { outerHTML } = await contents.debugger.sendCommand('DOM.getOuterHTML', {
          nodeId: root.nodeId,
        })
        kept.page = outerHTML
        kept.url = contents.getURL()
        kept.script = await contents.executeJavaScript('"ran"').catch(() => 'refused')
        done?.(reason === '', reason)
      }
    })
  }, failure)
}

function printed(electron: ElectronApplication): Promise<Printed> {
  return electron.evaluate(() => {
    const { page, url, shown, script } = globalThis as unknown as Printed
    return { page, url, shown, script }
  })
}

/** Answers the dialogs of the kit: presses these buttons, then saves there. */
async function answerKit(electron: ElectronApplication, file: string, ...buttons: number[]) {
  await electron.evaluate(
    ({ dialog }, given) => {
      const kept = globalThis as unknown as Printed
      kept.shown = []
      dialog.showMessageBox = async (...options: unknown[]) => {
        kept.shown.push((options.at(-1) as { detail: string }).detail)
        return { response: given.buttons.shift() ?? 0, checkboxChecked: false }
      }
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: given.file })
    },
    { file, buttons },
  )
}

/** The words of the dialog, in their order. */
function wordsOf(detail: string): string[] {
  const numbered = [...detail.matchAll(/(\d+)\. ([a-z]+)/g)]
  return numbered.sort(([, a], [, b]) => Number(a) - Number(b)).map(([, , word]) => word ?? '')
}

/** No file of the app holds the words, however they are apart. */
async function expectNowhere(directory: string, words: readonly string[]): Promise<void> {
  const pattern = new RegExp(words.slice(0, 4).join('[^a-z]{1,40}'))
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(20)
  for (const { parentPath, name } of files) {
    const content = await readFile(join(parentPath, name), 'latin1')
    expect(pattern.test(content), name).toBe(false)
  }
}
