import { spawnSync } from 'node:child_process'
import { expect, type RunningApp, test } from './app.ts'
import { setUpOwnAddress } from './connection-window.ts'

/** When the vault was last proven to be reachable: without news that is no less than 15 s ago. */
async function provenAt({ window }: RunningApp): Promise<number> {
  const { status } = await window.evaluate(() => self.evault.call('connection:read'))
  return status.state === 'up' ? status.provenAt : 0
}

/** Right after a proof, so that the next one is not due yet. */
async function expectProofAfter(app: RunningApp, happens: () => Promise<unknown>): Promise<void> {
  await setUpOwnAddress(app)
  const before = await provenAt(app)
  expect(Date.now() - before).toBeLessThan(5_000)
  await happens()
  await expect.poll(() => provenAt(app), { timeout: 8_000 }).toBeGreaterThan(before)
}

test('after sleep the vault looks at once whether it is still reached', { tag: '@alone' }, async ({
  app,
}) => {
  await expectProofAfter(app, () =>
    app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume')),
  )
})

test('so it does when the addresses of the computer change', { tag: '@alone' }, async ({ app }) => {
  const ip = (...words: string[]) => spawnSync('ip', words).status === 0
  // A cable whose other end is here, too.
  const [link, end] = [`ev${process.pid}a`, `ev${process.pid}b`]
  const isMade = ip('link', 'add', link, 'type', 'veth', 'peer', 'name', end)
  test.skip(!isMade, 'only root may add an address')
  try {
    await expectProofAfter(app, async () => {
      expect(ip('address', 'add', '198.18.77.1/32', 'dev', link)).toBe(true)
      for (const each of [link, end]) expect(ip('link', 'set', each, 'up')).toBe(true)
    })
  } finally {
    ip('link', 'delete', link)
  }
})
