import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { writeTemplate } from '../../src/evault/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    templateDirectory: string
  }
}

/** Vitest's global set-up: one database template for the whole run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'evault-template-'))
  await writeTemplate(join(directory, 'pg'))
  project.provide('templateDirectory', join(directory, 'pg'))
  return () => rm(directory, { recursive: true })
}
