import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { openNotes, openShots } from './support/sync-platforms.ts'
import { POST, USER } from './support/sync-platforms-mappings.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/**
 * Two platforms with the adapter, one on SQLite with rows and one on Postgres with documents, and
 * the vaults of two people: what one platform writes, the other has.
 */

let ada: TestVault
let ben: TestVault
let notes: Awaited<ReturnType<typeof openNotes>>
let shots: Awaited<ReturnType<typeof openShots>>

beforeEach(async () => {
  ada = await openTestVault({ config: { policy: 'open' } })
  const { url: registry, secret: registrySecret } = ada.vault.registry
  ben = await openTestVault({
    config: { policy: 'open', registry },
    means: { registrySecret, besideRegistry: true },
  })
  notes = await openNotes(ada)
  shots = await openShots(ada)
})

afterEach(async () => {
  await Promise.all([notes, shots].map((platform) => platform[Symbol.asyncDispose]()))
  await ben[Symbol.asyncDispose]()
  await ada[Symbol.asyncDispose]()
})

const until = (condition: () => unknown) =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 50 })

/** A person as one who has logged in: their vault is asked to tell, their row is there. */
async function joinNotes({ vault }: TestVault, handle: string): Promise<string> {
  await notes.adapter.follow(vault.ename)
  const known = notes.db.prepare('SELECT id FROM people WHERE ename = ?').get(vault.ename) as
    | { id: string }
    | undefined
  if (known !== undefined) return known.id
  notes.db
    .prepare(
      'INSERT INTO people (id, handle, shown, ename, joined) VALUES (?, ?, ?, ?, 1700000000)',
    )
    .run(`id-${handle}`, handle, handle.toUpperCase(), vault.ename)
  return `id-${handle}`
}

function write(id: string, person: string, words: string, parent: string | null = null): void {
  notes.db
    .prepare(
      'INSERT INTO notes (id, by_whom, words, answers_to, pictures, written) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(id, person, words, parent, '[]', 1_700_000_000)
}

interface Note {
  readonly id: string
  readonly words: string
  readonly by_whom: string
  readonly answers_to: string | null
  readonly pictures: string
}

const noteOf = (id: string) =>
  notes.db.prepare('SELECT * FROM notes WHERE id = ?').get(id) as Note | undefined
const allNotes = () => notes.db.prepare('SELECT * FROM notes ORDER BY id').all() as Note[]

interface Shot {
  readonly caption: string
  readonly by: string
  readonly on: string | null
  readonly images: string[]
  readonly hearts: string[]
}

async function allShots(): Promise<{ id: string; doc: Shot }[]> {
  return (await shots.db.query<{ id: string; doc: Shot }>('SELECT id, doc FROM shots ORDER BY id'))
    .rows
}
const captions = async () => (await allShots()).map(({ doc }) => doc.caption).sort()

async function changeShot(id: string, change: Partial<Shot>): Promise<void> {
  await shots.db.query('UPDATE shots SET doc = doc || $2::jsonb WHERE id = $1', [
    id,
    JSON.stringify(change),
  ])
}

async function payloads(vault: TestVault, ontology: string): Promise<Record<string, unknown>[]> {
  const { data } = await vault.owner(
    `query ($ontology: ID!) { metaEnvelopes(filter: { ontologyId: $ontology }, first: 100) {
       edges { node { id parsed } } } }`,
    { ontology },
  )
  return data.metaEnvelopes.edges.map(({ node }: { node: { parsed: unknown } }) => node.parsed)
}

async function logLength(vault: TestVault): Promise<number> {
  const { json } = await vault.call('/logs?limit=100', {
    headers: { 'x-ename': vault.vault.ename },
  })
  return json.logs.length
}

test('a post on one platform is on another, which its author has never visited', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'Hello, world!')

  await until(async () => (await captions()).includes('Hello, world!'))
  const [shot] = await allShots()
  const { rows } = await shots.db.query<{ id: string; doc: { nick: string; ename: string } }>(
    'SELECT id, doc FROM persons',
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.doc).toMatchObject({
    nick: 'ada',
    ename: ada.vault.ename,
    name: { shown: 'ADA' },
  })
  expect(shot?.doc.by).toBe(rows[0]?.id)
  expect(await payloads(ada, POST)).toEqual([
    expect.objectContaining({ content: 'Hello, world!', createdAt: '2023-11-14T22:13:20.000Z' }),
  ])
})

