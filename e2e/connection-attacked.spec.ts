import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import type { Page } from '@playwright/test'
import { askAsOwner, expect, socialMediaPost, test, vaultAddress } from './app.ts'
import { openConnection, openSide, setUpOwnAddress } from './connection-window.ts'

const records = 1_000
/** Of nine in ten acts in the window, this machine being that of the attackers, too. */
const longestActMs = 1_000
const longestAnswerMs = 1_000

test('the window and those who behave do not notice an attack from outside, and it is shown', {
  tag: '@alone',
}, async ({ app }) => {
  test.setTimeout(180_000)
  const { window } = app
  await fill(window)
  const port = await setUpOwnAddress(app)
  const { ename } = await vaultAddress(window)
  const quiet = { window: await actInWindow(window), other: await askFor(2_000, port, ename) }

  const slow = fork('test/support/connection-flood.mjs', [String(port), '2000', 'loopback'])
  const rude = fork('test/support/request-flood.mjs', [String(port), ename])
  try {
    await once(slow, 'message')
    const asking = askFor(5_000, port, ename)
    const during = { window: await actInWindow(window), other: await asking }
    console.info(`ms: ${JSON.stringify({ quiet, during })}`)
    expect(during.window.p90).toBeLessThan(longestActMs)
    expect(during.other.p95).toBeLessThan(longestAnswerMs)
    expect(during.other.refused).toBe(0)

    await openConnection(window)
    await openSide(window, 'Requests from outside')
    const grid = window.getByRole('grid', { name: 'Requests from outside' })
    await expect(grid.getByRole('row', { name: /127\.2\.0\.\d.*Too many/ }).first()).toBeVisible()
    const newest = () => grid.locator('tbody tr').first().innerText()
    const before = await newest()
    await expect.poll(newest, { timeout: 3_000 }).not.toBe(before)
    const leftMs = await timed(() => openData(window))
    console.info(`from what comes in to the data in ${leftMs} ms`)
    expect(leftMs).toBeLessThan(longestActMs)
  } finally {
    const answered = once(rude, 'message')
    await Promise.all([end(slow), end(rude)])
    console.info(`what attackers got: ${JSON.stringify((await answered)[0])}`)
  }
})

async function fill(window: Page): Promise<void> {
  const query = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { errorCount } }`
  const inputs = Array.from({ length: records }, (_, n) => ({
    ontology: socialMediaPost,
    payload: { content: `walk number ${n}` },
    acl: ['*'],
  }))
  const { data } = await askAsOwner(window, query, { inputs })
  expect(data.bulkCreateMetaEnvelopes.errorCount).toBe(0)
}

/** How long the owner waits, in ms: for screens, records and what is searched for. */
async function actInWindow(window: Page) {
  const times: number[] = []
  const act = async (what: () => Promise<unknown>) => times.push(await timed(what))
  for (let round = 0; round < 4; round += 1) {
    await act(() => openData(window))
    await act(async () => {
      await window
        .getByRole('row')
        .nth(2 + round)
        .click()
      await expect(window.getByRole('textbox', { name: 'content' })).toHaveValue(/walk number/)
    })
    const search = window.getByRole('searchbox').first()
    await act(async () => {
      await search.fill(`number ${500 + round}`)
      await expect(window.getByRole('row', { name: `walk number ${500 + round}` })).toBeVisible()
      await expect(window.getByRole('row')).toHaveCount(2)
    })
    await search.fill('')
    await act(() => openConnection(window))
  }
  return { median: quantile(times, 0.5), p90: quantile(times, 0.9), worst: Math.max(...times) }
}

async function openData(window: Page): Promise<void> {
  await window.getByRole('link', { name: 'Data', exact: true }).click()
  await expect(window.getByRole('row').nth(5)).toBeVisible()
}

/** Milliseconds that this takes. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return Math.round(performance.now() - began)
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
}

/** What another client, from an address of its own, waits for answers, in ms. */
async function askFor(ms: number, port: number, ename: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  const times: number[] = []
  let refused = 0
  const until = performance.now() + ms
  while (performance.now() < until) {
    const ask = async () => {
      if ((await whois(agent, port, ename)) !== 200) refused += 1
    }
    times.push(await timed(ask))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  agent.destroy()
  return { asked: times.length, p95: quantile(times, 0.95), refused }
}

function whois(agent: Agent, port: number, ename: string): Promise<number | undefined> {
  const headers = { 'x-ename': ename }
  const where = { host: '127.0.0.1', port, path: '/whois', localAddress: '127.0.0.9' }
  return new Promise((resolve, reject) => {
    request({ ...where, agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', reject)
      .end()
  })
}

async function end(attacker: ChildProcess): Promise<void> {
  const ended = once(attacker, 'exit')
  attacker.send('enough')
  await ended
}
