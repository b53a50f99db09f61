import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'
import { codePng } from './code-pictures.ts'
import { openDeliveries, reopen } from './deliveries-window.ts'
import {
  allowEverything,
  allowShown,
  answerLogin,
  entry,
  type Network,
  openAccess,
  openNetwork,
  patience,
  postsIn,
  print,
  reachHere,
  say,
  wordsIn,
} from './samples.ts'
import { sendForms } from './web-browser.ts'

// The story of two people on two platforms: each scene has what those before have left.
test.describe.configure({ mode: 'serial' })
test.slow()

let network: Network
test.beforeAll(async ({ commonApp }) => {
  test.setTimeout(180_000)
  await commonApp.end()
  network = await openNetwork()
})
test.afterAll(() => network?.end())

test('whoever logs in with the wallet is let in once their vault lets the platform in', async () => {
  const { murmur, frames, ada, ben } = network
  await ada.murmur.goto(murmur.url)
  await expect(ada.murmur.getByRole('heading', { name: 'murmur' })).toBeVisible()
  await shoot(ada.murmur, 'murmur-login')
  await answerLogin(ada, ada.murmur, murmur)
  await expect(ada.murmur.getByText('Your vault has not let murmur in')).toBeVisible()
  await allowEverything(ada, murmur)
  await ada.murmur.getByRole('button', { name: 'Go on' }).click()
  await expect(ada.murmur.getByText('It is quiet here')).toBeVisible()

  await answerLogin(ben, ben.frames, frames)
  await expect(ben.frames.getByText('Your vault asks you first')).toBeVisible()
  await allowEverything(ben, frames)
  await ben.frames.goto(frames.url)
  await expect(ben.frames.getByText('The wall is bare')).toBeVisible()
  await answerLogin(ben, ben.murmur, murmur)
  await allowEverything(ben, murmur)
  await ben.murmur.getByRole('button', { name: 'Go on' }).click()
  await expect(ben.murmur.getByText('It is quiet here')).toBeVisible()
})

test('what is said on one platform is on the other, where who said it has never been', async () => {
  const { frames, ada, ben } = network
  // Allowed before it ever came: the registry lists it.
  await openDeliveries(ada.window)
  await reopen(ada.window)
  await ada.window.getByRole('link', { name: new RegExp(frames.host) }).click()
  await ada.window.getByRole('link', { name: 'Decide in Access' }).click()
  await ada.window.getByRole('button', { name: 'Decide…' }).click()
  await allowShown(ada.window)
  await reachHere(ada, frames)

  await say(ada, 'Hello, world!', codePng('Hello, world!'))
  await expect.poll(() => wordsIn(ada), patience).toEqual(['Hello, world!'])
  const [post] = await postsIn(ada)
  expect(post?.mediaUrls).toEqual([expect.stringContaining(`w3ds://file?id=${ada.ename}/`)])

  await expect(print(ben.frames, 'Hello, world!')).toBeVisible(patience)
  const picture = print(ben.frames, 'Hello, world!').getByRole('img')
  await expect.poll(() => picture.evaluate(widthOf)).toBeGreaterThan(0)
  await expect(entry(ben.murmur, 'Hello, world!').getByRole('img')).toBeVisible()
  await shoot(ben.frames, 'frames-wall')
  await shoot(ada.murmur, 'murmur-timeline')
})

