import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { expect } from './app.ts'
import { toPalettePng } from './palette-png.ts'

/** Where pictures are kept; without it none are taken. */
const pictures = process.env.EVAULT_SCREENSHOTS

const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]

/** The rules of axe whose answer depends on colours. */
const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * Looks at what the window shows in both colour schemes: axe finds nothing, nothing has to be
 * scrolled sideways in either size, and pictures are taken where they are asked for.
 * @param name of the pictures: `NAME-WIDTH-SCHEME.png`
 * @param from what the pictures show the part below of
 */
export async function look(window: Page, name: string, from?: Locator): Promise<void> {
  for (const scheme of schemes) {
    await show(window, scheme)
    await expectNothingIn(window, scheme)
    await takePicturesIn(window, name, scheme, from)
  }
}

/**
 * Only the pictures of a look. For what passes too soon, and for open menus: Mantine puts them
 * outside of all landmarks, with a place for the focus among their entries that axe takes for one.
 */
export async function takePictures(window: Page, name: string): Promise<void> {
  for (const scheme of schemes) {
    await show(window, scheme)
    await takePicturesIn(window, name, scheme)
  }
}

/** Expects that axe finds nothing, in both colour schemes. */
export async function expectNothing(window: Page): Promise<void> {
  for (const scheme of schemes) {
    await show(window, scheme)
    await expectNothingIn(window, scheme)
  }
}

/** Takes away the news below of what was done before: it covers what is looked at. */
export async function dismissNews(window: Page): Promise<void> {
  const news = window.locator('.mantine-Notification-root')
  const crosses = news.getByRole('button', { name: 'Dismiss' })
  // In one step: they also go by themselves.
  await crosses.evaluateAll((all) => {
    for (const cross of all) (cross as HTMLElement).click()
  })
  await expect(news).toHaveCount(0)
}

/** Shows the window in this scheme, without movement, and waits until its colours stand still. */
async function show(window: Page, colorScheme: Scheme): Promise<void> {
  await leaveWithPointer(window)
  await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  await window.evaluate(async (scheme) => {
    const frame = () => new Promise(requestAnimationFrame)
    while (document.documentElement.dataset.mantineColorScheme !== scheme) await frame()
    // Styles that follow the scheme in two steps start their transitions a frame later.
    for (let frames = 0; frames < 2; frames += 1) await frame()
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  }, colorScheme)
  // The system tells where its own pointer is when it lays out anew.
  await leaveWithPointer(window)
}

/**
 * Nothing is under the pointer: it may be anywhere when an app starts, and what comes where the last
 * button was would look pressed. A tooltip stands outside of all landmarks, too.
 */
async function leaveWithPointer(window: Page): Promise<void> {
  await window.mouse.move(0, 0)
  await expect(window.getByRole('tooltip')).toHaveCount(0)
}

/**
 * A scheme has its own colours and nothing else: in the light one axe has all its rules, in the
 * dark one those that depend on colours.
 */
async function expectNothingIn(window: Page, scheme: Scheme): Promise<void> {
  // Once there, axe stays until the page is loaded anew; to read it in takes longer than to run it.
  const isThere = await window.evaluate(() => 'axe' in self)
  const builder = new AxeBuilder({ page: window, ...(isThere && { axeSource: ';' }) })
  const { violations } = await builder
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], ...(scheme === 'dark' && { runOnly: colourRules }) })
    .analyze()
  expect(
    violations.map(({ id, nodes }) => ({ id, found: nodes.map(({ html }) => html) })),
    `what axe finds in the ${scheme} scheme`,
  ).toEqual([])
}

/** Takes pictures in both sizes, and expects that nothing has to be scrolled sideways. */
async function takePicturesIn(
  window: Page,
  name: string,
  scheme: Scheme,
  from?: Locator,
): Promise<void> {
  for (const [width, height] of [
    [900, 600],
    [1280, 800],
  ] as const) {
    await window.setViewportSize({ width, height })
    await from?.evaluate((element) => element.scrollIntoView())
    const overflow = await window.evaluate(() =>
      [...document.querySelectorAll('main, main *')].some(
        (element) =>
          element.scrollWidth > element.clientWidth + 1 &&
          element.clientWidth > 300 &&
          // A long text that ends in dots.
          getComputedStyle(element).textOverflow !== 'ellipsis',
      ),
    )
    expect(overflow, `${name} scrolls sideways at ${width}`).toBe(false)
    if (pictures === undefined) continue
    await mkdir(pictures, { recursive: true })
    const picture = toPalettePng(await window.screenshot({ caret: 'hide' }))
    await writeFile(join(pictures, `${name}-${width}-${scheme}.png`), picture)
  }
}
