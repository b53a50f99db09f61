import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { buildHeadless, HeadlessRun, type ReadyLine, serveHeadless } from './support/headless.ts'
import { temporaryDirectory } from './support/test-vault.ts'

/** When a change is said to be made: `evault serve` on a disk that takes its time. */
const slowness = 4_000
const preload = fileURLToPath(new URL('support/slow-disk.mjs', import.meta.url))

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(buildHeadless, 120_000)
beforeEach(async () => {
  directory = await temporaryDirectory()
})
afterEach(() => directory[Symbol.asyncDispose]())

const create = `mutation { createMetaEnvelope(input: { ontology: "a", payload: {}, acl: ["*"] }) {
  metaEnvelope { id } errors { message } } }`

/** How many milliseconds a client waits for its answer, and what its owner is warned of. */
async function serveSlowly(args: string[], environment: Record<string, string> = {}) {
  const slow = join(directory.path, 'slow')
  await using run = serveHeadless(join(directory.path, 'data'), args, {
    ...{ NODE_OPTIONS: `--import ${preload}`, SLOW_DISK: slow },
    ...environment,
  })
  const ready = await run.ready()
  const warnings = await warningsOf(ready)
  await writeFile(slow, String(slowness))
  const began = performance.now()
  const headers = { 'x-ename': ready.ename }
  const { json } = await call(`${ready.url}/graphql`, { body: { query: create }, headers })
  const waited = performance.now() - began
  await rm(slow)
  expect(json.data.createMetaEnvelope.errors).toEqual([])
  return { waited, isWarned: warnings.includes('ACKNOWLEDGES_EARLY') }
}

async function warningsOf({ owner }: ReadyLine): Promise<string[]> {
  const headers = { authorization: `Bearer ${owner.token}` }
  const body = { query: '{ vault { warnings { code } } }' }
  const { json } = await call(owner.url, { body, headers })
  return json.data.vault.warnings.map(({ code }: { code: string }) => code)
}

test.each([
  ['by itself', [], {}],
  ['as it is told', ['--acknowledge', 'durable'], { EVAULT_ACKNOWLEDGE: 'early' }],
])('%s it answers once the disk has the change', async (_how, args, environment) => {
  const { waited, isWarned } = await serveSlowly(args, environment)
  expect(waited).toBeGreaterThanOrEqual(slowness)
  expect(isWarned).toBe(false)
})

test.each([
  ['--acknowledge', ['--acknowledge', 'early'], {}],
  ['EVAULT_ACKNOWLEDGE', [], { EVAULT_ACKNOWLEDGE: 'early' }],
])('%s has it answer before, and the owner is warned', async (_how, args, environment) => {
  const { waited, isWarned } = await serveSlowly(args, environment)
  expect(waited).toBeLessThan(slowness)
  expect(isWarned).toBe(true)
})

test('anything else is refused before there is a vault', async () => {
  const data = join(directory.path, 'data')
  const args = ['serve', '--data', data, '--insecure-dev-keys', '--acknowledge', 'sometimes']
  await using run = new HeadlessRun(args)
  expect(await run.ended()).toBe(2)
  expect(run.stderr).toContain('acknowledge: must be "durable" or "early"')
  await expect(access(data)).rejects.toThrow('ENOENT')
})
