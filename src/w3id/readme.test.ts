import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { type IdentityLogEntry, nextKeyHash } from './identity-log/entry.ts'
import { validateLogChain } from './identity-log/validate.ts'

const readme = await readFile(new URL('README.md', import.meta.url), 'utf8')
const modules = import.meta.glob('./**/*.ts')

function blocksOf(language: string): string[] {
  const blocks = readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))
  return [...blocks].map(([, block = '']) => block)
}

/** Runs all the examples as one program and returns some of its constants. */
async function runExamples(results: readonly string[]): Promise<Record<string, unknown>> {
  const program = blocksOf('ts').join('\n')
  const imports = /^import \{ (.+) \} from '(.+)'$/gm
  const scope: Record<string, unknown> = {}
  for (const [, names = '', path = ''] of program.matchAll(imports)) {
    const module = (await modules[path]?.()) as Record<string, unknown>
    for (const name of names.split(', ')) scope[name] = module[name]
  }
  const body = `return (async () => {${program.replaceAll(imports, '')}
    return { ${results.join()} } })()`
  return new Function(...Object.keys(scope), body)(...Object.values(scope))
}

test('the examples do what they say', async () => {
  const names = ['w3id', 'token', 'claims', 'log', 'rotated', 'state', 'spare', 'local', 'same']
  const results = await runExamples([...names, 'request', 'versionId', 'verifyJwt'])
  const log = results.log as IdentityLogEntry[]
  expect(results).toMatchObject({
    w3id: { id: expect.stringMatching(/^@[0-9a-f-]{36}$/), isGlobal: true },
    claims: { purpose: 'hello' },
    versionId: log[0]?.versionId,
    state: { updateKeys: [(results.spare as { publicKey: string }).publicKey] },
    local: { kind: 'local', ename: '@user-a.w3id', object: 'Post 7' },
    same: true,
    request: {
      action: 'auth',
      redirect: 'https://a.example/api',
      session: 'x+y',
      platform: 'a',
    },
  })
  const verify = results.verifyJwt as typeof import('./verify-jwt.ts').verifyJwt
  const late = verify(results.token as string, { log: results.rotated as IdentityLogEntry[] })
  await expect(late).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
})

test('the log that it shows is valid, and linked as it says', async () => {
  const log: IdentityLogEntry[] = JSON.parse(blocksOf('json')[0] ?? '')
  await expect(validateLogChain(log)).resolves.toMatchObject({ versionId: log[1]?.versionId })
  expect(log[0]?.nextKeyHashes).toEqual([await nextKeyHash(log[1]?.updateKeys[0] ?? '')])
  const kids = log[1]?.proofs.map(({ kid }) => kid)
  expect(kids).toEqual([log[0]?.updateKeys[0], log[1]?.updateKeys[0]])
})

test('it names every file and what that exports', async () => {
  for (const [path, load] of Object.entries(modules)) {
    if (/\.test\.ts$|proofs|recovery|shape/.test(path)) continue
    expect(readme).toContain(`\`${path.slice(2)}\``)
    const hidden = ['validateStoredLog']
    const names = Object.keys((await load()) as object).filter((name) => !hidden.includes(name))
    for (const name of names) expect(readme).toContain(`\`${name}\``)
  }
})
