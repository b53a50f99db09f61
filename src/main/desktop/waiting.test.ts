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

const lastWeek = '2026-01-01T00:00:00.000Z'
const today = '2026-01-08T00:00:00.000Z'

/** What the vault answers about backups, where nothing else waits. */
function answerOf(backups: object) {
  const plan = { since: lastWeek, title: '/media/disk' }
  const latest = { id: 'first', at: lastWeek }
  return {
    data: {
      ...{ recoveryRequests: [], consents: [], pendingSignatures: [], givenUpDeliveries: [] },
      backups: { isStale: false, plan, latest, failures: [], ...backups },
    },
  }
}
const failure = (work: string, code: string) => ({ work, code, at: today })

test('a backup that is out of date waits, as one until there is a newer one', () => {
  const absent = { isStale: true, failures: [failure('backup', 'PLACE_ABSENT')] }
  const [item, ...others] = readWaiting(answerOf(absent))
  expect(others).toEqual([])
  // An attempt of today is news, though the backup was out of date before.
  expect(item).toMatchObject({ kind: 'stale-backup', since: Date.parse(today) })
  const tried = [{ ...failure('backup', 'PLACE_FULL'), at: '2026-01-09T00:00:00.000Z' }]
  expect(readWaiting(answerOf({ ...absent, failures: tried }))[0]?.id).toBe(item?.id)
  const [later] = readWaiting(answerOf({ ...absent, latest: { id: 'next', at: today } }))
  expect(later?.id).not.toBe(item?.id)
  expect(readWaiting(answerOf({ isStale: true, latest: null }))).toMatchObject([
    { kind: 'stale-backup', since: Date.parse(lastWeek) },
  ])
})

test('a trial that found damage waits; one that could not be made does not, and nothing without a plan', () => {
  const damaged = { failures: [failure('drill', 'BACKUP_DAMAGED')] }
  expect(readWaiting(answerOf(damaged))).toMatchObject([
    { kind: 'failed-proof', since: Date.parse(today) },
  ])
  for (const code of ['PLACE_ABSENT', 'CANCELLED']) {
    expect(readWaiting(answerOf({ failures: [failure('drill', code)] }))).toEqual([])
  }
  expect(readWaiting(answerOf({ ...damaged, plan: null, latest: null }))).toEqual([])
})
