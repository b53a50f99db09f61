/**
 * Measures the window in the desktop session it is run in:
 * `window-session.mjs RECORDS ELECTRON SWITCHES…`. Prints the figures as JSON: milliseconds, but for
 * `droppedFramesPercent` and `rendererMb`.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAsScript } from '../scripts/say.mjs'
import { BULK, ONTOLOGY, payload } from './record.mjs'
import { firstPaint, withApp } from './running-app.mjs'
import { median } from './statistics.mjs'

const ROUNDS = 5
const STARTS = 3
/** What a vault takes at most to index a record while it is idle: one that is used has done it. */
const INDEXING_MS = 0.4
/** What the records are spread over, beside posts: rarer types. */
const OTHER = '550e8400-e29b-41d4-a716-446655440003'

await runAsScript(async () => {
  const [records, electron, ...switches] = process.argv.slice(2)
  const userData = await mkdtemp(join(tmpdir(), 'evault-bench-window-'))
  const what = { electron, switches, userData }
  try {
    await writeFile(join(userData, 'settings.json'), '{ "setup": { "step": "done" } }')
    await withApp(what, async ({ page, ready }) => {
      await ready
      await fill(await page, Number(records))
      await (await page).waitForTimeout(Number(records) * INDEXING_MS)
    })
    const starts = []
    for (let start = 1; start < STARTS; start += 1) starts.push(await withApp(what, measureStart))
    const { start, ...figures } = await withApp(what, measure)
    starts.push(start)
    const middle = (name) => Math.round(median(starts.map((one) => one[name])))
    const output = { windowMs: middle('windowMs'), usableMs: middle('usableMs'), ...figures }
    process.stdout.write(JSON.stringify(output))
  } finally {
    await rm(userData, { recursive: true, force: true })
  }
})

/** Creates records through the owner API, as the window does. */
async function fill(page, records) {
  const query = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { errorCount } }`
  for (let made = 0; made < records; made += BULK) {
    const inputs = Array.from({ length: BULK }, (_, at) => ({
      ontology: at % 10 === 0 ? OTHER : ONTOLOGY,
      payload: payload(),
      acl: ['*'],
    }))
    const answer = await page.evaluate(askOwner, { query, variables: { inputs } })
    if (answer.errors || answer.data.bulkCreateMetaEnvelopes.errorCount > 0) {
      throw new Error(`Records can't be made: ${JSON.stringify(answer).slice(0, 500)}`)
    }
  }
}

/** Runs in the page. */
async function askOwner(body) {
  const status = await self.evault.call('vault:status')
  const response = await fetch(status.ownerUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

/** From the start of the program to its first paint, and to the first rows of the Data screen. */
async function measureStart({ startedAt, page: opening }) {
  const page = await opening
  const windowMs = (await firstPaint(page)) - startedAt
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  return { windowMs, usableMs: (await rowsDrawn(page)) - startedAt }
}

/** When the list has its first rows, by the page's own clock: to ask it from outside slows it. */
function rowsDrawn(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          const rows = document.querySelectorAll('tr[aria-rowindex]').length
          if (rows > 5) resolve(performance.timeOrigin + performance.now())
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
}

async function measure(app) {
  const start = await measureStart(app)
  const page = await app.page
  // What the vault still does after its start is not the window's.
  await page.waitForTimeout(3_000)
  return {
    start,
    typeToRowsMs: await several(() => typeToRows(page)),
    openRecordMs: await several((round) => openRecord(page, round)),
    keystrokeToRowsMs: await several((round) => keystrokeToRows(page, round)),
    droppedFramesPercent: await droppedFrames(page),
    rendererMb: await rendererMegabytes(page),
  }
}

async function several(once) {
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) times.push(await once(round))
  return Math.round(median(times))
}

/** From the press on a type to the first rows of it on screen, back to all types after it. */
async function typeToRows(page) {
  const types = page.getByRole('navigation', { name: 'Record types' })
  const type = types.getByRole('link').nth(2)
  const ms = await untilDrawn(
    page,
    () => type.click(),
    (wanted) =>
      document.querySelector('nav [aria-current="true"][title]')?.title === wanted &&
      document.querySelectorAll('tr[aria-rowindex]').length > 5,
    await type.getAttribute('title'),
  )
  await types.getByRole('link').first().click()
  await page.getByRole('row').nth(5).waitFor()
  return ms
}

/** From the press on a row to the fields of its record. */
async function openRecord(page, round) {
  const row = page.getByRole('row').nth(3 + round)
  return untilDrawn(
    page,
    () => row.click(),
    (text) => {
      const title = document.querySelector('aside h2')?.textContent ?? 'Record'
      return text.includes(title) && document.querySelector('aside textarea, aside input') !== null
    },
    await row.innerText(),
  )
}

/** From the last key of a search to its rows. */
async function keystrokeToRows(page, round) {
  const search = page.getByRole('searchbox').first()
  const wanted = `number ${101 + round}`
  await search.fill(wanted.slice(0, -1))
  await page.waitForTimeout(1_000)
  const ms = await untilDrawn(
    page,
    () => page.keyboard.press(wanted.at(-1)),
    (text) => document.querySelector('tr[aria-rowindex] mark')?.textContent === text,
    wanted,
  )
  await search.fill('')
  await page.waitForTimeout(500)
  return ms
}

/**
 * How long the page takes from an act of the owner to what it leads to: from the event to the frame
 * that shows it, by the page's own clock.
 */
async function untilDrawn(page, act, isThere, argument = null) {
  // As text: the page's content security policy forbids making functions of texts in it.
  await page.evaluate(`(${watch})(${isThere}, ${JSON.stringify(argument)})`)
  await act()
  return page.evaluate(() => self.drawn)
}

/** Runs in the page. */
function watch(isThere, argument) {
  let began = null
  const begin = () => {
    began ??= performance.now()
  }
  for (const kind of ['pointerdown', 'keydown']) {
    addEventListener(kind, begin, { capture: true, once: true })
  }
  self.drawn = new Promise((resolve) => {
    const look = () => {
      if (began !== null && isThere(argument)) resolve(performance.now() - began)
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Frames that came late while the list is scrolled for five seconds, of all, in percent. */
function droppedFrames(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let scroller = document.querySelector('[role=grid]')
        while (scroller.scrollHeight <= scroller.clientHeight + 100) {
          scroller = scroller.parentElement
        }
        const frames = []
        const scroll = (now) => {
          frames.push(now)
          scroller.scrollTop += 40
          if (now - frames[0] < 5_000) requestAnimationFrame(scroll)
          else {
            const gaps = frames.slice(1).map((time, at) => time - frames[at])
            const frame = 1_000 / 60
            const dropped = gaps.reduce(
              (sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1),
              0,
            )
            resolve(Number(((100 * dropped) / (gaps.length + dropped)).toFixed(2)))
          }
        }
        requestAnimationFrame(scroll)
      }),
  )
}

/** What the page's process holds of the memory, its share of what is shared included. */
async function rendererMegabytes(page) {
  const session = await page.context().browser().newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const { id } = processInfo.find(({ type }) => type === 'renderer')
  const usage = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => null)
  const kilobytes = usage?.match(/^Pss:\s+(\d+)/m)?.[1]
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024)
}
