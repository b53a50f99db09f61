import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ArchiveManifest } from '../src/evault/archive/archive-format.ts'
import { ask } from '../src/evault/db/database.ts'
import { nameOfBlob } from '../src/evault/files/sealed-blob.ts'
import type { SecretStore } from '../src/evault/index.ts'
import { bring, manifestOf, save } from './support/archives.ts'
import { pack, settle, signAgain, unpack } from './support/forged-archive.ts'
import { makeRichVault } from './support/rich-vault.ts'
import { openStored } from './support/storage.ts'
import { memorySecretStore, temporaryDirectory } from './support/test-vault.ts'

type Entries = Map<string, Buffer>
const records = 'tables/meta_envelopes/000001.ndjson'

/** Archives that somebody has changed, or made to do harm. */
describe('an archive', async () => {
  const home = await temporaryDirectory()
  const [data, file] = [join(home.path, 'data'), join(home.path, 'vault.zip')]
  let rich: Awaited<ReturnType<typeof makeRichVault>>
  let number = 0
  beforeAll(async () => {
    rich = await makeRichVault(data)
    await save(data, file, rich.secretStore)
    return () => home[Symbol.asyncDispose]()
  })

  /** Changes the entries of the archive, and imports what comes of it. */
  async function bringChanged(
    change: (entries: Entries) => void | Promise<void>,
    options: { unsigned?: boolean; patch?: (zip: Buffer) => Buffer } = {},
  ) {
    number += 1
    const forged = join(home.path, `forged-${number}.zip`)
    const entries = await unpack(file)
    await change(entries)
    await pack(forged, entries)
    if (options.patch) await writeFile(forged, options.patch(await readFile(forged)))
    const target = join(home.path, `target-${number}`)
    const store = memorySecretStore()
    const result = bring(target, forged, store, options.unsigned)
    return { target, store, result }
  }

  const change = (entries: Entries, name: string, to: (text: string) => string) =>
    entries.set(name, Buffer.from(to(String(entries.get(name)))))

  /** As the owner of another vault could sign it. */
  const signed =
    (change: (entries: Entries) => void, manifest?: (it: ArchiveManifest) => void) =>
    async (entries: Entries) => {
      change(entries)
      settle(entries, manifest)
      await signAgain(entries, rich.secretStore)
    }

  async function count(target: string, store: SecretStore, table: string): Promise<number> {
    await using open = await openStored(target, store)
    const rows = await ask<{ n: number }>(open.db, `SELECT count(*)::int AS n FROM ${table}`, [])
    return rows[0]?.n ?? 0
  }

  describe('is refused, and nothing is changed,', () => {
    const nothingIn = async (target: string, store: SecretStore) => {
      if (existsSync(join(target, 'pg'))) expect(await count(target, store, 'vaults')).toBe(0)
    }

    test.each<[string, (entries: Entries) => void | Promise<void>, RegExp]>([
      [
        'with a changed manifest',
        (it) => void change(it, 'manifest.json', (text) => text.replace('"app": "', '"app": "9')),
        /Nobody vouches.*not what was signed/,
      ],
      [
        'with a signature of somebody else',
        (it) =>
          void it.set(
            'manifest.sig',
            Buffer.from(JSON.stringify({ alg: 'ES256', publicKey: 'zDn', signature: 'AA' })),
          ),
        /not by a key of the owner/,
      ],
      ['without a manifest', (it) => void it.delete('manifest.json'), /no manifest/],
      [
        'with a manifest that is none',
        (it) => void it.set('manifest.json', Buffer.from('[')),
        /can’t be read/,
      ],
      [
        'of a later format',
        (it) => void change(it, 'manifest.json', (text) => text.replace('archive:1', 'archive:2')),
        /newer version/,
      ],
      [
        'with something else in it',
        (it) => void it.set('tables/vaults/x.sql', Buffer.from('')),
        /no archive of a vault/,
      ],
      [
        'with a hidden file',
        (it) => void it.set('.bashrc', Buffer.from('')),
        /no archive of a vault/,
      ],
      [
        'with a table that is a statement',
        signed(
          () => {},
          (it) =>
            void Object.assign(it.tables[0] ?? {}, { name: 'vaults"; DROP TABLE vaults; --' }),
        ),
        /knows no table/,
      ],
      [
        'with a table twice',
        signed(
          () => {},
          (it) => void it.tables.push(it.tables[0] as never),
        ),
        /knows no table/,
      ],
      [
        'with a column that is a statement',
        signed(
          () => {},
          (it) => void Object.assign(it.tables[0]?.columns ?? {}, { 'x" text)': 'text' }),
        ),
        /knows no table/,
      ],
      [
        'with a column of another type',
        signed(
          () => {},
          (it) => void Object.assign(it.tables[0]?.columns ?? {}, { ename: 'json' }),
        ),
        /knows no table/,
      ],
      [
        'with parts that lead elsewhere',
        signed(
          () => {},
          (it) =>
            void Object.assign(it.tables.find(({ name }) => name === 'versions')?.chunks[0] ?? {}, {
              file: records,
            }),
        ),
        /can’t be/,
      ],
      [
        'of a later schema',
        signed(
          () => {},
          (it) => void Object.assign(it.vault, { schema: 9999 }),
        ),
        /newer version/,
      ],
      [
        'of another owner than it says',
        signed(
          () => {},
          (it) => void Object.assign(it.vault, { ename: '@other' }),
        ),
        /does not hold the vault/,
      ],
      [
        'with two owners',
        signed(
          (it) =>
            void change(it, 'tables/vaults/000001.ndjson', (text) =>
              text.replace('"evault_id":"@tenant-vault"', '"evault_id":"@v","keychain":"x"'),
            ),
        ),
        /does not hold the vault/,
      ],
      [
        'with another identity log',
        signed(
          (it) =>
            void change(it, 'tables/identity_log/000001.ndjson', (text) =>
              text.replace('genesis', 'genesit'),
            ),
        ),
        /identity log in it is not what was written/,
      ],
      [
        'with damaged identity',
        (it) =>
          void change(it, 'tables/vaults/000001.ndjson', (text) =>
            text.replace('@tenant', '@tenanT'),
          ),
        /nobody can tell whose vault/,
      ],
    ])('%s', async (_, change, reason) => {
      const { target, store, result } = await bringChanged(change)
      await expect(result).rejects.toThrow(reason)
      await nothingIn(target, store)
    })

    test.each<[string, (entries: Entries) => void | Promise<void>, RegExp]>([
      ['unsigned', (it) => void it.delete('manifest.sig'), /it is not signed/],
      [
        'of a vault whose keys would be called as those of another one',
        signed(
          (it) =>
            void change(it, 'tables/vaults/000001.ndjson', (text) =>
              text.replaceAll(rich.evaultId, `${rich.evaultId}/owner`),
            ),
          ({ vault }) => void Object.assign(vault, { evaultId: `${rich.evaultId}/owner` }),
        ),
        /an id that no vault has/,
      ],
    ])('%s: nothing is made for it, on the disk or in the keychain', async (_, change, reason) => {
      const { target, store, result } = await bringChanged(change)
      await expect(result).rejects.toThrow(reason)
      expect(existsSync(target)).toBe(false)
      expect(store.secrets).toEqual(new Map())
    })

    test('with one name twice', async () => {
      // Both in the central directory and before the content, with names of one length.
      const patch = (zip: Buffer) =>
        Buffer.from(
          zip.toString('latin1').replaceAll('tables/versions/', 'tables/deliveri/'),
          'latin1',
        )
      const rename = (it: Entries) =>
        void it.set('tables/deliveri/000001.ndjson', Buffer.from('{}\n'))
      const { result } = await bringChanged(rename, { patch })
      await expect(result).rejects.toThrow('in it twice')
    })

    test('with a name that leads out of it', async () => {
      const patch = (zip: Buffer) =>
        Buffer.from(
          zip.toString('latin1').replaceAll('tables/versions/', '../../../../../x'),
          'latin1',
        )
      const { result } = await bringChanged(() => {}, { patch })
      await expect(result).rejects.toThrow('list of contents is damaged')
    })

    test('that is cut off, or no zip at all', async () => {
      const patch = (zip: Buffer) => zip.subarray(0, zip.length / 2)
      await expect((await bringChanged(() => {}, { patch })).result).rejects.toThrow('zip -FF')
      const none = await bringChanged(() => {}, { patch: () => Buffer.from('hello') })
      await expect(none.result).rejects.toThrow('can’t be read as a zip archive')
    })
  })

  describe('that is damaged is imported but for what is damaged:', () => {
    test('a part of a table', async () => {
      const { target, store, result } = await bringChanged((it) => {
        change(it, records, (text) => text.replace('Unicorn 7', 'Unicorn 8'))
      })
      const rows = 32
      expect((await result).problems).toEqual([
        { item: `${records} (${rows} rows)`, reason: 'it is not what was exported' },
        { item: 'meta_envelopes', reason: `0 of ${rows} rows are there` },
      ])
      const [found, before] = [
        await manifestOf(target, store),
        await manifestOf(data, rich.secretStore),
      ]
      const others = ({ name }: { name: string }) => name !== 'meta_envelopes'
      expect(found.tables.filter(others)).toEqual(before.tables.filter(others))
      expect(found.files).toEqual(before.files)
    })

    test('bytes on the way, in the middle of the zip', async () => {
      const patch = (zip: Buffer) => {
        const at = zip.indexOf('tables/operation_log/000001.ndjson')
        zip.fill(0xee, at + 60, at + 90)
        return zip
      }
      const { target, store, result } = await bringChanged(() => {}, { patch })
      expect((await result).problems[0]).toMatchObject({
        item: expect.stringContaining('tables/operation_log/000001.ndjson'),
      })
      expect(await count(target, store, 'meta_envelopes')).toBe(32)
    })

    test('a part and a file that are gone, a file that is another', async () => {
      let files: string[] = []
      const { result } = await bringChanged((it) => {
        it.delete('tables/settings/000001.ndjson')
        files = [...it.keys()].filter((name) => name.startsWith('files/'))
        it.delete(files[0] ?? '')
        const other = it.get(files[1] ?? '') as Buffer
        it.set(files[1] ?? '', Buffer.from(other).fill('x', 0, 1))
      })
      expect((await result).problems).toEqual([
        { item: expect.stringContaining('tables/settings/'), reason: 'it is not in the archive' },
        { item: files[1], reason: 'its bytes in the archive are not what they were' },
        { item: 'settings', reason: expect.stringContaining('0 of') },
        { item: files[0], reason: 'its bytes are not there' },
        { item: files[1], reason: 'its bytes are not there' },
        { item: 'files', reason: '0 of 2 are there' },
      ])
    })
  })

  describe('whose owner means harm is contained:', () => {
    test('rows of other vaults, with keys twice, of wrong types, and lines that are none', async () => {
      let right = ''
      const { target, store, result } = await bringChanged(
        signed((it) =>
          change(it, records, (text) => {
            const [first = '', second = '', ...others] = text.trimEnd().split('\n')
            right = first
            const ename = `"ename":"${rich.ename}"`
            const uuid = /"position":"[^"]+"/
            const lines = [
              first.replace(ename, '"ename":"@somebody"'),
              first,
              second.replace(uuid, '"position":"x"'),
              second.replace('"payload":{', '"payload":{"a":01,'),
              `${second.slice(0, -1)},"search":"mine"}`,
              second.replace(`${ename},`, ''),
              second.replace('a-type', 'nul\\u0000'),
              'DROP TABLE vaults;',
              second.replace(/"id":"[^"]+"/, `"id":"${randomBytes(20_000).toString('hex')}"`),
              second.replace('"payload":{', `"payload":{"a":${'['.repeat(1e6)}${']'.repeat(1e6)},`),
            ]
            return [first, ...lines, ...others].map((line) => `${line}\n`).join('')
          }),
        ),
      )
      const { problems } = await result
      const of = problems.filter(({ item }) => item.startsWith(records))
      const foreign = 'it belongs to a vault that is not in this archive'
      expect(of.map(({ item, reason }) => [Number(item.split('line ')[1]), reason])).toEqual([
        [2, foreign],
        [6, 'there is no column "search"'],
        [7, foreign],
        [9, 'it is no JSON object'],
        [11, 'it is nested too deeply'],
        [3, 'another row has its key'],
        [4, expect.stringContaining('type uuid')],
        [5, expect.stringContaining('type json')],
        [8, expect.stringContaining('0x00')],
        [10, expect.stringContaining('index row')],
      ])
      expect(problems.at(-1)).toMatchObject({ item: 'meta_envelopes' })
      expect(await count(target, store, 'meta_envelopes')).toBe(31)
      expect(right).not.toBe('')
    })

    test('a part that is far larger than it says, and one that is larger than any', async () => {
      const bomb = Buffer.alloc(60 * 1024 * 1024, ' ')
      const { result } = await bringChanged(signed((it) => void it.set(records, bomb)))
      expect((await result).problems[0]).toMatchObject({
        reason: 'it is larger than this app can take',
      })
      // Its directory says that it has a few bytes.
      const patch = (zip: Buffer) => {
        for (
          let at = zip.indexOf('PK\x01\x02');
          at !== -1;
          at = zip.indexOf('PK\x01\x02', at + 1)
        ) {
          if (zip.toString('latin1', at + 46, at + 46 + records.length) !== records) continue
          zip.writeUInt32LE(1_000, at + 24)
        }
        return zip
      }
      const short = await bringChanged(
        signed(
          (it) => void it.set(records, bomb),
          ({ tables }) => {
            for (const { chunks } of tables)
              for (const chunk of chunks) if (chunk.file === records) chunk.bytes = 1_000
          },
        ),
        { patch },
      )
      expect((await short.result).problems[0]).toMatchObject({
        item: expect.stringContaining(records),
        reason: expect.stringContaining('it can’t be read'),
      })
    })

    test('files that nobody refers to, or that are larger than their rows say', async () => {
      const stranger = 'f'.repeat(64)
      let [files, large]: [string[], string] = [[], '']
      const { target, store, result } = await bringChanged((it) => {
        files = [...it.keys()].filter((name) => name.startsWith('files/'))
        large = files[0] ?? ''
        const [before, after] = [new Map(it), it]
        after.clear()
        // In the order of their names, as they must be.
        for (const [name, content] of before) {
          after.set(name, name === large ? Buffer.alloc(100 * 1024 * 1024) : content)
          if (name === files.at(-1)) {
            after.set(`files/${stranger}`, Buffer.from('?'))
          }
        }
      })
      const { problems } = await result
      expect(problems[0]).toEqual({
        item: large,
        reason: expect.stringContaining('104857600 bytes'),
      })
      expect(problems[1]).toEqual({
        item: `files/${stranger}`,
        reason: 'no row of the archive speaks of it',
      })
      expect(await readdir(join(target, 'blobs', 'drafts'))).toEqual([])
      const kept = await readdir(join(target, 'blobs'), { recursive: true, withFileTypes: true })
      const names = kept.filter((entry) => entry.isFile()).map(({ name }) => name)
      const others = files.filter((name) => name !== large)
      await using stored = await openStored(target, store)
      const namesKey = stored.seal.key('file-names')
      const expected = others.map((name) => nameOfBlob(namesKey, name.slice('files/'.length)))
      expect(names.sort()).toEqual(expected.sort())
    })
  })
})
