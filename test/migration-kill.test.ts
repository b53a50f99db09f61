import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import { call } from './support/call.ts'
import { openTown, type Town, until } from './support/friends.ts'
import {
  buildHeadless,
  type HeadlessRun,
  type ReadyLine,
  serveHeadless,
} from './support/headless.ts'
import { freePort } from './support/listen.ts'
import { type Between, contentsOf, furnish, moverOf, openBetween } from './support/moving.ts'
import type { GraphQLAnswer, TestVault } from './support/test-vault.ts'
import { temporaryDirectory } from './support/test-vault.ts'

/**
 * A real process, killed in the middle of a request that is held back: at each step of a move. It
 * goes on by itself when it is started again, and comes to the same end.
 */
let town: Town
let there: TestVault
let between: Between
let registry: Between
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let port: string
let run: HeadlessRun
let ready: ReadyLine

beforeAll(async () => {
  await buildHeadless()
  town = await openTown()
  there = (await town.household()).it
  between = await openBetween(there.vault.localUrl)
  registry = await openBetween(town.host.vault.registry.url)
  directory = await temporaryDirectory()
  port = String(await freePort())
  await start()
}, 240_000)
afterAll(async () => {
  await run?.[Symbol.asyncDispose]()
  for (const one of [between, registry, town, directory]) await one?.[Symbol.asyncDispose]()
})

async function start(): Promise<void> {
  const args = ['--registry', registry.url, '--port', port]
  const environment = { EVAULT_REGISTRY_SECRET: town.host.vault.registry.secret ?? '' }
  run = serveHeadless(join(directory.path, 'vault'), args, environment)
  ready = await run.ready()
}

/** The child as tests know a vault. */
function it(): TestVault {
  const owner = async (query: string, variables?: object, headers?: object) => {
    const { status, json } = await call(ready.owner.url, {
      body: { query, variables },
      headers: { authorization: `Bearer ${ready.owner.token}`, ...headers },
    })
    const { data = null, errors = [] } = (json ?? {}) as Partial<GraphQLAnswer>
    return { status, data, errors }
  }
  return { owner } as TestVault
}

/** A record and a file. */
async function add(name: string): Promise<void> {
  const { errors } = await it().owner(
    `mutation ($payload: JSON!, $file: UploadFileInput!) {
      createMetaEnvelope(input: { ontology: "new", payload: $payload, acl: ["@x"] }) { errors { code } }
      uploadFile(input: $file) { errors { code } } }`,
    {
      payload: { name },
      file: { filename: 'x', contentType: 'text/plain', content: btoa(name), acl: [] },
    },
  )
  expect(errors).toEqual([])
}

const moments = {
  'the copy': ['to', /bulkCreateMetaEnvelopes/, 'before'],
  'the answer to the copy': ['to', /bulkCreateMetaEnvelopes/, 'after'],
  'a file': ['to', /uploadFile/, 'after'],
  'the look at what is there': ['to', /"after":/, 'before'],
  'the last look': ['to', /"filter":/, 'before'],
  'the switch': ['registry', /"evault"/, 'before'],
  'the answer to the switch': ['registry', /"evault"/, 'after'],
  'the news of the arrival': ['to', /^\/migration\/arrived/, 'after'],
} as const

/** Holds back the first such request, or its answer, for good. */
function hold(at: Between, what: RegExp, when: 'before' | 'after', isMeant: () => boolean) {
  const held = { isHeld: false }
  const isIt = ({ path, body }: { path: string; body: string }) =>
    !held.isHeld && isMeant() && (what.test(path) || what.test(body))
  const forGood = () => {
    held.isHeld = true
    return new Promise<'drop'>(() => {})
  }
  if (when === 'before') at.before = (passing) => (isIt(passing) ? forGood() : undefined)
  else at.after = (passing, text) => (isIt(passing) ? forGood() : text)
  return held
}