test('changes and deletions go both ways', async () => {
  const { frames, ada } = network
  await answerLogin(ada, ada.frames, frames)
  await expect(print(ada.frames, 'Hello, world!')).toBeVisible()
  await say(ada, 'Only words')
  await expect(print(ada.frames, 'Only words')).toBeVisible(patience)

  await openMurmur(ada.murmur, 'Hello, world!')
  await edit(ada.murmur, 'Words', 'Hello from murmur')
  await expect(print(ada.frames, 'Hello from murmur')).toBeVisible(patience)
  await print(ada.frames, 'Hello from murmur').locator('a.sheet').click()
  await edit(ada.frames, 'Caption', 'Hello from frames')
  const words = ada.murmur.locator('article.murmur .words')
  await expect(words).toHaveText('Hello from frames', patience)
  await expect.poll(() => wordsIn(ada), patience).toContain('Hello from frames')

  await ada.frames.getByText('Take down', { exact: true }).click()
  await ada.frames.getByRole('button', { name: 'Take it down' }).click()
  await ada.murmur.goto(network.murmur.url)
  await expect(entry(ada.murmur, 'Hello')).toHaveCount(0, patience)
  await openMurmur(ada.murmur, 'Only words')
  await ada.murmur.getByText('Delete', { exact: true }).click()
  await ada.murmur.getByRole('button', { name: 'Delete it' }).click()
  await expect(print(ada.frames, 'Only words')).toHaveCount(0, patience)
  await expect.poll(() => postsIn(ada), patience).toEqual([])
})

test('two hundred edits from both platforms at once end in the same words everywhere', async () => {
  const { ada } = network
  await say(ada, 'Said once')
  await expect(print(ada.frames, 'Said once')).toBeVisible(patience)
  await openMurmur(ada.murmur, 'Said once')
  await print(ada.frames, 'Said once').locator('a.sheet').click()
  await expect(ada.frames.locator('article.photo')).toBeVisible()
  const edits = (field: string, path: string, from: string) =>
    Array.from({ length: 100 }, (_, at) => ({
      path: `${path}/${field}`,
      fields: { [field]: `Edit ${at} on ${from}` },
    }))
  await Promise.all([
    sendForms(ada.murmur, edits('words', new URL(ada.murmur.url()).pathname, 'murmur')),
    sendForms(ada.frames, edits('caption', new URL(ada.frames.url()).pathname, 'frames')),
  ])

  const everywhere = async () => {
    await Promise.all([ada.murmur.reload(), ada.frames.reload()])
    return [
      await ada.murmur.locator('article.murmur .words').innerText(),
      await ada.frames.locator('article.photo .sheet').innerText(),
      ...(await wordsIn(ada)),
    ]
  }
  // The same for so long that nothing is on its way any more: vaults tell after three seconds.
  let same = 0
  let last = ''
  const calm = async () => {
    const all = await everywhere()
    same = new Set(all).size === 1 && (same === 0 || all[0] === last) ? same + 1 : 0
    last = all[0] ?? ''
    return same
  }
  await expect.poll(calm, { timeout: 60_000, intervals: [500] }).toBeGreaterThan(9)
  expect(last).toMatch(/^Edit \d+ on (murmur|frames)$/)
  await ada.murmur.goto(network.murmur.url)
  await ada.frames.goto(network.frames.url)
})

test('a platform that was killed catches up with all it has missed', async () => {
  const { frames, ada } = network
  await say(ada, 'Soon gone')
  await expect(print(ada.frames, 'Soon gone')).toBeVisible(patience)
  await frames.kill()
  for (const words of ['First while away', 'Second while away', 'Third while away']) {
    await say(ada, words)
  }
  await openMurmur(ada.murmur, 'Soon gone')
  await ada.murmur.getByText('Delete', { exact: true }).click()
  await ada.murmur.getByRole('button', { name: 'Delete it' }).click()
  const inVault = async () => (await wordsIn(ada)).filter((one) => /while away|gone/.test(one))
  await expect.poll(inVault, patience).toHaveLength(3)
  // The vault has tried, and keeps it.
  await openDeliveries(ada.window)
  const line = ada.window.getByRole('link', { name: new RegExp(`${frames.host}.*waiting`) })
  await expect(line).toBeVisible(patience)

  await frames.start()
  await ada.frames.reload()
  await expect(print(ada.frames, 'while away')).toHaveCount(3, { timeout: 60_000 })
  await expect(print(ada.frames, 'Soon gone')).toHaveCount(0, patience)
})

