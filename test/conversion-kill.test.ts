import { existsSync, readFileSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlainKeyFile } from '../src/evault/keys/key-file.ts'
import { readStorageRecord } from '../src/evault/seal/record.ts'
import { call } from './support/call.ts'
import { buildHeadless, type ReadyLine, serveHeadless } from './support/headless.ts'
import { type Released, unpackReleased } from './support/released.ts'
import { temporaryDirectory } from './support/test-vault.ts'

/** `evault serve`, killed while it encrypts what a version without encryption left. */
const kills = 5
/** Of which some may come too early or too late. */
const mostTries = 20

let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let plain: string
let released: Released

beforeAll(async () => {
  await buildHeadless()
  temporary = await temporaryDirectory()
  plain = join(temporary.path, 'plain')
  released = await unpackReleased('0.1.0', plain)
  const keys = await openPlainKeyFile(plain)
  for (const [name, secret] of Object.entries(released.secrets)) await keys.set(name, secret)
}, 120_000)
afterAll(() => temporary[Symbol.asyncDispose]())

test('kill -9 at any moment of the conversion, and the next start has everything', async () => {
  let killed = 0
  /** How long it takes by itself, in milliseconds. */
  const duration = await convert(await copyOf('whole'))
  for (let attempt = 1; killed < kills; attempt += 1) {
    expect(attempt).toBeLessThanOrEqual(mostTries)
    const data = await copyOf(`killed-${attempt}`)
    // In each fifth of the time once.
    const moment = ((killed + Math.random()) * duration) / kills
    if (!(await killWhileConverting(data, moment))) continue
    killed += 1
    // The plain database is there under one name or the other, until its copy was opened.
    expect([join(data, 'pg', 'PG_VERSION'), join(data, 'pg-plain')].some(existsSync)).toBe(true)
    expect(existsSync(join(data, 'files'))).toBe(true)
    await convert(data)
  }
}, 300_000)

async function copyOf(name: string): Promise<string> {
  const data = join(temporary.path, name)
  await cp(plain, data, { recursive: true })
  return data
}

/**
 * Waits until the vault is open, and looks whether all of it is there, and encrypted.
 * @returns how long it was being converted, in milliseconds
 */
async function convert(data: string): Promise<number> {
  await using run = serveHeadless(data)
  await delayUntil(() => existsSync(join(data, 'storage.json')))
  const began = performance.now()
  await delayUntil(() => !isConverting(data))
  const duration = performance.now() - began
  await expectEverything(await run.ready())
  expect((await readStorageRecord(data))?.state).toBe('ready')
  const names = await readdir(data)
  for (const name of ['files', 'pg-plain', 'pg-sealing']) expect(names).not.toContain(name)
  return duration
}

/** False where the conversion had ended before. */
async function killWhileConverting(data: string, moment: number): Promise<boolean> {
  await using run = serveHeadless(data)
  await delayUntil(() => existsSync(join(data, 'storage.json')))
  await delay(moment)
  run.kill('SIGKILL')
  await run.ended()
  return isConverting(data)
}

/** Until the plain copy is removed. */
function isConverting(data: string): boolean {
  const record = JSON.parse(readFileSync(join(data, 'storage.json'), 'utf8'))
  return record.state === 'converting' && existsSync(join(data, 'files'))
}

async function delayUntil(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 1) {
    if (waited > 60_000) throw new Error('the conversion did not begin')
    await delay(1)
  }
}

async function expectEverything({ owner }: ReadyLine): Promise<void> {
  const headers = { authorization: `Bearer ${owner.token}` }
  for (const { query, answer } of released.answers) {
    const { json } = await call(owner.url, { body: { query }, headers })
    expect(json.data, query).toEqual(answer)
  }
  const file = await fetch(new URL(released.facts.filePath, owner.url), { headers })
  const bytes = Buffer.from(await file.arrayBuffer()).toString('base64')
  expect(bytes).toBe(released.facts.fileBase64)
}
