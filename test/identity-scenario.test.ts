import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  newKitWords,
  openKit,
  openPlainKeyFile,
  readKit,
  readKitWords,
  restoreKit,
  type SecretStore,
  sealKit,
} from '../src/evault/index.ts'
import { vouchedThen } from '../src/evault/recovery/vouched.ts'
import { createRegistryClient, type RegistryClient } from '../src/registry/client.ts'
import { canonicalJson } from '../src/w3id/canonical-json.ts'
import { keysAt, validateLogChain } from '../src/w3id/identity-log/validate.ts'
import { verifySignature } from '../src/w3id/signatures.ts'
import type { Document } from './support/bindings-test.ts'
import { call } from './support/call.ts'
import {
  change,
  decide,
  type Household,
  openTown,
  progress,
  setTrust,
  startRecovery,
  type Town,
  until,
} from './support/friends.ts'
import { aboutOneself, allVerdicts, inShort, pen, put, type Signature } from './support/signing.ts'
import { openTestVault, type TestVault, temporaryDirectory } from './support/test-vault.ts'

/**
 * The story of an identity: A signs, renews its key, signs again, loses all keys, comes back and
 * goes on. B, who knows only A's name, can tell all the time what A has signed. Both have their
 * keys in files; one registry, which is that of a friend of A, serves everybody.
 */
let town: Town
let registry: RegistryClient
let friends: readonly [TestVault, Household, Household]
beforeAll(async () => {
  town = await openTown()
  registry = createRegistryClient({ url: town.host.vault.registry.url })
  friends = [town.host, await town.household(), await town.household()]
})
afterAll(() => town[Symbol.asyncDispose]())

/** A vault on ports of its own, with its keys in a file. */
const silent = pino({ level: 'silent' })

interface Home extends AsyncDisposable {
  readonly it: TestVault
  readonly store: SecretStore
  readonly directory: string
  open(means?: { withoutKeys: boolean }): Promise<void>
  close(): Promise<void>
}

async function openHome(): Promise<Home> {
  const directory = await temporaryDirectory()
  const { url, secret: registrySecret } = town.host.vault.registry
  let it: TestVault | null = null
  let store: SecretStore
  const home: Home = {
    directory: directory.path,
    get it() {
      return it as TestVault
    },
    get store() {
      return store
    },
    async open(means) {
      await home.close()
      store = await openPlainKeyFile(directory.path)
      it = await openTestVault({
        ...{ dataDirectory: directory.path, secretStore: store, config: { registry: url } },
        means: { registrySecret, ...means },
      })
    },
    async close() {
      await it?.[Symbol.asyncDispose]()
      it = null
    },
    async [Symbol.asyncDispose]() {
      await home.close()
      await directory[Symbol.asyncDispose]()
    },
  }
  await home.open()
  return home
}

interface Signed {
  readonly document: Document
  readonly signature: Signature
  /** Multibase. */
  readonly key: string
}

/** A signs a document and gives it to B. */
async function sign(a: Home, b: Home, text: string): Promise<Signed> {
  const ownPen = await pen(a)
  const document = aboutOneself(a.it.vault.ename, text)
  const { ename } = a.it.vault
  const vouchedFor = () => certifiedKeys(ename)
  await expect.poll(vouchedFor, { timeout: 10_000 }).toContain(ownPen.key)
  const signature = await ownPen(document)
  // B asks for the keys of a name again after five seconds at the soonest.
  const given = () => put(b.it, document, signature).then(() => 'taken', String)
  await expect.poll(given, { timeout: 10_000, interval: 1_000 }).toBe('taken')
  return { document, signature, key: ownPen.key }
}

/** The text of an identity log, as anybody gets it who knows the name. */
async function servedLog(ename: string): Promise<string> {
  const { uri } = (await call(`${registryUrl()}/resolve?w3id=${encodeURIComponent(ename)}`)).json
  const { text } = await call(`${uri}/identity-log`, { headers: { 'x-ename': ename } })
  return text
}
const registryUrl = () => town.host.vault.registry.url

