import type { Page, Route } from '@playwright/test'
import { expect, test, vaultAddress } from './app.ts'
import { answerSystemDialog, newPublicKey, openIdentity, populate } from './identity-window.ts'
import { expectNothing, look } from './looks.ts'

test('the Identity screen shows who the owner is', async ({ app }) => {
  const { window } = app
  const { ename } = await vaultAddress(window)
  await openIdentity(window)
  expect(window.url()).toContain('#/identity')
  await expect(window.getByRole('img', { name: `QR code of your eName ${ename}` })).toBeVisible()

  const keys = window.getByRole('region', { name: 'Keys', exact: true })
  await expect(keys.getByRole('listitem')).toHaveCount(1)
  await expect(keys).toContainText('This computer')
  await expect(keys).toContainText(/In use for (less than a|\d+) minute/)
  await expect(keys).toContainText(/Vouched for by the registry until \d\d:\d\d/)
  const log = window.getByRole('region', { name: 'Identity log' })
  await expect(log.getByText('Created with its first key', { exact: true })).toBeVisible()

  const verified = log.getByRole('button', { name: /^Verified: signature, chain and commitment/ })
  await expect(log.getByText(/It is the beginning/)).toBeHidden()
  await verified.press('Enter')
  await expect(log.getByText(/It is the beginning/)).toBeVisible()

  await window.getByRole('button', { name: 'Copy eName' }).click()
  await expect(window.getByRole('button', { name: 'Copied' })).toBeVisible()
})

test('a no in the window of the system is told, and nothing has changed', async ({ app }) => {
  const { electron, window } = app
  await openIdentity(window)
  const before = await keyOf(window)
  await answerSystemDialog(electron, 0)
  await window.getByRole('button', { name: 'Renew key…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Renew the key of this computer?' })
  await dialog.getByRole('button', { name: 'Renew key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The key was not renewed')
  await expect(dialog.getByRole('alert')).toContainText('you did not confirm it')
  await look(window, 'identity-refused')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()
  expect(await keyOf(window)).toBe(before)
  await expect(window.getByText('Key renewed')).toBeHidden()
})

test('an identity that can’t be read is told, with a way to try again', async ({ app }) => {
  const { window } = app
  await answerIdentity(window, (route) => route.abort())
  // The Overview has read it before.
  await window.reload()
  await window.getByRole('link', { name: 'Identity' }).click()
  await expect(window.getByRole('alert')).toContainText('Your identity could not be read')
  await expectNothing(window)
  await window.unrouteAll()
  await window.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('img', { name: /^QR code/ })).toBeVisible()
})

test('what is rare is told in words', async ({ app }) => {
  const { window } = app
  const { ename } = await vaultAddress(window)
  const vault = { __typename: 'Vault', totalCount: 1 }
  const rare = { identity: rareIdentity(ename), vault }
  await answerIdentity(window, (route) => fulfil(route, rare))
  await openIdentity(window)
  const keys = window.getByRole('region', { name: 'Keys', exact: true })
  await expect(keys).toContainText(/In use for 2 days.*Not used yet.*Kept in A file/)
  await expect(keys).toContainText('whoever reads this disk can act as you')
  await expect(keys).toContainText('Added by https://pictique.example')
  const unvouched = keys.getByText('Not vouched for yet: the registry has not answered')
  await expect(unvouched).toHaveCount(2)
  await expect(
    window.getByText('Recovered with the approval of @11111111…1111 and @22222222…2222'),
  ).toBeVisible()
  await look(window, 'identity-rare')
  const log = window.getByRole('region', { name: 'Identity log' })
  await log.getByRole('button', { name: /Verified.*Recovered/ }).click()
  await look(window, 'identity-rare-log', log)
})

test('axe finds nothing on the Identity screen', async ({ app }) => {
  const { electron, window } = app
  await openIdentity(window)
  await expect(window.getByText(/Vouched for/)).toBeVisible()
  await look(window, 'identity-first')
  await populate(electron, window)
  for (const button of await window.getByRole('button', { name: /^Verified/ }).all()) {
    await button.click()
  }
  await expectNothing(window)
  for (const name of ['Add a device…', 'Renew key…', 'Revoke My phone…']) {
    await window.getByRole('button', { name }).click()
    await expect(window.getByRole('dialog')).toBeVisible()
    await look(window, `identity-${name.replace(/\W+/g, '-').toLowerCase()}`)
    await window.keyboard.press('Escape')
    await expect(window.getByRole('dialog')).toBeHidden()
  }
})

test('a renewed key is the next entry of the log, and the old one an earlier key', async ({
  launch,
}) => {
  const { electron, window } = await launch()
  await vaultAddress(window)
  await openIdentity(window)
  const keys = window.getByRole('region', { name: 'Keys', exact: true })
  const before = await keyOf(window)
  await answerSystemDialog(electron, 1)
  await keys.getByRole('button', { name: 'Renew key…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Renew the key of this computer?' })
  await expect(dialog).toContainText('stays valid')
  await expect(dialog).toContainText('recovery kit')
  await dialog.getByRole('button', { name: 'Renew key' }).click()
  await expect(dialog).toBeHidden()

  const log = window.getByRole('region', { name: 'Identity log' })
  await expect(log.getByRole('button', { name: /^Verified/ })).toHaveCount(2)
  await expect(log.getByText('Key renewed', { exact: true })).toBeVisible()
  expect(await keyOf(window)).not.toBe(before)
  await keys.getByText('Earlier keys (1)').click()
  await expect(keys.getByRole('button', { name: `Copy public key ${before}` })).toBeVisible()
  await expect(keys).toContainText('what it signed in its time stays valid')
  await expect(keys).toContainText(/Vouched for by the registry until/)
})

