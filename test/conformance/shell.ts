import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { example } from './seed-examples.ts'
import type { Any, VaultUnderTest } from './vault-under-test.ts'

/** Types a curl example into a shell, for this vault, and returns the JSON it prints. */
export async function typeIntoShell(
  vault: VaultUnderTest,
  curl: string,
  replacements: Readonly<Record<string, string>> = {},
): Promise<Any> {
  const all = {
    'http://localhost:4000': vault.url,
    '@user-a.w3id': vault.ename,
    ...replacements,
  }
  const { stdout } = await promisify(execFile)('sh', ['-c', example(curl, all)], {
    // A proxy of the computer this runs on is no part of the example.
    env: { PATH: process.env.PATH, NO_PROXY: '*' },
  })
  return JSON.parse(stdout)
}
