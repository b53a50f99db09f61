import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { openBindingsTest } from '../../../test/support/bindings-test.ts'
import { decide, openTown, setTrust, startRecovery, until } from '../../../test/support/friends.ts'
import { openReceiver } from '../../../test/support/receiver.ts'
import type {} from '../../../test/support/template.ts'
import { openTestVault, type TestVault } from '../../../test/support/test-vault.ts'
import { readWaiting, waitingQuery } from './waiting.ts'

const look = async (it: TestVault) => readWaiting(await it.owner(waitingQuery))

test('platforms that ask and signatures that are held wait, until they are decided', async () => {
  const before = Date.now()
  await using t = await openBindingsTest()
  await t.it.owner(`mutation { changeSettings(changes: {
    counterpartySignatures: "hold" }) { errors { code } } }`)
  const friend = await t.people.meet('@friend.w3id')
  const document = {
    ...{ subject: t.owner.ename, type: 'social_connection' },
    data: { parties: [t.owner.ename, friend.ename] },
  }
  const id = await t.created(document)
  const headers = await friend.headers(t.it.vault)
  await t.addSignature(id, await friend.sign(document), headers)
  await t.it.owner(`mutation { changeSettings(changes: {
    platformConsent: "ask" }) { errors { code } } }`)
  const token = await t.it.platformToken('https://calendar.example')
  await t.it.graphql('{ metaEnvelopes { totalCount } }', {}, { authorization: `Bearer ${token}` })

  const items = await look(t.it)
  expect(items).toMatchObject([
    { kind: 'platform', name: 'https://calendar.example', isVerified: false },
    { kind: 'signature', name: '@friend.w3id' },
  ])
  for (const { since } of items) expect(since).toBeGreaterThanOrEqual(before)
  expect(await look(t.it)).toEqual(items)

  const decideConsent = `mutation { decideConsent(platform: "https://calendar.example",
    decision: blocked) { errors { code } } }`
  await t.it.owner(decideConsent)
  expect((await look(t.it)).map(({ kind }) => kind)).toEqual(['signature'])

  // A platform that was forgotten and asks anew is news.
  await t.it.owner('mutation { revokeConsent(platform: "https://calendar.example") }')
  await t.it.graphql('{ metaEnvelopes { totalCount } }', {}, { authorization: `Bearer ${token}` })
  const again = (await look(t.it)).find(({ kind }) => kind === 'platform')
  expect(again?.name).toBe('https://calendar.example')
  expect(again?.id).not.toBe(items[0]?.id)
})

test('deliveries that were given up wait as one of their platform; those still tried do not', async () => {
  await using it = await openTestVault()
  await using gone = await openReceiver()
  await using failing = await openReceiver()
  gone.behave(410)
  failing.behave(503)
  for (const { url } of [gone, failing]) await it.platformToken(url)
  // What the registry says is kept for a second.
  await delay(1_100)
  const before = Date.now()
  await Promise.all([it.create(), it.create()])
  const lookUntil = (count: number) =>
    vi.waitUntil(async () => {
      const items = await look(it)
      return items[0]?.count === count && items
    }, 10_000)
  const items = await lookUntil(2)
  expect(failing.packets.length).toBeGreaterThan(0)
  expect(items).toMatchObject([{ kind: 'delivery', name: gone.url, isVerified: true }])
  expect(items[0]?.since).toBeGreaterThan(before)
  // One more is no news.
  await it.create()
  const [more] = await lookUntil(3)
  expect(more?.id).toBe(items[0]?.id)
})

test('somebody who asks for new keys waits, until they are answered', async () => {
  await using town = await openTown()
  const home = await town.household()
  await setTrust(home.it, [town.host])
  await home.loseKeys()
  await startRecovery(home.it)
  const [item] = await until(
    () => look(town.host),
    (items) => items.length > 0,
  )
  expect(item).toMatchObject({ kind: 'recovery', name: home.it.vault.ename })
  await decide(town.host, home.it, 'declineRecovery')
  expect(await look(town.host)).toEqual([])
})