/** resolve → whois: the keys that the registry certifies now. */
async function certifiedKeys(ename: string): Promise<string[]> {
  const { uri } = (await call(`${registryUrl()}/resolve?w3id=${encodeURIComponent(ename)}`)).json
  const { json } = await call(`${uri}/whois`, { headers: { 'x-ename': ename } })
  const certificates: string[] = json.keyBindingCertificates
  const bound = await Promise.all(
    certificates.map((token) => registry.verifyCertificate(token, ename)),
  )
  return bound.map(({ publicKey }) => publicKey)
}

const validate = (entries: readonly unknown[], id: string) =>
  validateLogChain(entries, { id, verifyApproval: vouchedThen(registry) })

/** Whether somebody without a vault finds the signature good, by the log at its time. */
async function isGood({ document, signature, key }: Signed): Promise<boolean> {
  const { signer, timestamp } = signature
  const { entries } = JSON.parse(await servedLog(signer))
  const { updateKeys } = await validate(entries, signer)
  expect(await certifiedKeys(signer)).toEqual(updateKeys)
  const bytes = Buffer.from(canonicalJson(document))
  const keys = keysAt(entries, new Date(timestamp))
  expect(keys).toEqual([key])
  return verifySignature(key, bytes, signature.signature)
}

/** How B judges all that A has signed for it, oldest first; by what it finds out now. */
async function judged(b: Home): Promise<string[]> {
  // Keys and logs that B has seen are good for a minute.
  await b.open()
  return (await allVerdicts(b.it)).flat().map(inShort)
}

/** A's kit, saved while all is well; words typed as people do bring it back. */
async function kitOf(a: Home) {
  const words = newKitWords()
  await a.close()
  const sealed = await sealKit(
    await readKit(a.directory, { openStore: openPlainKeyFile, log: silent }),
    words,
  )
  await a.open()
  return async () => {
    const kit = await openKit(sealed, readKitWords(` ${words.join('  ').toUpperCase()} `))
    await a.close()
    await restoreKit(a.directory, kit, {
      ...{ openStore: openPlainKeyFile, log: silent, templateDirectory: null },
    })
    await a.open()
  }
}

/** Two of three friends approve; A waits as long as its trust list says. */
async function backByFriends(a: Home) {
  await a.open({ withoutKeys: true })
  await startRecovery(a.it)
  const approvals = await Promise.all([decide(friends[0], a.it), decide(friends[2].it, a.it)])
  expect(approvals.map(({ errors }) => errors)).toEqual([[], []])
  await until(
    async () => (await progress(a.it)).state,
    (state) => state === 'done',
  )
  await a.open()
}

async function wipeKeys(a: Home) {
  await a.close()
  await rm(join(a.directory, 'keys.json'))
  await expect(a.open()).rejects.toMatchObject({ code: 'STORAGE_KEY_MISSING' })
}

/** All but what opens the vault: friends give an eName new keys, and can't decrypt anything. */
async function loseOwnersKeys(a: Home) {
  await a.close()
  const file = join(a.directory, 'keys.json')
  const keys = Object.entries(JSON.parse(await readFile(file, 'utf8')))
  const kept = keys.filter(([name]) => /\/(storage|recovery)$/.test(name))
  await writeFile(file, JSON.stringify(Object.fromEntries(kept)))
  await expect(a.open()).rejects.toMatchObject({ code: 'KEY_MISSING' })
}

