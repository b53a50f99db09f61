import { expect, test } from 'vitest'
import { createChangeFeed, type RecordChange } from './changes.ts'

const change = (id: string, ename = '@a'): RecordChange => ({
  kind: 'DELETED',
  ename,
  id,
  ontology: 'o',
  record: null,
})

test('a subscriber gets every change of its vault from the moment it subscribed', async () => {
  using feed = createChangeFeed()
  feed.publish(change('before'))
  const changes = feed.subscribe('@a')
  feed.publish(change('1'))
  feed.publish(change('foreign', '@b'))
  feed.publish(change('2'))
  expect((await changes.next()).value.id).toBe('1')
  expect((await changes.next()).value.id).toBe('2')
})

test('each subscriber gets all, however slow another one is', async () => {
  using feed = createChangeFeed()
  const [slow, quick] = [feed.subscribe('@a'), feed.subscribe('@a')]
  for (const id of ['1', '2', '3']) feed.publish(change(id))
  for (const id of ['1', '2', '3']) expect((await quick.next()).value.id).toBe(id)
  expect((await slow.next()).value.id).toBe('1')
})

test('a subscriber that stops is done, and the others go on', async () => {
  using feed = createChangeFeed()
  const [one, other] = [feed.subscribe('@a'), feed.subscribe('@a')]
  await one.return(undefined)
  feed.publish(change('1'))
  expect(await one.next()).toEqual({ done: true, value: undefined })
  expect((await other.next()).value.id).toBe('1')
})

test('when the vault closes, waiting subscribers end', async () => {
  const feed = createChangeFeed()
  const waiting = feed.subscribe('@a').next()
  feed[Symbol.dispose]()
  expect(await waiting).toEqual({ done: true, value: undefined })
})