test('a platform that is let in no more gets nothing from then on', async () => {
  const { frames, ada, ben } = network
  await ben.murmur.goto(network.murmur.url)
  await say(ben, 'For both platforms')
  await expect(print(ada.frames, 'For both platforms')).toBeVisible(patience)

  await openAccess(ben.window, frames.host)
  await ben.window.getByRole('button', { name: 'Block' }).click()
  await expect(ben.window.getByText('you have blocked it')).toBeVisible()
  await say(ben, 'For murmur alone')
  await expect.poll(() => wordsIn(ben), patience).toContain('For murmur alone')
  // Said later, and there: what was said before would be.
  await say(ada, 'Said after that')
  await expect(print(ada.frames, 'Said after that')).toBeVisible(patience)
  await ada.frames.reload()
  await expect(print(ada.frames, 'Said after that')).toBeVisible()
  await expect(print(ada.frames, 'For murmur alone')).toHaveCount(0)
  await expect(entry(ada.murmur, 'For murmur alone')).toBeVisible()
})

test('the window says who has read, written and received what', async () => {
  const { murmur, frames, ada } = network
  const { window } = ada
  await window.getByRole('link', { name: 'Activity', exact: true }).click()
  const changes = window.getByRole('grid', { name: 'Changes' })
  await window.getByText('Reads and refusals', { exact: true }).click()
  const reads = window.getByRole('grid', { name: 'Reads and refusals' })
  for (const { host } of [murmur, frames]) {
    await choose(window, 'Who', host)
    await expect(reads.getByRole('row', { name: new RegExp(`${host} Read`) }).first()).toBeVisible()
    await window.getByText('Changes', { exact: true }).click()
    const change = changes.getByRole('row', { name: new RegExp(`${host} (Added|Changed)`) })
    await expect(change.first()).toBeVisible()
    await window.getByText('Reads and refusals', { exact: true }).click()
  }

  await openDeliveries(window)
  for (const { host } of [murmur, frames]) {
    await window.getByRole('link', { name: new RegExp(`${host}.*Up to date`) }).click(patience)
    await expect(window.getByRole('heading', { level: 2, name: host })).toBeVisible()
    const grid = window.getByRole('grid', { name: 'Deliveries' })
    await expect(
      grid.getByRole('row', { name: /SocialMediaPost .* Delivered/ }).first(),
    ).toBeVisible()
  }
})

test('what a platform has taken is in the vault once, though it is killed right away', async () => {
  const { murmur, ada } = network
  const words = Array.from({ length: 20 }, (_, at) => `Quick word ${at + 1}.`)
  const posts = words.map((each) => ({ path: '/murmurs', fields: { words: each } }))
  await ada.murmur.goto(murmur.url)
  await sendForms(ada.murmur, posts)
  await murmur.kill()
  await murmur.start()
  const quick = async () => (await wordsIn(ada)).filter((each) => each.startsWith('Quick')).sort()
  await expect.poll(quick, patience).toEqual([...words].sort())
  await expect(print(ada.frames, 'Quick word')).toHaveCount(20, patience)
  expect(await quick()).toEqual([...words].sort())
})

/** The page of a murmur that is on the timeline. */
async function openMurmur(page: Page, words: string): Promise<void> {
  await entry(page, words).locator('a.when').click()
  await expect(page.locator('article.murmur')).toContainText(words)
}

/** Changes what is shown on a page of its own. */
async function edit(page: Page, field: string, words: string): Promise<void> {
  await page.getByText('Edit', { exact: true }).click()
  await page.getByRole('textbox', { name: field, exact: true }).fill(words)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('main')).toContainText(words)
}

/** Chooses an entry of a filter. */
async function choose(window: Page, filter: string, name: string): Promise<void> {
  await window.getByRole('combobox', { name: filter }).click()
  await window.getByRole('option', { name }).click()
}

function widthOf(image: Element): number {
  return image instanceof HTMLImageElement ? image.naturalWidth : 0
}

/** Pictures of a page of a platform, in both colour schemes. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: test.info().outputPath(`${name}-${colorScheme}.png`) })
  }
}
