import { createHmac } from 'node:crypto'
import { createRecord, expect, vaultAddress } from './app.ts'
import {
  allow,
  change,
  createInWindow,
  fact,
  openDeliveries,
  reopen,
  test,
  withPlatform,
} from './deliveries-window.ts'
import { dismissNews, look } from './looks.ts'
import { arrive, refusal, refuse } from './platform.ts'

test('a record made in the window reaches a platform, which is told here with all of it', {
  tag: '@pictures',
}, async ({ launch, receive }) => {
  const { window, platform } = await withPlatform(launch, receive)
  await expect(window.getByRole('heading', { name: 'Nothing was to be sent yet' })).toBeVisible()
  await createInWindow(window, 'Hello, platform')
  await openDeliveries(window)
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(1)
  const [packet] = platform.packets
  expect(packet?.json).toMatchObject({ data: { content: 'Hello, platform' } })

  // It is there without being asked for.
  const grid = window.getByRole('grid', { name: 'Deliveries' })
  const row = grid.getByRole('row', { name: /Added SocialMediaPost .* Delivered/ })
  await expect(row).toBeVisible()
  await expect(window.getByRole('link', { name: /127\.0\.0\.1.*Up to date/ })).toBeVisible()
  await expect(fact(window, 'Success')).toHaveText('100%')
  await expect(fact(window, 'Records received')).toHaveText('1')

  // One delivery: its attempt, and exactly what was sent. By keys, and back.
  await grid.focus()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { level: 2, name: 'SocialMediaPost' })).toBeFocused()
  const attempts = window.getByRole('table', { name: 'Attempts' })
  await expect(attempts.getByRole('row', { name: /1 Received \(200\)/ })).toBeVisible()
  const sent = window.getByRole('region', { name: 'What was sent' })
  await expect(sent.getByRole('textbox')).toContainText('"content": "Hello, platform"')
  await expect(sent.getByRole('textbox')).toContainText(`"id": "${packet?.json.id}"`)
  await window.getByRole('button', { name: 'Send again' }).click()
  await expect(attempts.getByRole('row', { name: /Received \(200\)/ })).toHaveCount(2)
  expect(platform.packets).toHaveLength(2)
  await window.getByRole('heading', { level: 2, name: 'SocialMediaPost' }).focus()
  await window.keyboard.press('Escape')
  await expect(grid).toBeFocused()

  // The ledger has the version, and knows when it is the present one no more.
  await window.getByRole('tab', { name: 'Has received' }).click()
  const ledger = window.getByRole('grid', { name: 'Has received' })
  await expect(ledger.getByRole('row', { name: /Whole record Current/ })).toHaveCount(1)
  await ledger.getByRole('link', { name: `Record ${packet?.json.id}` }).click()
  const inspector = window.getByRole('complementary', { name: 'Record' })
  await inspector.getByRole('tab', { name: 'Deliveries' }).click()
  await expect(inspector.getByRole('listitem')).toContainText(/127\.0\.0\.1.*Delivered/)
  await dismissNews(window)
  await look(window, 'deliveries-record')
  await inspector.getByRole('link', { name: /127\.0\.0\.1/ }).click()
  await expect(window.getByRole('heading', { level: 2, name: 'SocialMediaPost' })).toBeVisible()

  await change(window, packet?.json.id, { content: 'Second version' })
  await expect(window.getByRole('textbox', { name: 'What was sent' })).toContainText('Second')
  await window.goBack()
  await window.goBack()
  await expect(ledger.getByRole('row', { name: /Whole record Current/ })).toHaveCount(1)
  await expect(ledger.getByRole('row', { name: /Whole record Changed since/ })).toHaveCount(1)
})