test('edits and deletions follow both ways', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'first')
  await until(async () => (await captions()).includes('first'))
  await shots.adapter.follow(ada.vault.ename)
  const [shot] = await allShots()

  await changeShot(shot?.id ?? '', { caption: 'edited there' })
  await until(() => noteOf('n1')?.words === 'edited there')
  notes.db.prepare('UPDATE notes SET words = ? WHERE id = ?').run('edited here', 'n1')
  await until(async () => (await captions()).includes('edited here'))

  await shots.db.query('DELETE FROM shots')
  await until(() => allNotes().length === 0)
  expect(await payloads(ada, POST)).toEqual([])
})

test('a change is written once: nobody sends back what was brought', async () => {
  const person = await joinNotes(ada, 'ada')
  await shots.adapter.follow(ada.vault.ename)
  write('n1', person, 'once')
  await until(async () => (await captions()).includes('once'))
  await notes.idle()
  await shots.idle()
  await new Promise((resolve) => setTimeout(resolve, 4_000))

  // The person and the post.
  expect(await logLength(ada)).toBe(2)
})

test('answers and likes of another person, and a like taken back', async () => {
  const one = await joinNotes(ada, 'ada')
  const other = await joinNotes(ben, 'ben')
  write('n1', one, 'question')
  write('n2', other, 'answer', 'n1')
  notes.db.prepare('INSERT INTO stars VALUES (?, ?)').run('n1', other)
  notes.db.prepare('INSERT INTO stars VALUES (?, ?)').run('n1', one)

  await until(async () => (await allShots()).length === 2)
  await until(async () => (await allShots()).some(({ doc }) => doc.hearts.length === 2))
  const all = await allShots()
  const question = all.find(({ doc }) => doc.caption === 'question')
  const answer = all.find(({ doc }) => doc.caption === 'answer')
  expect(answer?.doc.on).toBe(question?.id)
  expect((await payloads(ben, POST)).map(({ content }) => content)).toEqual(['answer'])

  await shots.adapter.follow(ada.vault.ename)
  await changeShot(question?.id ?? '', { hearts: [question?.doc.by ?? ''] })
  await until(() => (notes.db.prepare('SELECT * FROM stars').all() as unknown[]).length === 1)
  expect(notes.db.prepare('SELECT person_id FROM stars').all()).toEqual([{ person_id: one }])
})

test('changes of different fields at the same time are both kept', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'words')
  await until(async () => (await captions()).includes('words'))
  await shots.adapter.follow(ada.vault.ename)
  await shots.idle()
  const [shot] = await allShots()
  await shots.stop()
  notes.db.prepare('UPDATE notes SET words = ? WHERE id = ?').run('other words', 'n1')
  await notes.idle()
  await changeShot(shot?.id ?? '', { images: ['https://example.com/a.png'] })
  await shots.start()

  await until(() => noteOf('n1')?.pictures === '["https://example.com/a.png"]')
  await until(async () => (await captions()).includes('other words'))
  expect(noteOf('n1')?.words).toBe('other words')
})

test('200 edits from both sides at the same time converge', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'start')
  await until(async () => (await captions()).includes('start'))
  await shots.adapter.follow(ada.vault.ename)
  const id = (await allShots())[0]?.id ?? ''
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))

  const here = async () => {
    for (let edit = 0; edit < 100; edit += 1) {
      notes.db.prepare('UPDATE notes SET words = ? WHERE id = ?').run(`here ${edit}`, 'n1')
      await pause()
    }
  }
  const there = async () => {
    for (let edit = 0; edit < 100; edit += 1) {
      await changeShot(id, { caption: `there ${edit}` })
      await pause()
    }
  }
  await Promise.all([here(), there()])
  const isSame = async () => {
    const [record] = await payloads(ada, POST)
    const [caption] = await captions()
    return noteOf('n1')?.words === caption && record?.content === caption
  }
  await until(isSame)
  await notes.idle()
  await shots.idle()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(await isSame()).toBe(true)
  expect(['here 99', 'there 99']).toContain(noteOf('n1')?.words)
})

test('what was written while nobody could send it is sent once, by whoever starts next', async () => {
  const person = await joinNotes(ada, 'ada')
  await notes.idle()
  await notes.stop()
  for (let n = 0; n < 20; n += 1) write(`n${n}`, person, `while down ${n}`)
  await notes.start()
  await notes.idle()

  const contents = (await payloads(ada, POST)).map(({ content }) => content)
  expect(contents.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `while down ${n}`).sort())
})

