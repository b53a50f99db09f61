/**
 * `npm run conformance -- --url http://… --ename @…`: whether a vault, any vault, does what the
 * W3DS protocol says, row by row. It writes records and makes vaults: use one to throw away.
 */
import './installed.mjs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runAsScript, Stop, say } from './say.mjs'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const USAGE = `usage: npm run conformance -- --url http://127.0.0.1:4000 --ename @…
  --token <token>            a platform token; with --registry one is made
  --registry <url>           the vault's registry
  --registry-secret <text>   its shared secret, to register people
  --policy open|guarded      the owner's settings of the vault, default open
  --json                     one JSON document instead of a table
Rows that need what is not given are skipped.`

await runAsScript(async () => {
  const { json, ...target } = readArguments()
  await expectVault(target.url)
  const rows = await runRows(target)
  const report = { url: target.url, ename: target.ename, ...count(rows), rows }
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : table(report))
  return report.failed === 0 && report.passed > 0 ? 0 : 1
})

/** What was asked for on the command line. */
function readArguments() {
  const text = { type: 'string' }
  const options = {
    ...{ url: text, ename: text, token: text, registry: text, 'registry-secret': text },
    ...{ policy: { ...text, default: 'open' }, json: { type: 'boolean', default: false } },
  }
  try {
    const { values } = parseArgs({ options })
    if (!values.url || !values.ename) throw new Error('--url and --ename are needed')
    if (!['open', 'guarded'].includes(values.policy)) throw new Error('--policy: open or guarded')
    const [url, registry] = [values.url, values.registry].map((one) => one && withoutSlash(one))
    return { ...values, url, registry }
  } catch (error) {
    throw new Stop(`${error.message}\n${USAGE}`, 2)
  }
}

function withoutSlash(url) {
  const { protocol, href } = new URL(url)
  if (!/^https?:$/.test(protocol)) throw new Error(`${url} is no http(s) address`)
  return href.replace(/\/+$/, '')
}

/** Says so at once where nobody answers, instead of in every row. */
async function expectVault(url) {
  try {
    await fetch(`${url}/whois`, { method: 'HEAD', signal: AbortSignal.timeout(10_000) })
  } catch (error) {
    throw new Stop(`Nothing answers at ${url}: ${error.cause?.message ?? error.message}`)
  }
}

/** Runs the rows, which are TypeScript, in vitest; its own output and settings are left out. */
async function runRows({ url, ename, token, registry, policy, 'registry-secret': secret }) {
  const known = { URL: url, ENAME: ename, TOKEN: token, REGISTRY: registry, POLICY: policy }
  for (const [name, value] of Object.entries({ ...known, REGISTRY_SECRET: secret })) {
    if (value) process.env[`EVAULT_CONFORMANCE_${name}`] = value
    else delete process.env[`EVAULT_CONFORMANCE_${name}`]
  }
  const { startVitest } = await import('vitest/node')
  const rows = []
  const broken = []
  const reporter = {
    onTestCaseResult: (test) => rows.push(rowOf(test)),
    onTestRunEnd(modules, errors) {
      broken.push(...errors, ...modules.flatMap((module) => [...module.errors()]))
    },
  }
  say(`Asking ${ename} at ${url} …`)
  const options = {
    ...{ root: PROJECT, config: false, watch: false, reporters: [reporter] },
    ...{ include: ['test/conformance/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
  }
  const vitest = await startVitest('test', [], options)
  await vitest.close()
  process.exitCode = undefined
  if (broken.length > 0) throw new Stop(`The rows could not run: ${broken[0].message}`)
  return rows
}

/** What a test says of its row. */
function rowOf(test) {
  const { state, errors = [], note } = test.result()
  const reasons = errors.map(({ message, diff }) => [message, diff].filter(Boolean).join('\n'))
  return {
    ...(test.meta().row ?? { topic: '', source: '', section: '', quote: '', name: test.name }),
    result: state,
    reason: plain(note ?? (reasons.join('\n') || null)),
  }
}

function plain(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how colours begin
  return text?.replace(/\x1b\[[\d;]*m/g, '') ?? null
}

function count(rows) {
  const of = (result) => rows.filter((row) => row.result === result).length
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') }
}

/** The rows by topic, what failed with the sentence it breaks, and the totals. */
function table({ url, ename, passed, failed, skipped, rows }) {
  const width = Math.max(...rows.map(({ source, section }) => `${source}, ${section}`.length))
  const lines = []
  let topic = null
  for (const row of rows) {
    if (row.topic !== topic) lines.push('', row.topic)
    topic = row.topic
    const section = `${row.source}, ${row.section}`.padEnd(width)
    const skippedFor = row.result === 'skipped' ? `  (${row.reason})` : ''
    lines.push(`  ${row.result.padEnd(7)}  ${section}  ${row.name}${skippedFor}`)
    if (row.result !== 'failed') continue
    const reason = row.reason.split('\n').slice(0, 40)
    lines.push(...[`“${row.quote}”`, ...reason].map((line) => `           │ ${line}`))
  }
  const totals = `${passed} passed, ${failed} failed, ${skipped} skipped`
  return [...lines, '', `${ename} at ${url}: ${totals}`, ''].join('\n')
}
