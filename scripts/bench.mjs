/**
 * `npm run bench`: how fast the vault answers and the app starts. One JSON document goes to
 * stdout. `--only http|scale|storage|backup|awareness|tunnel|app|window` measures one of them, `--smoke` only
 * shows that measuring works.
 */
import './installed.mjs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureBuilt } from './build.mjs'
import { runAsScript, Stop } from './say.mjs'

const PARTS = ['http', 'scale', 'storage', 'backup', 'awareness', 'tunnel', 'app', 'window']

await runAsScript(async () => {
  const { smoke, only } = readArguments()
  await ensureBuilt()
  const figures = { machine: machine() }
  // Loaded here because what they need may not be built or installed before.
  if (only === undefined || only === 'http') {
    const { benchHttp } = await import('../bench/http.mjs')
    figures.http = await benchHttp({ smoke })
  }
  if (only === undefined || only === 'scale') {
    const { benchScale } = await import('../bench/scale.mjs')
    figures.scale = await benchScale({ smoke })
  }
  if (only === undefined || only === 'storage') {
    const { benchStorage } = await import('../bench/storage.mjs')
    figures.storage = await benchStorage({ smoke })
  }
  if (only === undefined || only === 'backup') {
    const { benchBackup } = await import('../bench/backup.mjs')
    figures.backup = await benchBackup({ smoke })
  }
  if (only === undefined || only === 'awareness') {
    const { benchAwareness } = await import('../bench/awareness.mjs')
    figures.awareness = await benchAwareness({ smoke })
  }
  if (only === undefined || only === 'tunnel') {
    const { benchTunnel } = await import('../bench/tunnel.mjs')
    figures.tunnel = await benchTunnel({ smoke })
  }
  if (only === undefined || only === 'app') {
    const { benchAppStart } = await import('../bench/app-start.mjs')
    figures.appStart = await benchAppStart({ smoke })
  }
  if (only === undefined || only === 'window') {
    const { benchWindow } = await import('../bench/window.mjs')
    figures.window = await benchWindow({ smoke })
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
})

/** What was asked for on the command line. */
function readArguments() {
  const options = { smoke: { type: 'boolean', default: false }, only: { type: 'string' } }
  try {
    const { smoke, only } = parseArgs({ options }).values
    if (only !== undefined && !PARTS.includes(only))
      throw new Error(`--only takes ${PARTS.join(', ')}`)
    return { smoke, only }
  } catch (error) {
    throw new Stop(
      `${error.message}\nusage: npm run bench [-- --smoke] [--only ${PARTS.join('|')}]`,
      2,
    )
  }
}

/** What the figures were measured on. */
function machine() {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  }
}
