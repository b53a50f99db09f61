import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory } from './support/test-vault.ts'

const execute = promisify(execFile)
const packages = join(process.cwd(), 'out/packages')
const tsc = join(process.cwd(), 'node_modules/typescript/bin/tsc')

const mapping = {
  tableName: 'posts',
  schemaId: '550e8400-e29b-41d4-a716-446655440001',
  ownerEnamePath: 'ename',
  localToUniversalMap: { words: 'content' },
}

/** A platform as somebody else writes it. No name of ours may be of the type `any`. */
const consumer = `
import { PGlite } from '@electric-sql/pglite'
import * as adapterFace from 'evault-web3-adapter'
import { openAdapter, parseMapping, pgliteDatabase, type AdapterOptions, type Web3Adapter } from 'evault-web3-adapter'
import * as testingFace from 'evault-desktop/testing'
import { startTestVault, type TestVault, type TestVaultOptions } from 'evault-desktop/testing'

type IsAny<T> = 0 extends 1 & T ? true : false
type NamesOfAny<T> = { [K in keyof T]-?: IsAny<T[K]> extends true ? K : never }[keyof T]
type Nothing<T extends never> = T
export type Checked = [
  Nothing<NamesOfAny<typeof adapterFace>>, Nothing<NamesOfAny<AdapterOptions>>, Nothing<NamesOfAny<Web3Adapter>>,
  Nothing<NamesOfAny<Web3Adapter['client']>>, Nothing<NamesOfAny<Web3Adapter['webhook']>>,
  Nothing<NamesOfAny<typeof testingFace>>, Nothing<NamesOfAny<TestVault>>, Nothing<NamesOfAny<TestVaultOptions>>,
  Nothing<NamesOfAny<ReturnType<typeof parseMapping>>>,
]

const vault = await startTestVault()
const db = await PGlite.create()
await db.exec('CREATE TABLE posts (id text PRIMARY KEY, ename text NOT NULL, words text)')
const adapter = await openAdapter({
  platform: 'http://127.0.0.1:9',
  registry: vault.registry.url,
  database: pgliteDatabase(db),
  mappings: [parseMapping(${JSON.stringify(mapping)}, 'posts.json')],
})
await db.query('INSERT INTO posts VALUES ($1, $2, $3)', ['1', vault.ename, 'Hello from outside!'])
await adapter.handleChange('posts', '1')
const id = await adapter.globalIdOf('posts', '1')
const { data } = await vault.graphql<{ metaEnvelope: { parsed: { content: string } } }>(
  'query ($id: ID!) { metaEnvelope(id: $id) { parsed } }', { id }, { platform: 'http://127.0.0.1:9' },
)
console.log(data?.metaEnvelope.parsed.content)
// @ts-expect-error there is no such option
void (() => startTestVault({ nothingOfThisName: true }))
await adapter[Symbol.asyncDispose]()
await db.close()
await vault[Symbol.asyncDispose]()
`

let project: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  await execute(process.execPath, ['scripts/build-lib.mjs'])
  project = await temporaryDirectory()
  const tarballs = (await readdir(packages)).filter((name) => name.endsWith('.tgz'))
  expect(tarballs).toHaveLength(2)
  const dependencies = tarballs.map((name) => [
    name.replace(/-\d.*$/, ''),
    `file:${join(packages, name)}`,
  ])
  const manifest = { type: 'module', private: true, dependencies: Object.fromEntries(dependencies) }
  await writeFile(join(project.path, 'package.json'), JSON.stringify(manifest))
  await inProject('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'])
}, 280_000)
afterAll(() => project[Symbol.asyncDispose]())

function inProject(command: string, args: readonly string[]) {
  return execute(command, args, { cwd: project.path, timeout: 240_000 })
}

function ofProject(name: string): string {
  return join(project.path, 'node_modules/.bin', name)
}

test('a strict TypeScript project compiles against both, as Node and as bundlers resolve', async () => {
  await writeFile(join(project.path, 'consumer.ts'), consumer)
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes']
  const target = ['--target', 'es2023', '--lib', 'es2023', '--types', 'node']
  for (const resolution of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    const args = [tsc, ...strict, ...target, ...resolution, 'consumer.ts']
    const { stdout } = await inProject(process.execPath, args).catch((error) => error)
    // PGlite's own declarations want those of browsers.
    const lines: string[] = stdout.split('\n')
    expect(lines.filter((line) => line && !line.includes('@electric-sql'))).toEqual([])
  }
})

test('what it compiled to runs: a row is in a vault', async () => {
  const { stdout } = await inProject(process.execPath, ['consumer.js'])
  expect(stdout).toBe('Hello from outside!\n')
})

test('web3-adapter shows both sides of a row', async () => {
  await writeFile(join(project.path, 'posts.json'), JSON.stringify(mapping))
  await writeFile(join(project.path, 'row.json'), JSON.stringify({ words: 'Hi', ename: '@a' }))
  const args = ['dev', 'posts.json', '--sample', 'row.json', '--once']
  const { stdout } = await inProject(ofProject('web3-adapter'), args)
  expect(stdout).toContain('"content": "Hi"')
})

test('evault dev serves a vault of its own', async () => {
  const ports = ['--port', '0', '--registry-port', '0', '--wallet-port', '0']
  const args = ['dev', '--json', ...ports]
  const child = spawn(ofProject('evault'), args, { cwd: project.path, timeout: 60_000 })
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const { people } = JSON.parse(line)
  expect((await fetch(`${people[0].url}/health`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(await readdir(project.path)).toContain('.evault-dev')
})
