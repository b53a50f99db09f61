import type { Page } from '@playwright/test'
import { openReceiver, type Receiver } from '../test/support/receiver.ts'
import {
  askAsOwner,
  test as base,
  expect,
  type Launch,
  type RunningApp,
  vaultAddress,
} from './app.ts'
import { arrive } from './platform.ts'

/** Platforms on this computer, closed after the test. */
export const test = base.extend<{ readonly receive: (port?: number) => Promise<Receiver> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  async receive({}, use) {
    const open: Receiver[] = []
    await use(async (port) => {
      const receiver = await openReceiver(port)
      open.push(receiver)
      return receiver
    })
    for (const receiver of open) await receiver.close()
  },
})

/** An app with one platform on this computer that may read everything, at its deliveries. */
export async function withPlatform(launch: Launch, receive: () => Promise<Receiver>) {
  const { window }: RunningApp = await launch()
  const vault = await vaultAddress(window)
  const platform = await receive()
  await arrive(window, vault, platform.url)
  await allow(window, platform.url)
  await reopen(window)
  await expect(window.getByRole('heading', { level: 2, name: /127\.0\.0\.1/ })).toBeVisible()
  return { window, vault, platform }
}

export async function allow(window: Page, platform: string): Promise<void> {
  const { data } = await askAsOwner(
    window,
    `mutation ($platform: String!) {
      decideConsent(platform: $platform, decision: everything, ontologies: [], migrator: false) {
        errors { code }
      }
    }`,
    { platform },
  )
  expect(data.decideConsent.errors).toEqual([])
}

export async function openDeliveries(window: Page): Promise<void> {
  await window.getByRole('link', { name: /^Deliveries/ }).click()
  await expect(window.getByRole('heading', { level: 1, name: 'Deliveries' })).toBeAttached()
}

/** What the registry lists is asked again a second later. */
export async function reopen(window: Page): Promise<void> {
  await window.waitForTimeout(1_100)
  await window.getByRole('link', { name: 'Overview' }).click()
  await openDeliveries(window)
}

export async function createInWindow(window: Page, content: string): Promise<void> {
  await window.getByRole('link', { name: 'Data' }).click()
  await window.getByRole('button', { name: 'New record' }).first().click()
  const dialog = window.getByRole('dialog', { name: 'New record' })
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await window.getByRole('option', { name: 'SocialMediaPost' }).click()
  await dialog.getByRole('textbox', { name: 'Payload' }).fill(JSON.stringify({ content }))
  await dialog.getByRole('button', { name: 'Create record' }).click()
  await expect(dialog).toBeHidden()
}

export async function change(window: Page, id: string, payload: object): Promise<void> {
  const { data } = await askAsOwner(
    window,
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { errors { message } } }`,
    { id, input: { ontology: '550e8400-e29b-41d4-a716-446655440001', payload, acl: ['*'] } },
  )
  expect(data.updateMetaEnvelope.errors).toEqual([])
}

/** What stands beside a name in the platform's header. */
export function fact(window: Page, name: string) {
  return window.locator('dl > div').filter({ hasText: name }).locator('dd')
}
