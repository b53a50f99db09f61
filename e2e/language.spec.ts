import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createRecord, expect, socialMediaPost, test, vaultAddress } from './app.ts'

/** Where pictures are kept; without it none are taken. */
const pictures = process.env.EVAULT_SCREENSHOTS

/** What the rail says in German, in its order. */
const rail = [
  ...['Übersicht', 'Daten', 'Zugriff', 'Bindungen', 'Aktivität', 'Zustellungen', 'Verbindung'],
  ...['Identität', 'Einstellungen'],
]

const screens = [
  ...['/', '/access', '/activity', '/activity?log=reads', '/bindings', '/deliveries', '/identity'],
  ...['/connection', '/connection?show=requests', '/connection?show=history'],
  ...['general', 'policies', 'retention', 'backups', 'developer', 'about'].map(
    (section) => `/settings?section=${section}`,
  ),
]

/** A way on which nobody answers: there is most to say of it. */
const unreachable = {
  ways: [
    {
      ...{ kind: 'ssh' as const, host: '127.0.0.1', port: 9, user: 'ada', behindProxy: false },
      ...{ listen: { address: '', port: 443 }, publicUrl: 'https://vault.example.org' },
    },
  ],
  leaveOnQuit: false,
}

const inGerman = { settings: { language: 'de' } }

test('the window speaks German, and writes numbers as German does', async ({ launch }) => {
  const { window } = await launch(inGerman)
  await vaultAddress(window)
  await expect(window.locator('html')).toHaveAttribute('lang', 'de')
  await expect(window.getByRole('navigation').getByRole('link')).toHaveText(rail)
  await expect(window.getByText('Braucht Aufmerksamkeit')).toBeVisible()

  await createRecords(window, 1_204)
  await window.getByRole('link', { name: 'Übersicht', exact: true }).click()
  await expect(window.getByRole('link', { name: '1.204', exact: true })).toBeVisible()
  await window.getByRole('link', { name: 'Aktivität', exact: true }).click()
  await expect(window.getByRole('figure')).toContainText('1.204 Schreibzugriffe')
  const firstDay = window.locator('figure div[aria-hidden] > span').first()
  await expect(firstDay).toHaveText(/^\d{1,2}\. [A-ZÄ][a-zä]{2,4}\.?$/)
})

test('no screen has to be scrolled sideways in German', async ({ launch }) => {
  const { window } = await launch(inGerman)
  await createRecord(await vaultAddress(window), { content: 'Hallo' })
  await window.evaluate((settings) => self.evault.call('connection:use', settings), unreachable)
  await window.setViewportSize({ width: 900, height: 600 })
  for (const screen of screens) {
    await open(window, screen)
    await expectNoOverflow(window, `${screen} in German`)
    await picture(window, screen, 'de')
  }
})

test('from right to left the rail is at the right, and nothing is wider than its place', async ({
  launch,
}) => {
  const { window } = await launch()
  await createRecord(await vaultAddress(window), { content: 'مرحبا' })
  await window.setViewportSize({ width: 900, height: 600 })
  await window.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })
  for (const screen of ['/data', ...screens]) {
    await open(window, screen)
    const rail = await window.getByRole('navigation').first().boundingBox()
    const main = await window.locator('main').boundingBox()
    if (!rail || !main) throw new Error(`${screen} is not drawn`)
    expect(rail.x, `the rail beside ${screen}`).toBeGreaterThanOrEqual(main.x + main.width)
    await expectNoOverflow(window, `${screen} from right to left`)
    await picture(window, screen, 'rtl')
  }
})

/** As the owner, through the window. */
async function createRecords(window: Page, count: number): Promise<void> {
  const inputs = Array.from({ length: count }, (_, at) => ({
    ontology: socialMediaPost,
    payload: { content: `Record ${at}` },
    acl: ['*'],
  }))
  const created = await window.evaluate(async (all) => {
    const status = await self.evault.call('vault:status')
    if (status.state !== 'ready' || status.ownerUrl === null) throw new Error(status.state)
    const query = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`
    let made = 0
    while (made < all.length) {
      const response = await fetch(status.ownerUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { inputs: all.slice(made, made + 500) } }),
      })
      const { data } = await response.json()
      if (!data?.bulkCreateMetaEnvelopes.successCount) throw new Error('nothing was created')
      made += data.bulkCreateMetaEnvelopes.successCount
    }
    return made
  }, inputs)
  expect(created).toBe(count)
}

/** Goes to an address of the window, and waits until the screen is drawn. */
async function open(window: Page, screen: string): Promise<void> {
  await window.evaluate((hash) => {
    location.hash = hash
  }, screen)
  await expect(window.getByRole('heading', { level: 1 })).toBeAttached()
  await window.waitForTimeout(500)
}

async function expectNoOverflow(window: Page, name: string): Promise<void> {
  const wide = await window.evaluate(() =>
    [...document.querySelectorAll('main, main *')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 300 && scrollWidth > clientWidth + 1)
      .map(({ className, scrollWidth, clientWidth }) => [className, scrollWidth, clientWidth]),
  )
  expect(wide, `${name} scrolls sideways`).toEqual([])
}

async function picture(window: Page, screen: string, suffix: string): Promise<void> {
  if (pictures === undefined) return
  const name = screen.replace(/\W+/g, '-').replace(/^-$/, '-overview').slice(1)
  await window.screenshot({ path: join(pictures, `${name}-${suffix}.png`) })
}
