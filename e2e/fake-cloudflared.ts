import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../test/support/listen.ts'

/** A folder for programs in which there may be a FAKE cloudflared: the real one needs Cloudflare. */
export interface FakeCloudflared extends AsyncDisposable {
  readonly folder: string
  /** What it says is reached from the world: a port of this computer. */
  readonly publicUrl: string
  install(): Promise<void>
  uninstall(): Promise<void>
  /** Whether it says, when it is started, that its token does not hold, and ends. */
  refuse(refuses: boolean): Promise<void>
  /** What it was started with last. */
  report(): Promise<Report>
  /** Ends it, like a crash. */
  kill(): Promise<void>
}

interface Report {
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly pid: number
}

/** Makes the folder; the program is not there yet. */
export async function placeFakeCloudflared(): Promise<FakeCloudflared> {
  const folder = await mkdtemp(join(tmpdir(), 'evault-fake-cloudflared-'))
  const program = join(folder, 'cloudflared')
  const [refusing, told] = [join(folder, 'refusing'), join(folder, 'report')]
  const port = await freePort()
  const script = `#!/bin/sh
# NOT cloudflared: what stands in for it in tests.
[ -e '${refusing}' ] && export EVAULT_FAKE=refused
export EVAULT_FAKE_REPORT='${told}' EVAULT_FAKE_PUBLIC=${port}
exec '${process.execPath}' '${resolve('test/support/fake-cloudflared.mjs')}' "$@"
`
  const report = async () => JSON.parse(await readFile(told, 'utf8')) as Report
  return {
    ...{ folder, publicUrl: `http://127.0.0.1:${port}`, report },
    install: () => writeFile(program, script, { mode: 0o755 }),
    uninstall: () => rm(program),
    refuse: (refuses) => (refuses ? writeFile(refusing, '') : rm(refusing)),
    kill: async () => void process.kill((await report()).pid, 'SIGKILL'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
