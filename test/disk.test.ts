import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { canMount, mountDisk, type SmallDisk } from './support/disk.ts'
import { buildHeadless, serveHeadless } from './support/headless.ts'
import { snapshot } from './support/snapshot.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

const megabyte = 1024 * 1024
const secretStore = memorySecretStore()

const createOne = `mutation {
  createMetaEnvelope(input: { ontology: "o", payload: { a: 1 }, acl: ["*"] }) {
    metaEnvelope { id } errors { code message }
  }
}`
const readAll = '{ metaEnvelopes { totalCount edges { node { id parsed } } } }'
const warnings = async (it: TestVault) =>
  (await it.owner('{ vault { warnings { code } } }')).data.vault.warnings.map(
    ({ code }: { code: string }) => code,
  )

describe.skipIf(!canMount)(
  'a small disk (skipped where mounting is refused: it needs root)',
  () => {
    let disk: SmallDisk
    beforeAll(async () => {
      await buildHeadless()
      disk = await mountDisk(220)
    }, 120_000)
    afterAll(() => disk[Symbol.asyncDispose]())
    const dataDirectory = () => join(disk.path, 'data')
    const open = () => openTestVault({ dataDirectory: dataDirectory(), secretStore })

    test.each([
      ['hardly any', 40 * megabyte],
      ['no', 0],
    ])('with %s space left a vault is not begun, and nothing stays behind', async (_what, free) => {
      await disk.fillUpTo(free)
      await expect(open()).rejects.toMatchObject({
        code: 'DISK_FULL',
        message: expect.stringContaining('100 MB'),
      })
      const left = (await readdir(disk.path, { recursive: true })).filter(
        (name) => name !== 'filler',
      )
      expect(left.filter((name) => !/^data(\/lock\.\d+)?$/.test(name))).toEqual([])
      await disk.clear()
    })

    test('that fills up ends writing, not reading; with space again writing goes on', async () => {
      await using it = await open()
      const first = await it.create({ n: 1 })
      expect(await warnings(it)).toEqual([])
      for (const free of [40 * megabyte, 0]) {
        await disk.fillUpTo(free)
        expect((await it.graphql(createOne)).data.createMetaEnvelope).toEqual({
          metaEnvelope: null,
          errors: [{ code: 'DISK_FULL', message: expect.stringContaining('almost full') }],
        })
        const { data } = await it.graphql(readAll)
        expect(data.metaEnvelopes.edges).toEqual([{ node: { id: first, parsed: { n: 1 } } }])
        expect(await warnings(it)).toEqual(['DISK_ALMOST_FULL'])
      }
      await disk.clear()
      const second = await it.create({ n: 2 })
      expect((await it.graphql(readAll)).data.metaEnvelopes.totalCount).toBe(2)
      expect(await warnings(it)).toEqual([])
      expect(second > first).toBe(true)
    })

    test('on which little is left does not start a vault, and starts it when there is more', async () => {
      await disk.fillUpTo(40 * megabyte)
      const before = await snapshot(join(dataDirectory(), 'pg'))
      await expect(open()).rejects.toMatchObject({ code: 'DISK_FULL' })
      expect(await snapshot(join(dataDirectory(), 'pg'))).toEqual(before)
      await disk.clear()
      await using it = await open()
      expect((await it.graphql(readAll)).data.metaEnvelopes.totalCount).toBe(2)
    })

    test('that is read-only is told as such, and nothing changes', async () => {
      const before = await snapshot(disk.path)
      await disk.setReadOnly(true)
      await expect(open()).rejects.toMatchObject({
        code: 'DATA_DIRECTORY_READ_ONLY',
        message: expect.stringContaining(disk.path),
      })
      const elsewhere = join(disk.path, 'not', 'there', 'yet')
      await expect(openTestVault({ dataDirectory: elsewhere })).rejects.toMatchObject({
        code: 'DATA_DIRECTORY_READ_ONLY',
      })
      await disk.setReadOnly(false)
      expect(await snapshot(disk.path)).toEqual(before)
      await using it = await open()
      expect((await it.graphql(readAll)).data.metaEnvelopes.totalCount).toBe(2)
    })

    test('that another program fills to the last byte does not keep the vault from ending', async () => {
      const directory = join(disk.path, 'headless')
      {
        await using run = serveHeadless(directory)
        const { url, ename } = await run.ready()
        const query = `mutation { ${Array.from({ length: 20 }, (_, n) => create(n)).join(' ')} }`
        for (let round = 0; round < 10; round += 1) {
          const headers = { 'x-ename': ename }
          const made = await call(`${url}/graphql`, { body: { query }, headers })
          expect(Object.keys(made.json.data)).toHaveLength(20)
        }
        await disk.fillUpTo(0)
        const started = performance.now()
        run.kill('SIGTERM')
        expect(await run.ended()).toBe(0)
        expect(performance.now() - started).toBeLessThan(5_000)
      }
      await disk.clear()
      await using again = serveHeadless(directory)
      const { owner } = await again.ready()
      const { json } = await call(owner.url, {
        body: { query: '{ vault { totalCount } }' },
        headers: { authorization: `Bearer ${owner.token}` },
      })
      expect(json.data.vault.totalCount).toBe(200)

      function create(n: number): string {
        const text = 'x'.repeat(5_000)
        return `r${n}: createMetaEnvelope(input: { ontology: "o", payload: { text: "${text}" }, acl: [] }) { errors { code } }`
      }
    })
  },
)