test('a platform that was away catches up, with what was deleted meanwhile', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'goes')
  write('n2', person, 'stays')
  await until(async () => (await captions()).length === 2)
  await shots.adapter.follow(ada.vault.ename)
  await shots.idle()
  await shots.stop()
  notes.db.prepare('DELETE FROM notes WHERE id = ?').run('n1')
  write('n3', person, 'comes')
  await notes.idle()
  await shots.start()

  await until(async () => (await captions()).join() === 'comes,stays')
})

test('a picture goes into the vault, and the row names it from then on', async () => {
  const person = await joinNotes(ada, 'ada')
  const pixel = 'data:image/png;base64,iVBORw0KGgo='
  write('n1', person, 'with a picture')
  notes.db.prepare('UPDATE notes SET pictures = ? WHERE id = ?').run(JSON.stringify([pixel]), 'n1')

  await until(() => noteOf('n1')?.pictures.includes('w3ds://file'))
  const [uri] = JSON.parse(noteOf('n1')?.pictures ?? '[]') as string[]
  await until(async () => (await allShots())[0]?.doc.images.length === 1)
  expect((await allShots())[0]?.doc.images).toEqual([uri])
  const file = await shots.adapter.client.openFile(uri ?? '')
  expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe('iVBORw0KGgo=')
  await notes.idle()
  expect(await payloads(ada, 'w3ds-file-v1')).toHaveLength(1)
})

test('what a record says of another owner than its vault’s is left out', async () => {
  const person = await joinNotes(ada, 'ada')
  write('n1', person, 'mine')
  await until(async () => (await captions()).includes('mine'))
  const [user] = await payloads(ada, USER)
  const { rows } = await shots.db.query<{ id: string }>('SELECT id FROM persons')
  const adaId = await shots.adapter.globalIdOf('persons', rows[0]?.id ?? '')
  expect(user?.username).toBe('ada')

  // A post in Ben's vault that says it is Ada's, and Ada's own id with other words.
  await ben.create(
    { content: 'forged', authorId: adaId, createdAt: '2025-01-01T00:00:00Z' },
    ['*'],
    POST,
  )
  const id = await shots.adapter.globalIdOf('shots', (await allShots())[0]?.id ?? '')
  const packet = { id, w3id: ben.vault.ename, schemaId: POST, data: { content: 'forged' } }
  expect((await call(`${shots.url}/api/webhook`, { body: packet })).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  await shots.idle()

  expect(await captions()).toEqual(['mine'])
})

test('an eName in the place of an id leads to the person', async () => {
  await ada.create(
    { content: 'by name', authorId: ada.vault.ename, createdAt: '2025-01-01T00:00:00Z' },
    ['*'],
    POST,
  )
  await until(() => allNotes().length === 1)
  await ada.create({ username: 'real', displayName: 'Real', isVerified: true }, ['*'], USER)

  await until(() => {
    const people = notes.db.prepare('SELECT handle, ename, verified FROM people').all()
    return (
      JSON.stringify(people) ===
      JSON.stringify([{ handle: 'real', ename: ada.vault.ename, verified: 1 }])
    )
  })
  await joinNotes(ada, 'other')
  expect(notes.db.prepare('SELECT handle FROM people').all()).toEqual([{ handle: 'real' }])
})

test('a post without an author is its vault’s owner’s', async () => {
  await ada.create({ content: 'anonymous', createdAt: '2025-01-01T00:00:00Z' }, ['*'], POST)
  await until(() => allNotes().length === 1)
  expect(notes.db.prepare('SELECT ename FROM people').all()).toEqual([{ ename: ada.vault.ename }])
})

test('an answer comes before what it answers', async () => {
  await joinNotes(ada, 'ada')
  const parent = '0190c0de-0000-7000-8000-000000000001'
  await ada.create(
    { content: 'answer', parentPostId: parent, createdAt: '2025-01-01T00:00:00Z' },
    ['*'],
    POST,
  )
  await until(async () => (await notes.adapter.status()).problems.length > 0)
  expect(allNotes()).toEqual([])
  const token = await ada.platformToken('https://other.example.com')
  const input = { id: parent, ontology: POST, payload: { content: 'question' }, acl: ['*'] }
  await ada.graphql(
    `mutation ($inputs: [BulkMetaEnvelopeInput!]!) { bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`,
    { inputs: [input] },
    { authorization: `Bearer ${token}` },
  )
  await until(() => allNotes().length === 2)
  const answer = allNotes().find(({ words }) => words === 'answer')
  expect(noteOf(answer?.answers_to ?? '')?.words).toBe('question')
})
