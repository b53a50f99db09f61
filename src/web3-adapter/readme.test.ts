import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('the README names everything that the adapter exports', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8')
  for (const name of Object.keys(await import('./index.ts'))) expect(readme).toContain(name)
})
