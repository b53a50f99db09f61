import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type RunningApp, test, vaultAddress, vaultStatus } from './app.ts'
import { emptyKeychain, keychainNames, saveKit } from './kit-files.ts'
import { look } from './looks.ts'
import { button, expectStep, goToKeys, heading } from './setup-window.ts'

test('from nothing to an open vault by keyboard, in less than a minute', async ({ launch }) => {
  await emptyKeychain()
  const { electron, window, userData, quit } = await launch({ firstRun: true })
  const began = Date.now()
  await expect(heading(window, 'Welcome to eVault')).toBeVisible()
  await expect(window).toHaveTitle('eVault Desktop')
  await expect(button(window, 'Create my vault')).toBeFocused()
  expect(await vaultStatus(window)).toEqual({ state: 'none' })
  expect(readdirSync(userData)).not.toContain('vault')
  expect(readdirSync(userData)).not.toContain('settings.json')
  expect(await keychainNames()).toEqual([])

  await window.keyboard.press('Enter')
  const name = window.getByRole('textbox', { name: 'Name' })
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('My eVault')
  await expectStep(window, 'Name')
  await window.keyboard.type('Ada’s vault')
  expect(existsSync(join(userData, 'vault'))).toBe(false)
  expect(await keychainNames()).toEqual([])
  await window.keyboard.press('Enter')

  await expectStep(window, 'Keys')
  await expect(window).toHaveTitle('Ada’s vault – eVault Desktop')
  await expect(window.getByText('Your keys are kept in Secret Service')).toBeVisible()
  await expect(heading(window, 'Your keys')).toBeFocused()
  await window.keyboard.press('Enter')

  await expectStep(window, 'Recovery kit')
  await expect(button(window, 'Save recovery kit…')).toBeEnabled()
  await expect(heading(window, 'Your recovery kit')).toBeFocused()
  await window.keyboard.press('Tab')
  await window.keyboard.press('Tab')
  await expect(button(window, 'Later')).toBeFocused()
  await window.keyboard.press('Enter')

  await expectStep(window, 'Registry')
  await expect(window.getByRole('radio', { name: /On this computer/ })).toBeFocused()
  await window.keyboard.press('Enter')

  await expectStep(window, 'Ready')
  const { ename } = await vaultAddress(window)
  await expect(heading(window, 'Ada’s vault is ready')).toBeFocused()
  await expect(window.getByText(ename)).toBeVisible()
  await expect(window.getByText('You have no recovery kit yet')).toBeVisible()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('link', { name: 'Overview' })).toBeVisible()
  expect(Date.now() - began).toBeLessThan(60_000)
  expect(await windowTitle(electron)).toBe('Ada’s vault – eVault Desktop')
  await expect(window.evaluate(() => self.evault.call('setup:goTo', 'welcome'))).rejects.toThrow(
    'The first start is over',
  )
  await quit()

  // Nobody is asked again; the kit still waits.
  const again = await launch({ userData })
  expect((await vaultAddress(again.window)).ename).toBe(ename)
  await expect(again.window.getByRole('link', { name: 'Overview' })).toBeVisible()
  await expect(again.window).toHaveTitle('Ada’s vault – eVault Desktop')
  const kit = await again.window.evaluate(() => self.evault.call('identity:kit'))
  expect(kit.savedAt).toBeNull()
})

test('every step: nothing scrolls sideways, axe finds nothing', { tag: '@pictures' }, async ({
  launch,
}) => {
  const { electron, window, userData } = await launch({ firstRun: true })
  await expect(heading(window, 'Welcome to eVault')).toBeVisible()
  await look(window, 'setup-1-welcome')
  await button(window, 'Create my vault').click()
  await expectStep(window, 'Name')
  await look(window, 'setup-2-name')
  await button(window, 'Continue').click()
  await expect(window.getByText(/^Your keys are kept in/)).toBeVisible()
  await look(window, 'setup-3-keys')
  await button(window, 'Continue').click()
  await expect(button(window, 'Save recovery kit…')).toBeEnabled()
  await look(window, 'setup-4-kit')
  await saveKit(electron, window, join(userData, 'a.evaultkit'), 'You have a recovery kit')
  await look(window, 'setup-5-kit-saved')
  await button(window, 'Continue').click()
  await expectStep(window, 'Registry')
  await look(window, 'setup-6-registry')
  await window.getByRole('radio', { name: /A registry on the network/ }).check()
  await look(window, 'setup-7-registry-network')
  await window.getByRole('textbox', { name: 'Address' }).fill('https://registry.invalid')
  await button(window, 'Check and use').click()
  await expect(window.getByRole('alert')).toContainText('Paste the secret')
  await look(window, 'setup-8-registry-without-secret')
  await electron.evaluate(({ clipboard }, text) => clipboard.writeText(text), 'a-secret')
  await button(window, 'Paste secret from clipboard').click()
  await expect(window.getByText('Secret taken')).toBeVisible()
  await button(window, 'Check and use').click()
  await expect(window.getByRole('alert')).toContainText('No computer is known')
  await look(window, 'setup-8-registry-refused')
  await window.getByRole('radio', { name: /On this computer/ }).check()
  await button(window, 'Continue').click()
  await expect(window.getByText('has confirmed your eName')).toBeVisible()
  await look(window, 'setup-9-ready')
})

test('killed at the step of the kit, the first start goes on there with the same vault', async ({
  launch,
}) => {
  const first = await launch({ firstRun: true })
  await goToKeys(first.window, 'Kept')
  await button(first.window, 'Continue').click()
  await expectStep(first.window, 'Recovery kit')
  const { ename } = await vaultAddress(first.window)
  await kill(first)

  const { window } = await launch({ userData: first.userData })
  await expectStep(window, 'Recovery kit')
  await expect(window).toHaveTitle('Kept – eVault Desktop')
  expect((await vaultAddress(window)).ename).toBe(ename)
  await button(window, 'Back').click()
  await expectStep(window, 'Keys')
  await button(window, 'Back').click()
  await expect(window.getByRole('textbox', { name: 'Name' })).toHaveValue('Kept')
  // What is made is not begun again.
  await expect(button(window, 'Back')).toBeHidden()
  await button(window, 'Continue').click()
  expect((await vaultAddress(window)).ename).toBe(ename)
})

test('left at the name, nothing was made, and the owner comes back to it', async ({ launch }) => {
  await emptyKeychain()
  const first = await launch({ firstRun: true })
  await button(first.window, 'Create my vault').click()
  await expectStep(first.window, 'Name')
  await kill(first)
  const { window, userData } = await launch({ userData: first.userData })
  await expectStep(window, 'Name')
  expect(await vaultStatus(window)).toEqual({ state: 'none' })
  expect(existsSync(join(userData, 'vault'))).toBe(false)
  expect(await keychainNames()).toEqual([])
  await button(window, 'Back').click()
  await expect(heading(window, 'Welcome to eVault')).toBeVisible()
})

/** Ends the app as a power cut does. */
async function kill({ electron }: RunningApp): Promise<void> {
  const ended = once(electron.process(), 'exit')
  electron.process().kill('SIGKILL')
  await ended
}

function windowTitle(electron: RunningApp['electron']): Promise<string | undefined> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
}
