import { appendFile, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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

/**
 * What a vault of a test holds fits in much less than Postgres keeps in memory by itself, and all of
 * that is zeroed at each start. Its log is written from as large a buffer as it is then.
 */
const memory = '\nshared_buffers = 16MB\nwal_buffers = 4MB\n'

/**
 * Vitest's global set-up: one database template for the whole run, and the script of a vault's
 * threads, which Node has to be able to run.
 */
export default async function setUp(context: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-template-'))
  await writeTemplate(join(directory, 'pg'))
  await appendFile(join(directory, 'pg', 'postgresql.conf'), memory)
  context.provide('templateDirectory', join(directory, 'pg'))
  context.provide('workerEntry', await bundleWorker(directory))
  return () => rm(directory, { recursive: true })
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
