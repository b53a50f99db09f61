/** The app under measurement: started, followed, and its page reached, from outside. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { PROJECT } from '../scripts/build.mjs'
import { Stop } from '../scripts/say.mjs'

const PATIENCE_MS = 180_000

/**
 * Starts the app on a user data directory, lets somebody measure it, and ends it.
 *
 * @param {{ electron: string, switches: string[], userData: string }} what
 * @param {(app: { startedAt: number, page: Promise<import('@playwright/test').Page>,
 *   ready: Promise<number> }) => Promise<T>} measure `ready`: when the vault said it answers
 * @template T
 */
export async function withApp({ electron, switches, userData }, measure) {
  const startedAt = Date.now()
  const args = [...switches, '--remote-debugging-port=0', PROJECT, `--user-data-dir=${userData}`]
  const app = spawn(electron, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(app, 'exit')
  const tooLong = setTimeout(() => app.kill('SIGKILL'), PATIENCE_MS)
  try {
    const ready = said(app.stdout, /answers at/, exited).then(({ at }) => at)
    const page = said(app.stderr, /DevTools listening on (ws:\S+)/, exited).then(({ match }) =>
      firstPage(match[1]),
    )
    const [result] = await Promise.all([measure({ startedAt, page, ready }), ready, page])
    return result
  } finally {
    clearTimeout(tooLong)
    app.kill('SIGTERM')
    await exited
  }
}

/** When a program says something, in milliseconds since the epoch, and what it said. */
async function said(stream, pattern, exited) {
  const lines = createInterface(stream)
  const line = (async () => {
    for await (const text of lines) {
      const match = pattern.exec(text)
      if (match) return { at: Date.now(), match }
    }
    throw new Stop(`The app ended before it said ${pattern}.`)
  })()
  const ended = exited.then(([code]) => {
    throw new Stop(`The app ended with code ${code} before it said ${pattern}.`)
  })
  const result = await Promise.race([line, ended])
  stream.resume()
  return result
}

async function firstPage(endpoint) {
  const browser = await chromium.connectOverCDP(endpoint)
  const [context] = browser.contexts()
  return context.pages()[0] ?? context.waitForEvent('page')
}

/** When the window first showed something of its own, by the page's own account. */
export function firstPaint(page) {
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
