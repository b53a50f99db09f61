/**
 * Measures starts of the app in the desktop session it is run in:
 * `app-start-session.mjs ROUNDS ELECTRON SWITCHES…`. Prints them as JSON.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { PROJECT } from '../scripts/build.mjs'
import { runAsScript, Stop } from '../scripts/say.mjs'

const PATIENCE_MS = 60_000

await runAsScript(async () => {
  const [rounds, electron, ...switches] = process.argv.slice(2)
  const starts = []
  while (starts.length < Number(rounds)) starts.push(await firstAndSecond(electron, switches))
  process.stdout.write(JSON.stringify(starts))
})

/**
 * Starts the app where no vault is and no question is asked, and once more on what the first start
 * left there.
 */
async function firstAndSecond(electron, switches) {
  const userData = await mkdtemp(join(tmpdir(), 'evault-bench-app-'))
  const args = [...switches, '--remote-debugging-port=0', PROJECT, `--user-data-dir=${userData}`]
  try {
    await writeFile(join(userData, 'settings.json'), '{ "setup": { "step": "done" } }')
    return { first: await measureStart(electron, args), second: await measureStart(electron, args) }
  } finally {
    await rm(userData, { recursive: true, force: true })
  }
}

/** Starts the app, waits until it has all come up, and ends it. */
async function measureStart(electron, args) {
  const startedAt = Date.now()
  const app = spawn(electron, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(app, 'exit')
  const tooLong = setTimeout(() => app.kill('SIGKILL'), PATIENCE_MS)
  try {
    const [readyAt, paintedAt] = await Promise.all([
      moment(app.stdout, /answers at/, exited),
      moment(app.stderr, /DevTools listening on (ws:\S+)/, exited).then(({ match }) =>
        firstPaint(match[1]),
      ),
    ])
    return { windowMs: paintedAt - startedAt, vaultReadyMs: readyAt.at - startedAt }
  } finally {
    clearTimeout(tooLong)
    app.kill('SIGTERM')
    await exited
  }
}

/** When a program says something, in milliseconds since the epoch, and what it said. */
async function moment(stream, pattern, exited) {
  const lines = createInterface(stream)
  const said = (async () => {
    for await (const line of lines) {
      const match = pattern.exec(line)
      if (match) return { at: Date.now(), match }
    }
    throw new Stop(`The app ended before it said ${pattern}.`)
  })()
  const ended = exited.then(([code]) => {
    throw new Stop(`The app ended with code ${code} before it said ${pattern}.`)
  })
  const result = await Promise.race([said, ended])
  stream.resume()
  return result
}

/** When the window first showed something of its own, by the page's own account. */
async function firstPaint(endpoint) {
  const browser = await chromium.connectOverCDP(endpoint)
  const [context] = browser.contexts()
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const [paint] = list.getEntriesByName('first-contentful-paint')
          if (paint) resolve(performance.timeOrigin + paint.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}