test('the key of a device is added, and revoked for good', async ({ launch }) => {
  const { window } = await launch()
  await vaultAddress(window)
  await openIdentity(window)
  const keys = window.getByRole('region', { name: 'Keys', exact: true })
  const publicKey = await newPublicKey()

  await keys.getByRole('button', { name: 'Add a device…' }).click()
  const adding = window.getByRole('dialog', { name: 'Add a device' })
  await adding.getByRole('textbox', { name: 'Public key' }).fill('zNoKey')
  await adding.getByRole('button', { name: 'Add device' }).click()
  await expect(adding).toContainText('Give the device a name')
  await expect(adding).toContainText('curve P-256')
  await expectNothing(window)
  await adding.getByRole('textbox', { name: 'Name of the device' }).fill('My phone')
  await adding.getByRole('textbox', { name: 'Public key' }).fill(publicKey)
  await adding.getByRole('button', { name: 'Add device' }).click()
  await expect(adding).toBeHidden()
  const row = keys.getByRole('listitem').filter({ hasText: 'My phone' })
  await expect(row).toContainText('Added by you')
  await expect(row).toContainText(/Vouched for by the registry until/)

  await row.getByRole('button', { name: 'Revoke My phone…' }).click()
  const revoking = window.getByRole('dialog', { name: 'Revoke the key of My phone?' })
  await expect(revoking).toContainText('This can’t be undone')
  await expectNothing(window)
  await revoking.getByRole('button', { name: 'Revoke key' }).click()
  await expect(revoking).toBeHidden()
  await expect(keys.getByText('Earlier keys (1)')).toBeVisible()
  await expect(keys.getByRole('heading', { name: 'Keys', exact: true })).toBeFocused()
  await expect(keys.getByRole('button', { name: 'Revoke My phone…' })).toBeHidden()

  await keys.getByRole('button', { name: 'Add a device…' }).click()
  await adding.getByRole('textbox', { name: 'Name of the device' }).fill('My phone again')
  await adding.getByRole('textbox', { name: 'Public key' }).fill(publicKey)
  await adding.getByRole('button', { name: 'Add device' }).click()
  await expect(adding).toContainText('This key was in use before')
})

/** Stands in for the vault where the window reads the identity. */
async function answerIdentity(
  window: Page,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  await window.route('http://127.0.0.1:*/**', (route) =>
    route.request().postDataJSON()?.operationName === 'Identity' ? answer(route) : route.fallback(),
  )
}

function fulfil(route: Route, data: object): Promise<void> {
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' }
  return route.fulfill({ headers, body: JSON.stringify({ data }) })
}

/** As it is long after: recovered, keys in a file, a key that a platform added, no registry. */
function rareIdentity(ename: string) {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString()
  const key = (name: string) => `z${name.repeat(20)}`
  const [first, second, phone] = [key('first'), key('again'), key('phone')] as const
  const common = {
    ...{ __typename: 'IdentityKey', until: null, certifiedUntil: null, lastUsedAt: null },
    ...{ isThisComputer: false, isInLog: true, device: null, addedBy: null },
  }
  const entry = { __typename: 'IdentityLogEntry', approvedBy: [] as string[], signedBy: [second] }
  const approvedBy = ['1', '2'].map(
    (n) => `@${[8, 4, 4, 4, 12].map((length) => n.repeat(length)).join('-')}`,
  )
  return {
    ...{ __typename: 'Identity', ename, keychain: 'A file', keychainWeak: true },
    ...{ keyless: false, trust: null },
    keys: [
      { ...common, publicKey: second, state: 'current', isThisComputer: true, since: daysAgo(2.5) },
      {
        ...{ ...common, publicKey: phone, state: 'current', isInLog: false, since: daysAgo(1) },
        addedBy: 'platform https://pictique.example',
      },
      { ...common, publicKey: first, state: 'retired', since: daysAgo(700), until: daysAgo(2) },
    ],
    log: [
      {
        ...{ ...entry, versionId: `0-${'ab'.repeat(32)}`, versionTime: daysAgo(700) },
        ...{ operation: 'genesis', updateKeys: [first] },
      },
      {
        ...{ ...entry, versionId: `1-${'cd'.repeat(32)}`, versionTime: daysAgo(2), approvedBy },
        ...{ operation: 'recover', updateKeys: [second] },
      },
    ],
  }
}

/** Multibase of the key of this computer, as the screen shows it. */
async function keyOf(window: Page): Promise<string> {
  const row = window.getByRole('listitem').filter({ hasText: 'This computer' })
  const label = await row
    .getByRole('button', { name: /^Copy public key/ })
    .getAttribute('aria-label')
  return label?.split(' ').at(-1) ?? ''
}