test('a platform that is down is failing, and gets all of it when it comes back', async ({
  launch,
  receive,
}) => {
  const { window, vault, platform } = await withPlatform(launch, receive)
  const screens = window.getByRole('navigation', { name: 'Screens' })
  const rail = screens.getByRole('link', { name: /^Deliveries/ })
  await platform.close()
  for (const content of ['One', 'Two', 'Three']) await createRecord(vault, { content })
  await expect(window.getByRole('link', { name: /127\.0\.0\.1.*Failing.*3 waiting/ })).toBeVisible({
    timeout: 20_000,
  })
  await expect(window.getByText(/nothing answers there\. Nothing is lost/)).toBeVisible()
  await expect(fact(window, 'Next try')).toHaveText(/^(now|in )/)
  await expect(window.getByRole('region', { name: 'Status' })).toContainText('3 deliveries waiting')
  await look(window, 'deliveries-failing')
  await window.getByRole('link', { name: 'Overview' }).click()
  await expect(window.getByText(/^A platform takes no deliveries now/)).toBeVisible()
  await window.getByRole('link', { name: 'See why' }).click()
  await expect(window.getByRole('heading', { level: 2, name: /127\.0\.0\.1/ })).toBeVisible()

  const back = await receive(platform.port)
  await window.getByRole('button', { name: 'Send a test' }).click()
  const dialog = window.getByRole('dialog')
  await expect(dialog.getByRole('status').first()).toContainText(/It arrived.*answered 200/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  // Whoever knows that it is back does not wait for the next try.
  await window.getByRole('button', { name: 'More' }).click()
  await window.getByRole('menuitem', { name: 'Send changes again…' }).click()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await expect(window.getByText('3 records are sent again')).toBeVisible()
  await expect(fact(window, 'Waiting')).toHaveText('0', { timeout: 20_000 })
  const told = back.packets.filter(({ json }) => json.test !== true)
  expect(new Set(told.map(({ json }) => json.data.content))).toEqual(
    new Set(['One', 'Two', 'Three']),
  )
  await expect(window.getByRole('link', { name: /127\.0\.0\.1.*Up to date/ })).toBeVisible()

  // What it refuses is given up at once, told in the rail, and can be sent again.
  back.behave((_, answer) => void answer.writeHead(403).end('Not from you.'))
  await createRecord(vault, { content: 'Four' })
  await expect(rail).toHaveAccessibleName('Deliveries, 1 delivery given up', { timeout: 15_000 })
  await window.getByRole('link', { name: 'Look at it' }).click()
  const grid = window.getByRole('grid', { name: 'Deliveries' })
  const refused = grid.getByRole('row', { name: /Refused/ })
  await expect(refused).toHaveCount(1)
  await expect(grid.getByRole('row')).toHaveCount(2)
  await refused.click()
  await expect(window.getByText('The platform refused it')).toBeVisible()
  await expect(window.getByRole('row', { name: /Failed \(403\).*Not from you\./ })).toBeVisible()
  await look(window, 'deliveries-refused')
  back.behave(200)
  await window.getByRole('button', { name: 'Send again' }).click()
  await expect(window.getByRole('row', { name: /Received \(200\)/ })).toBeVisible()
  await expect(rail).toHaveAccessibleName('Deliveries')
})

test('a paused platform waits, goes on where Undo says so, and gets what it is to get', async ({
  launch,
  receive,
}) => {
  const { window, vault, platform } = await withPlatform(launch, receive)
  await window.getByRole('button', { name: 'Pause' }).click()
  await expect(window.getByText(/is paused$/)).toBeVisible()
  await createRecord(vault, { content: 'Later' })
  await expect(fact(window, 'Waiting')).toHaveText(/^1/)
  await window.getByRole('row', { name: /Waiting/ }).click()
  await expect(window.getByText('It is sent when you resume.')).toBeVisible()
  await expect(window.getByRole('region', { name: 'What would be sent' })).toContainText('Later')
  await window.goBack()
  await window.waitForTimeout(4_000)
  expect(platform.packets).toEqual([])
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(window.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(1)

  // By reference: that it changed, and nothing of what it is.
  await window.getByRole('tab', { name: 'Settings' }).click()
  await window.getByRole('radio', { name: 'Only that it changed' }).click()
  await expect(window.getByText('it is only told which record changed')).toBeVisible()
  await change(window, platform.packets[0]?.json.id, { content: 'Changed' })
  await expect.poll(() => platform.packets.length).toBe(2)
  expect(platform.packets[1]?.json).not.toHaveProperty('data')
  await window.getByRole('tab', { name: 'Has received' }).click()
  await expect(window.getByRole('row', { name: /Reference only Current/ })).toBeVisible()

  // Of no type: what waits is not sent, and says why.
  await window.getByRole('tab', { name: 'Settings' }).click()
  await window.getByRole('button', { name: 'Pause' }).click()
  await expect(window.getByText(/is paused$/)).toBeVisible()
  await change(window, platform.packets[0]?.json.id, { content: 'Unheard' })
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await window.getByRole('button', { name: 'Save types' }).click()
  await expect(window.getByText('It counts for what is not sent yet, too.')).toBeVisible()
  await window.getByRole('tab', { name: 'Deliveries' }).click()
  await window.getByRole('button', { name: 'Resume' }).click()
  await expect(window.getByRole('row', { name: /Not sent: type not chosen/ })).toBeVisible()
  expect(platform.packets).toHaveLength(2)
})

test('what is told in the place of something else has all its time', async ({
  launch,
  receive,
}) => {
  const { window } = await withPlatform(launch, receive)
  await window.getByRole('button', { name: 'Pause' }).click()
  await expect(window.getByText(/is paused$/)).toBeVisible()
  await window.waitForTimeout(8_000)
  await window.getByRole('button', { name: 'Resume' }).click()
  await expect(window.getByText(/goes on$/)).toBeVisible()
  await window.waitForTimeout(5_000)
  await expect(window.getByRole('button', { name: 'Undo' })).toBeVisible({ timeout: 1 })
})

test('a secret is shown once, signs what is sent, and is removed', async ({ launch, receive }) => {
  const { window, vault, platform } = await withPlatform(launch, receive)
  await window.getByRole('tab', { name: 'Settings' }).click()
  await window.getByRole('button', { name: 'Make a secret' }).click()
  const dialog = window.getByRole('dialog', { name: /^The secret for/ })
  const secret = await dialog.locator('code').first().innerText()
  expect(secret).toMatch(/^[\w-]{43}$/)
  await look(window, 'deliveries-secret')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(dialog).toBeHidden()
  const heading = window.getByRole('heading', { name: 'Signing secret' })
  await expect(heading).toBeFocused()
  expect(await window.content()).not.toContain(secret)

  await createRecord(vault, { content: 'Signed' })
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(1)
  const packet = platform.packets[0]
  const signed = `${packet?.headers['x-evault-timestamp']}.${packet?.text}`
  expect(packet?.headers['x-evault-signature']).toBe(
    `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`,
  )

  await window.getByRole('button', { name: 'Remove…' }).click()
  await window.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(window.getByText('The secret is removed')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Make a secret' })).toBeVisible()
  await expect(heading).toBeFocused()
  await createRecord(vault, { content: 'Not signed' })
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(2)
  expect(platform.packets[1]?.headers).not.toHaveProperty('x-evault-signature')
})

test('each state is whole, and axe finds nothing', { tag: '@pictures' }, async ({
  launch,
  receive,
}) => {
  const { window } = await launch()
  const vault = await vaultAddress(window)
  await openDeliveries(window)
  await expect(window.getByRole('heading', { name: 'Nobody is told of changes yet' })).toBeVisible()
  await look(window, 'deliveries-nobody')

  const platform = await receive()
  for (const name of [platform.url, 'https://post.example', 'https://calendar.example/app']) {
    await arrive(window, vault, name)
  }
  await reopen(window)
  await window.getByRole('link', { name: /calendar\.example/ }).click()
  await expect(window.getByText('You have not let it read')).toBeVisible()
  await look(window, 'deliveries-not-allowed')

  await allow(window, platform.url)
  await window.getByRole('link', { name: /127\.0\.0\.1.*Nothing sent yet/ }).click()
  for (const content of ['Hello!', 'A walk along the river this morning', 'Third post']) {
    await createRecord(vault, { content })
  }
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(3)
  await expect(fact(window, 'Waiting')).toHaveText('0')
  await look(window, 'deliveries')
  await window.getByRole('tab', { name: 'Has received' }).click()
  await expect(window.getByRole('row', { name: /Whole record Current/ })).toHaveCount(3)
  await look(window, 'deliveries-ledger')
  await window.getByRole('tab', { name: 'Settings' }).click()
  await window.getByRole('radio', { name: 'Chosen types' }).check()
  await window.getByRole('switch', { name: 'Allow private addresses' }).click({ force: true })
  await expect(window.getByText('Allow it only for a platform of your own.')).toBeVisible()
  await dismissNews(window)
  await look(window, 'deliveries-settings')
  await window.getByRole('button', { name: 'Send a test' }).click()
  await expect(window.getByRole('dialog').getByRole('status').first()).toContainText('It arrived.')
  await look(window, 'deliveries-test')
  await window.keyboard.press('Escape')
  await window.getByRole('tab', { name: 'Deliveries' }).click()
  await window
    .getByRole('row', { name: /Delivered/ })
    .first()
    .click()
  await expect(window.getByRole('textbox', { name: 'What was sent' })).toBeVisible()
  await look(window, 'deliveries-one')
  await window.goBack()
  await window.getByRole('button', { name: 'More' }).click()
  await window.getByRole('menuitem', { name: 'Send changes again…' }).click()
  await look(window, 'deliveries-replay')
})

test('what can’t be read says so, and nothing is asked while nothing happens', async ({
  launch,
  receive,
}) => {
  const { window, vault, platform } = await withPlatform(launch, receive)
  await window.getByRole('link', { name: 'Overview' }).click()
  const refused = await refuse(window, 'deliveryPlatforms')
  await window.reload()
  await vaultAddress(window)
  await openDeliveries(window)
  await expect(window.getByRole('alert')).toContainText(refusal)
  await look(window, 'deliveries-error')
  await refused.end()
  await window.getByRole('button', { name: 'Try again' }).click()
  await expect(window.getByRole('heading', { level: 2, name: /127\.0\.0\.1/ })).toBeVisible()

  await window.waitForTimeout(2_500)
  const asked: string[] = []
  window.on('request', (request) => {
    const name = /query (Deliver\w+)/.exec(request.postData() ?? '')?.[1]
    if (name !== undefined) asked.push(name)
  })
  await window.waitForTimeout(6_500)
  expect(asked).toEqual([])
  await createRecord(vault, { content: 'News' })
  await expect.poll(() => platform.packets.length, { timeout: 15_000 }).toBe(1)
  await expect(window.getByRole('row', { name: /Delivered/ })).toBeVisible()
  expect(asked).toEqual(expect.arrayContaining(['Deliveries', 'DeliveryPlatforms']))
})
