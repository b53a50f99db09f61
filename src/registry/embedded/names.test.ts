import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ENTRY, embeddedRegistryPerTest, SECRET } from '../../../test/support/embedded-registry.ts'
import { openRegistryStore, type RegistryStore } from './store.ts'

const registry = await embeddedRegistryPerTest()
const { call, register } = registry
const move = (body: unknown) => call('/register', { method: 'PATCH', body, secret: SECRET })
const leadsTo = async (w3id: string) => {
  const { status, body } = await call(`/resolve?w3id=${encodeURIComponent(w3id)}`)
  return status === 200 ? body : status
}

describe('the id of a vault that a name has left', () => {
  test('leads to where the name is now, whatever came in between, after a restart too', async () => {
    await register()
    expect(await leadsTo('@vault-1')).toBe(404)
    await move({ ename: ENTRY.ename, evault: '@vault-2' })
    await move({ ename: ENTRY.ename, evault: '@vault-3', uri: 'http://127.0.0.1:4003' })
    await registry.restart()
    for (const id of ['@vault-1', 'VAULT-1', '@vault-2']) {
      expect(await leadsTo(id)).toMatchObject({
        ename: ENTRY.ename,
        evault: '@vault-3',
        uri: 'http://127.0.0.1:4003',
      })
    }
  })

  test('is kept as well by those who register again instead of moving', async () => {
    await register()
    await register({ ...ENTRY, evault: '@vault-2' })
    expect(await leadsTo('@vault-1')).toMatchObject({ ename: ENTRY.ename, evault: '@vault-2' })
  })

  test('leads nowhere once the name is gone, and does not come back with it', async () => {
    await register()
    await move({ ename: ENTRY.ename, evault: '@vault-2' })
    await call(`/register?ename=${ENTRY.ename}`, { method: 'DELETE', secret: SECRET })
    expect(await leadsTo('@vault-1')).toBe(404)
    await register()
    expect(await leadsTo('@vault-2')).toBe(404)
  })

  test('leads to whoever is registered by that name, if anybody is', async () => {
    await register()
    await move({ ename: ENTRY.ename, evault: '@vault-2' })
    await register({ ...ENTRY, ename: '@vault-1', evault: '@other' })
    expect(await leadsTo('@vault-1')).toMatchObject({ ename: '@vault-1', evault: '@other' })
  })

  test('leads nowhere where it belonged to several, and stays whose it was before', async () => {
    await register()
    await register({ ...ENTRY, ename: '@b' })
    await move({ ename: ENTRY.ename, evault: '@vault-2' })
    await move({ ename: '@b', evault: '@vault-3' })
    expect(await leadsTo('@vault-1')).toBe(404)
    // @b takes what @user-a.w3id leaves, and leaves it too.
    await move({ ename: ENTRY.ename, evault: '@vault-4' })
    await move({ ename: '@b', evault: '@vault-2' })
    await move({ ename: '@b', evault: '@vault-5' })
    expect(await leadsTo('@vault-2')).toMatchObject({ ename: ENTRY.ename })
  })

  test('that is too long for a name is simply not kept', async () => {
    await register({ ...ENTRY, evault: `@${'x'.repeat(600)}` })
    expect((await move({ ename: ENTRY.ename, evault: '@vault-2' })).status).toBe(200)
  })
})

/** Names and ids are drawn from the same few texts, so that they meet. */
const anyName = fc.constantFrom('@a', '@b', '@c', '@d', '@e')
const step = fc.oneof(
  fc.record({ act: fc.constant('put'), ename: anyName, evault: anyName }),
  fc.record({ act: fc.constant('patch'), ename: anyName, evault: anyName }),
  fc.record({ act: fc.constant('remove'), ename: anyName, evault: anyName }),
)
interface Step {
  readonly act: string
  readonly ename: string
  readonly evault: string
}

const apply = (store: RegistryStore, { act, ename, evault }: Step) => {
  if (act === 'put') return store.put({ ename, evault, uri: 'http://v' })
  return act === 'patch' ? store.patch(ename, { evault }) : store.remove(ename)
}

/** Which ids each registered eName has had, in order, since it was registered. */
function livesOf(steps: readonly Step[]): Map<string, string[]> {
  const lives = new Map<string, string[]>()
  for (const { act, ename, evault } of steps) {
    const life = lives.get(ename)
    if (act === 'remove') lives.delete(ename)
    else if (life) life.push(evault)
    else if (act === 'put') lives.set(ename, [evault])
  }
  return lives
}

test('a name leads to itself, an id to nobody but one who had it, however they changed', async () => {
  const ids = ['@a', '@b', '@c', '@d', '@e']
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const directory = await mkdtemp(join(tmpdir(), 'registry-names-'))
      try {
        const store = await openRegistryStore(directory)
        for (const one of steps) await apply(store, one)
        const lives = livesOf(steps)
        const reopened = steps.length > 0 ? await openRegistryStore(directory) : store
        for (const id of ids) {
          const found = store.find(id)
          expect(reopened.find(id)).toEqual(found)
          if (lives.has(id)) {
            expect(found).toMatchObject({ ename: id, evault: lives.get(id)?.at(-1) })
            continue
          }
          if (found) {
            expect(lives.get(found.ename)).toContain(id)
            expect(found.evault).toBe(lives.get(found.ename)?.at(-1))
          }
          const everHeldBy = new Set(
            steps.flatMap(({ act, ename, evault }) =>
              act !== 'remove' && evault === id ? [ename] : [],
            ),
          )
          const [only = ''] = everHeldBy
          const life = lives.get(only) ?? []
          const hasLeft = life.includes(id) && life.at(-1) !== id
          if (everHeldBy.size === 1 && hasLeft) expect(found?.ename).toBe(only)
        }
      } finally {
        await rm(directory, { recursive: true })
      }
    }),
    { numRuns: 60 },
  )
}, 60_000)
