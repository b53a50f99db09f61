import { mkdtemp, rm, statfs, symlink } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { writeTemplate } from '../../src/evault/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    templateDirectory: string
    workerEntry: string
  }
}

const project = fileURLToPath(new URL('../..', import.meta.url))

/** A file system in memory, where Linux has one. */
const inMemory = '/dev/shm'
/** Several times what tests that run at once write. */
const leastRoomBytes = 8 * 1024 ** 3

/**
 * Vitest's global set-up: one database template for the whole run, and the script of a vault's
 * threads, which Node has to be able to run.
 */
export default async function setUp(context: TestProject): Promise<() => Promise<void>> {
  if (await hasMemoryToWriteIn()) process.env.TMPDIR = inMemory
  const directory = await mkdtemp(join(tmpdir(), 'evault-template-'))
  await writeTemplate(join(directory, 'pg'))
  context.provide('templateDirectory', join(directory, 'pg'))
  context.provide('workerEntry', await bundleWorker(directory))
  return () => rm(directory, { recursive: true })
}

/**
 * No test sees a power cut of the real disk, but each waits for what is synced to it. Full and slow
 * disks are mounted or simulated by the tests that need them.
 */
async function hasMemoryToWriteIn(): Promise<boolean> {
  if (process.env.TMPDIR !== undefined) return false
  const room = await statfs(inMemory).catch(() => null)
  return room !== null && Math.min(room.bavail * room.bsize, freemem()) > leastRoomBytes
}

async function bundleWorker(directory: string): Promise<string> {
  await build({
    ...{ root: project, configFile: false, logLevel: 'error' },
    ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
    build: {
      ...{ ssr: 'src/evault/apart/worker.ts', outDir: directory, emptyOutDir: false },
      rolldownOptions: { external: [/^@electric-sql\//], output: { entryFileNames: 'worker.js' } },
    },
  })
  await symlink(join(project, 'node_modules'), join(directory, 'node_modules'))
  return join(directory, 'worker.js')
}
