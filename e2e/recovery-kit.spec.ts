import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Launch, test, vaultAddress } from './app.ts'
import { answerSystemDialog, openIdentity, renewKey } from './identity-window.ts'
import { chooseFile, emptyKeychain, saveKit } from './kit-files.ts'
import { expectNothing, look } from './looks.ts'

test('a recovery kit is saved, and a renewed key makes it old', async ({ launch }) => {
  const { electron, window, userData } = await launch()
  await vaultAddress(window)
  await openIdentity(window)
  const section = window.getByRole('region', { name: 'Recovery kit' })
  await expect(section).toContainText('You have no recovery kit yet')

  await answerSystemDialog(electron, 0)
  await section.getByRole('button', { name: 'Save recovery kit…' }).click()
  await expect(section.getByRole('button', { name: 'Save recovery kit…' })).toBeEnabled()
  await expect(section).toContainText('You have no recovery kit yet')

  await saveKit(electron, window, join(userData, 'first.evaultkit'))
  await expect(section).toContainText('Your kit holds the keys you use now')
  await expect(section).toContainText('Saved just now')
  await expectNothing(window)
  await renewKey(electron, window)
  await expect(section).toContainText('from before the last key renewal: save a new one')
  await look(window, 'identity-kit-old', section)
  await saveKit(electron, window, join(userData, 'second.evaultkit'))
  await expect(section).toContainText('Your kit holds the keys you use now')
})

test('a kit brings the keys back, and its words are not kept', async ({ launch }) => {
  const { ename, words, file, userData: earlier } = await loseKeysBehindKit(launch)

  const { electron, window } = await launch({ userData: earlier })
  await expect(window.getByText('STORAGE_KEY_MISSING')).toBeVisible()
  await window.getByRole('button', { name: 'Restore from recovery kit…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Restore from your recovery kit' })
  const field = dialog.getByRole('textbox', { name: 'Words' })
  const restore = dialog.getByRole('button', { name: 'Choose file and restore…' })
  await expect(field).toHaveAttribute('autocomplete', 'off')
  await expect(field).toHaveAttribute('spellcheck', 'false')
  await field.fill('abandon ability')
  await expect(dialog).toContainText('2 of 12 words')
  await expect(restore).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await window.getByRole('button', { name: 'Restore from recovery kit…' }).click()
  await expect(field).toHaveValue('')

  await chooseFile(electron, file)
  await field.fill(Array(12).fill('abandon').join(' '))
  await restore.click()
  await expect(dialog.getByRole('alert')).toContainText('These words do not belong together')
  await look(window, 'identity-restore')
  await field.fill(words.map((word, at) => `${at + 1}. ${word}`).join('\n'))
  await expect(dialog).toContainText('12 of 12 words')
  await restore.click()
  expect((await vaultAddress(window)).ename).toBe(ename)
})

test('on a new computer an empty vault becomes the one of a kit', async ({ launch }) => {
  const { ename, words, file } = await loseKeysBehindKit(launch)

  const { electron, window, userData } = await launch()
  expect((await vaultAddress(window)).ename).not.toBe(ename)
  await openIdentity(window)
  await look(window, 'identity-restore-here')
  await window.getByRole('button', { name: 'Restore from a kit…' }).click()
  await chooseFile(electron, file)
  const dialog = window.getByRole('dialog', { name: 'Restore from your recovery kit' })
  await dialog.getByRole('textbox', { name: 'Words' }).fill(words.join(' '))
  await dialog.getByRole('button', { name: 'Choose file and restore…' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => (await vaultAddress(window)).ename).toBe(ename)
  await openIdentity(window)
  await expect(window.getByText(ename.slice(0, 9)).first()).toBeVisible()
  // What it was before is kept.
  const kept = (await readdir(userData)).filter((name) => name.startsWith('vault.before-'))
  expect(kept).toHaveLength(1)
  await renewKey(electron, window)
})

/** A vault whose kit was saved before the keychain lost its keys. */
async function loseKeysBehindKit(launch: Launch) {
  const { electron, window, userData, quit } = await launch()
  const { ename } = await vaultAddress(window)
  await openIdentity(window)
  const file = join(userData, 'kit.evaultkit')
  const words = await saveKit(electron, window, file)
  await quit()
  await emptyKeychain()
  return { ename, words, file, userData }
}
