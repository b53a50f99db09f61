import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { temporaryDirectory } from '../../test/support/test-vault.ts'
import { readEnvironment } from '../evault/config/environment.ts'
import { readSettings, type ServeArguments } from './settings.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
})
afterAll(() => directory[Symbol.asyncDispose]())

/** The settings that arguments, environment and a config file make together. */
async function read(
  args: ServeArguments,
  environment: Record<string, string> = {},
  file: unknown = {},
) {
  const config = join(directory.path, 'config.json')
  await writeFile(config, typeof file === 'string' ? file : JSON.stringify(file))
  return readSettings({ config, ...args }, readEnvironment(environment))
}

const invalid = (message: string) => ({
  code: 'INVALID_CONFIG',
  message: expect.stringContaining(message),
})

test('without any setting it is the protocol as documented, with a registry of its own', async () => {
  const { vault, registrySecret, keyFile, logLevel } = await read({})
  expect(vault).toMatchObject({
    ...{ port: 4000, policy: 'open', registry: 'embedded', registryPort: 4321 },
    dataDirectory: expect.stringMatching(/^\/.*evault/),
  })
  expect({ registrySecret, logLevel }).toEqual({ registrySecret: null, logLevel: 'info' })
  expect(keyFile).toEqual({ insecureDevKeys: false })
})

describe('arguments win over the environment, which wins over the config file', () => {
  const file = {
    ...{ dataDirectory: '/file', port: 1001, policy: 'guarded', registry: 'http://file' },
    ...{ registryPort: 2001, registrySecret: 'file', passphraseFile: '/file', logLevel: 'warn' },
  }
  const environment = {
    ...{ EVAULT_DATA: '/env', EVAULT_PORT: '1002', EVAULT_POLICY: 'open' },
    ...{ EVAULT_REGISTRY: 'http://env', EVAULT_REGISTRY_PORT: '2002', EVAULT_LOG_LEVEL: 'error' },
    ...{ EVAULT_REGISTRY_SECRET: 'env', EVAULT_PASSPHRASE_FILE: '/env' },
  }
  const args = {
    ...{ data: '/args', port: '1003', policy: 'guarded', registry: 'http://args' },
    ...{ registryPort: '2003', registrySecret: 'args', passphraseFile: '/args', logLevel: 'debug' },
  }

  test.each([
    ['file', {}, {}, [1001, 'guarded', 2001, 'warn']],
    ['env', {}, environment, [1002, 'open', 2002, 'error']],
    ['args', args, environment, [1003, 'guarded', 2003, 'debug']],
  ] as const)('for every setting: %s', async (source, given, env, values) => {
    const { vault, registrySecret, keyFile, logLevel } = await read(given, env, file)
    expect([vault.port, vault.policy, vault.registryPort, logLevel]).toEqual(values)
    expect(vault.dataDirectory).toBe(`/${source}`)
    expect(vault.registry).toBe(`http://${source}`)
    expect(registrySecret).toBe(source)
    expect(keyFile.passphraseFile).toBe(`/${source}`)
  })

  test('and each may say a part only', async () => {
    const { vault } = await read(
      { port: '1003' },
      { EVAULT_POLICY: 'guarded' },
      { registry: 'http://f' },
    )
    expect(vault).toMatchObject({ port: 1003, policy: 'guarded', registry: 'http://f' })
  })
})

test('a relative data directory is one of the current directory', async () => {
  expect((await read({ data: 'x/y' })).vault.dataDirectory).toBe(join(process.cwd(), 'x/y'))
})

describe('a wrong value is refused in one line that names it', () => {
  test.each<[ServeArguments, string]>([
    [{ port: 'abc' }, 'port: must be a number'],
    [{ port: '' }, 'port: must be a number'],
    [{ port: '-1' }, 'port: must be a number'],
    [{ port: '1e3' }, 'port: must be a number'],
    [{ port: '65536' }, 'port: must be 0 to 65535'],
    [{ registryPort: '1.5' }, 'registryPort: must be a number'],
    [{ policy: 'Open' }, 'policy: must be "open" or "guarded"'],
    [{ registry: '' }, 'registry: must be "embedded" or an http(s) URL'],
    [{ registry: 'ftp://x' }, 'registry: must be "embedded" or an http(s) URL'],
    [{ registry: 'http://me:pw@x' }, 'registry: must be "embedded" or an http(s) URL'],
    [{ registrySecret: 'two words' }, 'registrySecret: must be printable ASCII'],
    [{ registrySecret: '' }, 'registrySecret: must be printable ASCII'],
    [{ logLevel: 'loud' }, 'logLevel: must be debug, info, warn or error'],
    [{ data: '' }, 'dataDirectory: must not be empty'],
    [{ config: '/nowhere.json' }, 'The config file /nowhere.json'],
  ])('%j', async (args, message) => {
    await expect(read(args)).rejects.toMatchObject(invalid(message))
    await expect(read(args)).rejects.not.toMatchObject({ message: expect.stringContaining('\n') })
  })

  test.each([
    ['{', "can't be read"],
    ['[]', 'config.json'],
    [{ prot: 4000 }, 'prot'],
    [{ port: true }, 'port'],
    [{ port: 70_000 }, 'port: must be 0 to 65535'],
    [{ passphrase: 'never here' }, 'passphrase'],
  ])('config file %j', async (file, message) => {
    await expect(read({}, {}, file)).rejects.toMatchObject(invalid(message))
  })

  test('a secret is not repeated', async () => {
    const error = await read({ registrySecret: 'my secret' }).catch((thrown) => thrown)
    expect(String(error)).not.toContain('my secret')
  })
})