async function rotate({ it }: Home) {
  expect((await change(it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
}

/** The same numbers each time (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Why a log with this text is refused, or that it is not. */
async function whyRefused(text: string, id: string): Promise<string> {
  try {
    await validate(JSON.parse(text), id)
    return 'not refused'
  } catch (error) {
    return error instanceof Error ? error.name : String(error)
  }
}

/** Changes single bytes all over what is served, and says which changes nobody finds. */
async function unnoticedChanges(ename: string, times: number): Promise<string[]> {
  const { entries } = JSON.parse(await servedLog(ename))
  const bytes = Buffer.from(JSON.stringify(entries))
  expect(await servedLog(ename)).toContain(bytes.toString())
  expect(await whyRefused(bytes.toString(), ename)).toBe('not refused')
  const random = numbersFrom(20_260_102)
  const unnoticed: string[] = []
  for (let n = 0; n < times; n += 1) {
    const at = Math.floor(random() * bytes.length)
    const before = bytes[at] as number
    // Another printable sign, so that it is not only the JSON that is broken.
    bytes[at] = 0x20 + ((before - 0x20 + 1 + Math.floor(random() * 94)) % 95)
    const changed = bytes.toString()
    if ((await whyRefused(changed, ename)) === 'not refused') {
      unnoticed.push(`${at}: ${changed.slice(at - 30, at + 30)}`)
    }
    bytes[at] = before
  }
  return unnoticed
}

interface Loss {
  readonly lose: (a: Home) => Promise<void>
  /** What A does while all is well; returns how it comes back. */
  readonly prepare: (a: Home) => Promise<() => Promise<void>>
  /** Whether A comes back with the key it had. */
  readonly sameKey: boolean
}
const losses: [string, Loss][] = [
  ['the recovery kit', { lose: wipeKeys, prepare: kitOf, sameKey: true }],
  [
    'two of three friends',
    { lose: loseOwnersKeys, prepare: async (a) => () => backByFriends(a), sameKey: false },
  ],
]

test.each(losses)(
  'what A signs stays good for B when A renews its key, loses it, and comes back by %s',
  async (_how, { lose, prepare, sameKey }) => {
    await using a = await openHome()
    await using b = await openHome()
    const { ename } = a.it.vault
    expect(a.it.vault.localUrl).not.toBe(b.it.vault.localUrl)
    const trusted = [friends[0], friends[1].it, friends[2].it]
    expect((await setTrust(a.it, trusted)).errors).toEqual([])

    // A signs; B finds the signature good.
    const first = await sign(a, b, 'first')
    expect(await judged(b)).toEqual(['valid current'])
    expect(await isGood(first)).toBe(true)

    // A renews its key: what it signed before is good by the log, and so is what it signs then.
    await rotate(a)
    const second = await sign(a, b, 'second')
    expect(second.key).not.toBe(first.key)
    expect(await judged(b)).toEqual(['valid former', 'valid current'])
    expect([await isGood(first), await isGood(second)]).toEqual([true, true])

    // All keys are lost, and A comes back.
    const comeBack = await prepare(a)
    await lose(a)
    await comeBack()
    expect(a.it.vault.ename).toBe(ename)
    const third = await sign(a, b, 'third')
    expect(third.key === second.key).toBe(sameKey)
    const then = sameKey ? 'valid current' : 'valid former'
    expect(await judged(b)).toEqual(['valid former', then, 'valid current'])

    // It goes on with its keys as before.
    await rotate(a)
    const fourth = await sign(a, b, 'fourth')
    const formerAndNow = ['valid former', 'valid former', 'valid former', 'valid current']
    expect(await judged(b)).toEqual(formerAndNow)
    for (const one of [first, second, third, fourth]) expect(await isGood(one)).toBe(true)
    const edited = { ...first, document: aboutOneself(ename, 'firsT') }
    expect(await isGood(edited)).toBe(false)

    // The logs hold as they are served, and not with any byte changed.
    const { entries } = JSON.parse(await servedLog(ename))
    const operations = entries.map(({ operation }: { operation: string }) => operation)
    const between = sameKey ? [] : ['recover']
    expect(operations).toEqual(['genesis', 'rotate', 'rotate', ...between, 'rotate'])
    expect(await unnoticedChanges(ename, 500)).toEqual([])
    expect(await unnoticedChanges(b.it.vault.ename, 100)).toEqual([])
  },
)
