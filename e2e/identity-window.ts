import { webcrypto } from 'node:crypto'
import type { ElectronApplication, Page } from '@playwright/test'
import { encodePublicKey } from '../src/w3id/keys.ts'
import { expect } from './app.ts'

/** Goes to the Identity screen. */
export async function openIdentity(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Identity' }).click()
  await expect(window.getByRole('img', { name: /^QR code/ })).toBeVisible()
}

/** Presses a button of main's own dialogs, which no window can press: 0 is Cancel. */
export async function answerSystemDialog(
  electron: ElectronApplication,
  button: number,
): Promise<void> {
  await electron.evaluate(({ dialog }, response) => {
    dialog.showMessageBox = async () => ({ response, checkboxChecked: false })
  }, button)
}

/** Renews the key of this computer. */
export async function renewKey(electron: ElectronApplication, window: Page): Promise<void> {
  await answerSystemDialog(electron, 1)
  await expect(window.getByText(/^Created with its first key/)).toBeVisible()
  const renewals = window.getByText('Key renewed', { exact: true })
  const before = await renewals.count()
  await window.getByRole('button', { name: 'Renew key…' }).click()
  await window.getByRole('button', { name: 'Renew key', exact: true }).click()
  await expect(renewals).toHaveCount(before + 1)
}

/** Multibase of a key of another device. */
export async function newPublicKey(): Promise<string> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const { publicKey } = await webcrypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  return encodePublicKey(new Uint8Array(await webcrypto.subtle.exportKey('spki', publicKey)))
}

/** A renewed key and another device. */
export async function populate(electron: ElectronApplication, window: Page): Promise<void> {
  await renewKey(electron, window)
  await window.getByRole('button', { name: 'Add a device…' }).click()
  await window.getByRole('textbox', { name: 'Name of the device' }).fill('My phone')
  await window.getByRole('textbox', { name: 'Public key' }).fill(await newPublicKey())
  await window.getByRole('button', { name: 'Add device' }).click()
  await expect(window.getByText('My phone', { exact: true })).toBeVisible()
  await window.getByText('Earlier keys (1)').click()
}
