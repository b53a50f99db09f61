/** `npm test`: everything, the real app included. Arguments go to Playwright. */
import './installed.mjs'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDesktop } from './desktop-session.mjs'
import { runEndToEnd } from './end-to-end.mjs'
import { stopWhenOrphaned } from './orphan.mjs'
import { prepareElectron } from './prepare.mjs'
import { runAsScript, Stop, say, seconds } from './say.mjs'

const reports = mkdtempSync(join(tmpdir(), 'evault-reports-'))
const unitReport = join(reports, 'unit.json')

stopWhenOrphaned()
await runAsScript(async () => {
  await step('prepare', () => prepareElectron({ keyring: 'private' }))
  await step('check', () => command('npm', ['run', 'check'], { EVAULT_UNIT_REPORT: unitReport }))
  await step('end to end', async () => {
    const args = ['--reporter=list,json', ...process.argv.slice(2)]
    stopUnlessPassed('The end-to-end tests', await runEndToEnd(args, { reports }))
  })
})
say(`\n${totals(report(unitReport), ['together', 'alone'].map(partOf))}`)
rmSync(reports, { recursive: true, force: true })

/** Runs one step and says how long it took. */
async function step(name, work) {
  const started = performance.now()
  say(`\n── ${name}`)
  const result = await work()
  say(`── ${name}: ${seconds(started)}`)
  return result
}

/** Runs a command with a display and a throw-away keyring; stops when it fails. */
async function command(program, args, env) {
  const code = await withDesktop(program, args, { keyring: 'private', env })
  stopUnlessPassed(`"${[program, ...args].join(' ')}"`, code)
}

/** Stops with the exit code of what failed. */
function stopUnlessPassed(what, code) {
  if (code !== 0) throw new Stop(`${what} ended with code ${code}.`, code)
}

/** How many tests passed and failed, from the reports there are. */
function totals(vitest, parts) {
  const sum = (...counts) => counts.reduce((total, count) => total + (count ?? 0), 0)
  const played = (what) => sum(...parts.map((part) => part?.[what]))
  const passed = sum(vitest?.numPassedTests, played('expected'), played('flaky'))
  const failed = sum(vitest?.numFailedTests, played('unexpected'))
  const skipped = sum(vitest?.numPendingTests, vitest?.numTodoTests, played('skipped'))
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** What the JSON report of a part of the end-to-end tests counts. */
function partOf(project) {
  return report(join(reports, `${project}.json`))?.stats
}

/** A JSON report; undefined when the run did not get that far. */
function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
