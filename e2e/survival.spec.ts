import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ElectronApplication } from '@playwright/test'
import {
  ask,
  createRecord,
  expect,
  launchArguments,
  test,
  vaultAddress,
  vaultProcessId,
  vaultStatus,
} from './app.ts'
import { isRunning } from './processes.ts'

test('after a restart the same vault holds the same records', async ({ launch }) => {
  const first = await launch()
  const before = await vaultAddress(first.window)
  const id = await createRecord(before, { content: 'kept' })
  await first.quit()

  const second = await launch({ userData: first.userData })
  const after = await vaultAddress(second.window)
  expect(after.ename).toBe(before.ename)
  await second.window.getByRole('link', { name: 'Data' }).click()
  await expect(second.window.getByRole('row', { name: /kept/ })).toBeVisible()
  const { data } = await ask(after, '{ metaEnvelopes { edges { node { id } } } }')
  expect(data.metaEnvelopes.edges).toEqual([{ node: { id } }])
})

test('a killed vault process comes back with all that was acknowledged', { tag: '@alone' }, async ({
  launch,
}) => {
  const { electron, window } = await launch()
  const vault = await vaultAddress(window)
  await window.getByRole('link', { name: 'Data' }).click()
  const acknowledged: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const writing = writeUntilRefused(vault, acknowledged)
    await expect.poll(() => acknowledged.length).toBeGreaterThan(20 * (round + 1))
    process.kill(await vaultProcessId(electron), 'SIGKILL')
    await writing
    await expect(window.getByText('The vault stopped and is being started again')).toBeVisible()
    expect(await vaultAddress(window)).toEqual(vault)
  }
  await expect(window.getByText('The vault stopped and is being started again')).toBeHidden()
  const stored = await allIds(vault)
  expect(stored).toEqual(expect.arrayContaining(acknowledged))
  // At most one a round was written without its answer coming through.
  expect(stored.length - acknowledged.length).toBeLessThanOrEqual(3)
  await expect(window.getByText(`${stored.length} records`)).toBeVisible()

  // The window's list goes on by itself on the new process.
  await createRecord(vault, { content: 'after the crash' })
  await expect(window.getByRole('row', { name: /after the crash/ })).toBeVisible({ timeout: 1_000 })
})

const ends: Record<string, (electron: ElectronApplication) => unknown> = {
  quit: (electron) => electron.evaluate(({ app }) => setTimeout(() => app.quit())),
  SIGTERM: (electron) => electron.process().kill('SIGTERM'),
  // What Electron emits when the system goes down (Linux, macOS).
  shutdown: (electron) =>
    electron.evaluate(({ powerMonitor }) => {
      setTimeout(() => powerMonitor.emit('shutdown', { preventDefault() {} }))
    }),
}

for (const [name, end] of Object.entries(ends)) {
  test(`${name} ends the app in order within five seconds`, { tag: '@alone' }, async ({
    launch,
  }) => {
    const { electron, window } = await launch()
    await vaultAddress(window)
    const vaultPid = await vaultProcessId(electron)
    const ended = once(electron.process(), 'exit')
    const began = Date.now()
    await end(electron)
    await ended
    // Sooner than the supervisor kills a process that does not close by itself.
    expect(Date.now() - began).toBeLessThan(5_000)
    await expect.poll(() => isRunning(vaultPid)).toBe(false)
  })
}

test('a second instance brings the first to the front and ends', async ({ launch }) => {
  const { electron, window, userData } = await launch()
  await vaultAddress(window)
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  const focused = electron.evaluate(
    ({ BrowserWindow }) =>
      new Promise<boolean>((resolve) => {
        BrowserWindow.getAllWindows()[0]?.once('show', () => resolve(true))
        setTimeout(() => resolve(false), 15_000)
      }),
  )
  const { executable, args } = launchArguments(userData)
  const second = spawn(executable, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [exitCode] = await once(second, 'exit')
  expect(exitCode).toBe(0)
  expect(await focused).toBe(true)
  expect((await vaultStatus(window)).state).toBe('ready')
})

async function writeUntilRefused(
  vault: Parameters<typeof createRecord>[0],
  acknowledged: string[],
): Promise<void> {
  try {
    for (;;) acknowledged.push(await createRecord(vault, { content: `n${acknowledged.length}` }))
  } catch (error) {
    // The connection broke: the process was killed.
    expect(String(error)).toMatch(/fetch failed|JSON|terminated/)
  }
}

async function allIds(vault: Parameters<typeof ask>[0]): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ; ) {
    const { data } = await ask(
      vault,
      `query ($after: String) {
        metaEnvelopes(first: 100, after: $after) {
          edges { node { id } } pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    )
    ids.push(...data.metaEnvelopes.edges.map(({ node }: { node: { id: string } }) => node.id))
    if (!data.metaEnvelopes.pageInfo.hasNextPage) return ids
    after = data.metaEnvelopes.pageInfo.endCursor
  }
}