/** Kills the process, and starts it again when nothing is held back any more. */
async function killed() {
  run.kill('SIGKILL')
  await run.ended()
  for (const one of [between, registry]) {
    one.before = () => undefined
    one.after = (_, text) => text
  }
  await start()
  return moverOf(it())
}

test('a vault that is killed at any step of its move comes to the same end', {
  timeout: 400_000,
}, async () => {
  await furnish(it(), 12)
  const { ename } = ready
  const client = createRegistryClient({ url: town.host.vault.registry.url })
  for (const [name, [whom, what, when]] of Object.entries(moments)) {
    // Something is new each time: what went before is there already.
    await add(name)
    const before = await contentsOf(it())
    let isMeant = whom === 'to'
    const held = hold(whom === 'to' ? between : registry, what, when, () => isMeant)
    const mover = moverOf(it())
    expect((await mover.start(between.url)).errors).toEqual([])
    const seen = await until(mover.seen, ({ state }) => held.isHeld || state === 'ready', 30_000)
    if (!held.isHeld) {
      expect(seen.problem).toBe(null)
      isMeant = true
      await mover.switch()
      const stuck = await until(mover.seen, ({ isRunning }) => held.isHeld || !isRunning, 30_000)
      expect([name, held.isHeld, stuck.problem, stuck.state]).toEqual([
        name,
        true,
        null,
        'switching',
      ])
    }
    const again = await killed()
    const rested = await again.rests()
    expect([name, rested.problem]).toEqual([name, null])
    if (rested.state === 'ready') await again.switch()
    const done = await again.rests()
    expect([name, done.state, done.problem]).toEqual([name, 'switched', null])
    expect((await client.resolve(ename, { fresh: true }))?.uri).toBe(there.vault.localUrl)
    expect(await contentsOf(there, { 'x-ename': ename })).toEqual(before)
    expect(await contentsOf(it())).toEqual(before)
    expect((await again.goBack()).errors).toEqual([])
  }
})

const momentsBack = {
  'the registry': ['registry', /"evault"/, 'before', null],
  'the answer of the registry': ['registry', /"evault"/, 'after', null],
  'the look at the registry': ['registry', /resolve/, 'after', null],
  'the news that it left there': ['to', /^\/migration\/left/, 'before', null],
  'the answer to the news': ['to', /^\/migration\/left/, 'after', null],
  'what follows here': ['registry', /./, 'before', /^\/migration\/left/],
} as const

test('a vault that is killed at any step of going back is here, and nowhere else', {
  timeout: 400_000,
}, async () => {
  const { ename } = ready
  const client = createRegistryClient({ url: town.host.vault.registry.url })
  for (const [name, [whom, what, when, behind]] of Object.entries(momentsBack)) {
    await add(name)
    const mover = moverOf(it())
    expect((await mover.start(between.url)).errors).toEqual([])
    expect([name, (await mover.rests()).state]).toEqual([name, 'ready'])
    await mover.switch()
    expect([name, (await mover.rests()).state]).toEqual([name, 'switched'])
    const since = between.passed.length
    const isBehind = () =>
      behind === null || between.passed.slice(since).some(({ path }) => behind.test(path))
    const held = hold(whom === 'to' ? between : registry, what, when, isBehind)
    const before = await contentsOf(it())
    mover.goBack().catch(() => {})
    await until(async () => held.isHeld, Boolean, 30_000)
    const again = await killed()
    const rested = await again.rests()
    expect([name, rested.state, rested.problem]).toEqual([name, 'returned', null])
    expect((await client.resolve(ename, { fresh: true }))?.uri).toBe(ready.url)
    expect(await contentsOf(it())).toEqual(before)
    const { data } = (await there.graphql(create, {}, { 'x-ename': ename })) as GraphQLAnswer
    expect([name, data?.createMetaEnvelope.errors[0]?.code]).toEqual([name, 'VAULT_MOVED'])
  }
})

const create = `mutation { createMetaEnvelope(input: { ontology: "a", payload: {}, acl: [] }) {
  errors { code } } }`
