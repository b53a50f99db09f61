import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunningApp, vaultProcessId, vaultStatus } from './app.ts'

const day = 24 * 3_600_000

/** Sets the clocks of main, and of the vault as it is started from now on, so many days back. */
export async function setClocks({ electron, userData }: RunningApp, daysAgo: number) {
  const wrapper = join(userData, `vault-${daysAgo}-days-ago.mjs`)
  const entry = JSON.stringify(join(process.cwd(), 'out/main/vault.js'))
  await writeFile(
    wrapper,
    `const Real = Date
    const now = () => Real.now() - ${daysAgo * day}
    globalThis.Date = class Date extends Real {
      constructor(...given) { super(...(given.length === 0 ? [now()] : given)) }
      static now() { return now() }
    }
    await import(${entry})`,
  )
  await electron.evaluate(
    ({ utilityProcess }, { path, backMs }) => {
      const kept = globalThis as { real?: { Date: DateConstructor; fork: typeof fork } }
      const { fork } = utilityProcess
      kept.real ??= { Date, fork }
      const Real = kept.real.Date
      const start = kept.real.fork
      const now = () => Real.now() - backMs
      globalThis.Date = class extends Real {
        constructor(...given: unknown[]) {
          super(...((given.length === 0 ? [now()] : given) as [number]))
        }
        static override now = now
      } as DateConstructor
      utilityProcess.fork = (_entry, args, options) =>
        start.call(utilityProcess, path, args, options)
    },
    { path: wrapper, backMs: daysAgo * day },
  )
}

/** Has the vault started again, with the clock that was set. */
export async function restartVault({ electron, window }: RunningApp): Promise<void> {
  // What it has answered last is on the disk by then.
  await window.waitForTimeout(1_000)
  process.kill(await vaultProcessId(electron), 'SIGKILL')
  while ((await vaultStatus(window)).state === 'ready') await window.waitForTimeout(50)
}
