import { randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { temporaryDirectory } from '../../../../test/support/test-vault.ts'
import { nodeDisk } from './disk.ts'
import { sealFolder } from './seal-folder.ts'

const key = randomBytes(64)
const plain = inject('templateDirectory')

/** All that is open below a folder. */
function openBelow(folder: string): string[] {
  const targets = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return ''
    }
  })
  return targets.filter((target) => target.startsWith(folder))
}

test('each file and each folder is synced, after all that was written to it', async () => {
  await using directory = await temporaryDirectory()
  const places = new Map<number, string>()
  const unsynced = new Set<string>()
  const disk = {
    ...nodeDisk,
    open(place: string, flags: 'r+' | 'wx+', mode?: number) {
      const fd = nodeDisk.open(place, flags, mode)
      places.set(fd, place)
      return fd
    },
    write(fd: number, bytes: Uint8Array, position: number) {
      unsynced.add(places.get(fd) ?? '')
      nodeDisk.write(fd, bytes, position)
    },
    makeFolder(place: string, mode: number) {
      unsynced.add(place)
      nodeDisk.makeFolder(place, mode)
    },
    async syncLater(fd: number) {
      unsynced.delete(places.get(fd) ?? '')
      await nodeDisk.syncLater(fd)
    },
    async syncFolderLater(place: string) {
      unsynced.delete(place)
      await nodeDisk.syncFolderLater(place)
    },
  }
  await sealFolder(plain, join(directory.path, 'pg'), key, { disk })
  expect(places.size).toBeGreaterThan(0)
  expect([...unsynced]).toEqual([])
})

test.runIf(process.platform === 'linux')(
  'a sync that fails fails the copy, and nothing stays open',
  async () => {
    await using directory = await temporaryDirectory()
    for (const failing of [1, 100, 500]) {
      let calls = 0
      const disk = {
        ...nodeDisk,
        async syncLater(fd: number) {
          calls += 1
          if (calls === failing) throw new Error('the disk is gone')
          await nodeDisk.syncLater(fd)
        },
      }
      const folder = join(directory.path, `pg-${failing}`)
      await expect(sealFolder(plain, folder, key, { disk })).rejects.toThrow('the disk is gone')
      expect(calls).toBeGreaterThanOrEqual(failing)
      expect(openBelow(folder)).toEqual([])
    }
  },
)
