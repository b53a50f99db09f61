import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createIdentityLog } from '../src/w3id/identity-log/manager.ts'
import { createMemoryStorage } from '../src/w3id/identity-log/memory-storage.ts'
import { type FakeVaults, openFakeVaults } from './support/fake-vaults.ts'
import { openTown, type Town } from './support/friends.ts'
import { makeSigner, makeSigners, type TestSigner } from './support/identity-log.ts'
import { aboutOneself, allVerdicts, inShort, penOf, put, type Verdict } from './support/signing.ts'
import type { TestVault } from './support/test-vault.ts'

let town: Town
let fakes: FakeVaults
beforeAll(async () => {
  town = await openTown()
  fakes = await openFakeVaults(town.host)
})
afterAll(async () => {
  await fakes[Symbol.asyncDispose]()
  await town[Symbol.asyncDispose]()
})

describe('a vault believes no identity log that nobody vouches for', () => {
  type Answered = { readonly status?: number; readonly json: unknown }
  /** Somebody with a former key and one of now, and what their vault shows. */
  interface Shown {
    certificates: string[]
    log: Answered
    asked: number
  }
  type Keys = readonly [TestSigner, TestSigner, TestSigner, TestSigner]

  async function logOf(id: string, keys: readonly TestSigner[]) {
    const storage = createMemoryStorage()
    const identityLog = createIdentityLog({ storage })
    const [first, ...others] = keys as [TestSigner, ...TestSigner[]]
    const nextOf = (signer: TestSigner) => keys[keys.indexOf(signer) + 1] as TestSigner
    await identityLog.genesis({ id, signers: [first], nextKeyHashes: [nextOf(first).hash] })
    let current = first
    for (const added of others.slice(0, -1)) {
      const nextKeyHashes = [nextOf(added).hash]
      await identityLog.rotate({ id, current, added: [added], kept: [], nextKeyHashes })
      current = added
    }
    return (await storage.read(id)) as readonly object[]
  }
  const shows = (entries: readonly unknown[]): Answered => ({ json: { entries, next: null } })

  /** Settles somebody whose first key has signed a document in a vault of ours. */
  async function settle(it: TestVault, id: string) {
    const keys = (await makeSigners(4)) as unknown as Keys
    const certificates = [await fakes.certificate(id, keys[0].publicKey)]
    const shown: Shown = { certificates, log: { status: 404, json: {} }, asked: 0 }
    await fakes.settle(id, ({ path }) => {
      if (path === '/whois') return { json: { keyBindingCertificates: shown.certificates } }
      shown.asked += 1
      return shown.log
    })
    const document = aboutOneself(id)
    const documentId = await put(it, document, await penOf(id, keys[0].sign)(document))
    const certify = async (key: TestSigner) => {
      shown.certificates = [await fakes.certificate(id, key.publicKey)]
    }
    return { shown, keys, documentId, certify, id }
  }

  /** Both keys have signed it, and everything else is as it should be. */
  type Somebody = Awaited<ReturnType<typeof settle>>
  const whole = async ({ id, keys: [first, second, next] }: Somebody) =>
    logOf(id, [first, second, next])
  const cases: [string, string, (one: Somebody) => Promise<void>][] = [
    [
      'a whole log is believed',
      'valid former',
      async (one) => {
        one.shown.log = shows(await whole(one))
      },
    ],
    [
      'not with one letter changed',
      'unknown LOG_INVALID',
      async (one) => {
        const text = JSON.stringify(await whole(one))
        const stranger = await makeSigner()
        one.shown.log = shows(
          JSON.parse(text.replaceAll(one.keys[0].publicKey, stranger.publicKey)),
        )
      },
    ],
    [
      'not the log of somebody else',
      'unknown LOG_INVALID',
      async (one) => {
        one.shown.log = shows(await whole({ ...one, id: '@somebody-else' }))
      },
    ],
    [
      'not an empty one',
      'unknown LOG_INVALID',
      async (one) => {
        one.shown.log = shows([])
      },
    ],
    [
      'not one whose end was cut off',
      'unknown LOG_UNVOUCHED',
      async (one) => {
        one.shown.log = shows((await whole(one)).slice(0, 1))
      },
    ],
    [
      'not another history, which ends with keys that are not certified',
      'unknown LOG_UNVOUCHED',
      async (one) => {
        const [first, , third, fourth] = one.keys
        one.shown.log = shows(await logOf(one.id, [first, third, fourth]))
      },
    ],
    [
      'a history without the key that signed knows nobody who signed it',
      'invalid WRONG_SIGNATURE',
      async (one) => {
        const [, second, third, fourth] = one.keys
        one.shown.log = shows(await logOf(one.id, [third, second, fourth]))
      },
    ],
    ['no log can be had', 'unknown UNREACHABLE', async () => {}],
    [
      'something else than a log is shown',
      'unknown UNREACHABLE',
      async (one) => {
        one.shown.log = { json: { entries: 'none' } }
      },
    ],
    [
      'no certificate is shown any more',
      'unknown NO_CERTIFICATE',
      async (one) => {
        one.shown.log = shows(await whole(one))
        one.shown.certificates = []
      },
    ],
    [
      'the certificate has expired',
      'unknown CERTIFICATE_EXPIRED',
      async (one) => {
        one.shown.log = shows(await whole(one))
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 2 * 3_600_000 })
        try {
          await one.certify(one.keys[1])
        } finally {
          vi.useRealTimers()
        }
      },
    ],
  ]

  test('each of these says what it is', async () => {
    const b = await town.household()
    const people: Somebody[] = []
    for (const [at] of cases.entries()) people.push(await settle(b.it, `@somebody-${at}`))
    for (const [at, [, , arrange]] of cases.entries()) {
      const one = people[at] as Somebody
      await one.certify(one.keys[1])
      await arrange(one)
    }
    // What was asked before is remembered for a minute.
    await b.open()
    const verdicts = (await allVerdicts(b.it)).map(([verdict]) => inShort(verdict as Verdict))
    expect(cases.map(([what], at) => [what, verdicts[at]])).toEqual(
      cases.map(([what, expected]) => [what, expected]),
    )
  })

  test('the log of a signer is read once for all documents, and anew after a rotation', async () => {
    const b = await town.household()
    const one = await settle(b.it, '@writer')
    const [first, second, third, fourth] = one.keys
    for (let n = 0; n < 20; n += 1) {
      const document = aboutOneself('@writer', `${n}`)
      await put(b.it, document, await penOf('@writer', first.sign)(document))
    }
    await one.certify(second)
    one.shown.log = shows(await logOf('@writer', [first, second, third]))
    await b.open()
    const all = async () => new Set((await allVerdicts(b.it)).flat().map(inShort))
    expect(await all()).toEqual(new Set(['valid former']))
    expect(await all()).toEqual(new Set(['valid former']))
    expect(one.shown.asked).toBe(1)

    await one.certify(third)
    one.shown.log = shows(await logOf('@writer', [first, second, third, fourth]))
    // Certified keys are asked for anew once in five seconds.
    await new Promise((resolve) => setTimeout(resolve, 5_100))
    const last = aboutOneself('@writer', 'last')
    await put(b.it, last, await penOf('@writer', third.sign)(last))
    expect(await all()).toEqual(new Set(['valid former', 'valid current']))
    expect(one.shown.asked).toBe(2)
  })
})
