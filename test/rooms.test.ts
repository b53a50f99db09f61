import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Imports that must be refused: `room imports what`. */
const forbidden = [
  ['src/w3id/a.ts', '../evault/index.ts'],
  ['src/w3id/a.ts', 'node:fs'],
  ['src/language/a.ts', '../w3id/ename.ts'],
  ['src/evault/a.ts', '../language/activate.ts'],
  ['src/ipc/a.ts', '../main/settings.ts'],
  ['src/preload/a.ts', '../w3id/ename.ts'],
  ['src/renderer/features/data/a.ts', '../../../evault/index.ts'],
  ['src/renderer/features/data/a.ts', '../../../registry/client.ts'],
  ['src/renderer/a.ts', 'electron'],
  ['src/renderer/a.ts', 'node:fs'],
  ['src/registry/a.ts', '../evault/index.ts'],
  ['src/tunnel/a.ts', '../evault/index.ts'],
  ['src/tunnel/a.ts', '../w3id/ename.ts'],
  ['src/tunnel/a.ts', 'electron'],
  ['src/tunnel/a.ts', '../relay/relay.ts'],
  ['src/registry/a.ts', '../relay/relay.ts'],
  ['src/evault/a.ts', '../relay/relay.ts'],
  ['src/main/a.ts', '../relay/relay.ts'],
  ['src/renderer/a.ts', '../relay/route.ts'],
  ['src/relay/a.ts', '../evault/index.ts'],
  ['src/relay/a.ts', '../cli/settings.ts'],
  ['src/relay/a.ts', 'electron'],
  ['src/evault/http/a.ts', '../../main/settings.ts'],
  ['src/evault/http/a.ts', '../../tunnel/probe.ts'],
  ['src/renderer/a.ts', '../tunnel/status.ts'],
  ['src/evault/a.ts', 'electron'],
  ['src/cli/a.ts', '../main/settings.ts'],
  ['src/main/a.ts', '../evault/context.ts'],
  ['src/main/vault/a.ts', '../../renderer/app.tsx'],
  ['src/main/a.ts', 'electron', 'ipcMain'],
  ['src/w3id/a.ts', '../web3-adapter/index.ts'],
  ['src/registry/a.ts', '../web3-adapter/index.ts'],
  ['src/evault/a.ts', '../web3-adapter/index.ts'],
  ['src/renderer/a.ts', '../web3-adapter/index.ts'],
  ['src/main/a.ts', '../web3-adapter/index.ts'],
  ['src/cli/a.ts', '../web3-adapter/index.ts'],
  ['src/evault/a.ts', '../testing/index.ts'],
  ['src/main/a.ts', '../testing/index.ts'],
  ['src/web3-adapter/sync/a.ts', '../../evault/index.ts'],
  ['src/web3-adapter/a.ts', '../testing/index.ts'],
  ['src/web3-adapter/a.ts', 'electron'],
  ['src/testing/a.ts', '../web3-adapter/index.ts'],
  ['src/testing/a.ts', '../cli/settings.ts'],
  ['examples/murmur/src/a.ts', '../../../src/web3-adapter/index.ts'],
  ['examples/murmur/src/a.ts', '../../../src/evault/index.ts'],
  ['examples/murmur/src/a.ts', 'evault-desktop/testing'],
  ['examples/murmur/src/a.test.ts', '../../../src/evault/index.ts'],
  ['examples/murmur/src/a.test.ts', '../../../test/support/test-vault.ts'],
] as const

const allowed = [
  ['src/ipc/a.ts', '../w3id/ename.ts'],
  ['src/ipc/a.ts', '../language/languages.ts'],
  ['src/main/a.ts', '../language/activate.ts'],
  ['src/renderer/a.ts', '../language/activate.ts'],
  ['src/renderer/a.ts', '../ipc/contract.ts'],
  ['src/evault/http/a.ts', '../../registry/client.ts'],
  ['src/cli/a.ts', '../evault/config/config.ts'],
  ['src/main/vault/a.ts', '../../evault/index.ts'],
  ['src/main/a.ts', 'electron'],
  ['src/main/a.ts', '../tunnel/supervisor.ts'],
  ['src/tunnel/a.ts', 'node:net'],
  ['src/relay/a.ts', '../registry/client.ts'],
  ['src/relay/a.ts', '../tunnel/ssh-key.ts'],
  ['src/relay/a.ts', '../w3id/ename.ts'],
  ['src/cli/a.ts', '../relay/relay.ts'],
  ['src/cli/a.ts', '../tunnel/tunnel.ts'],
  ['src/cli/dev/a.ts', '../../w3id/session-request.ts'],
  ['src/web3-adapter/client/a.ts', '../../registry/client.ts'],
  ['src/web3-adapter/a.ts', '../w3id/ename.ts'],
  ['src/testing/a.ts', '../evault/index.ts'],
  ['src/testing/a.ts', '../registry/embedded/server.ts'],
  ['src/testing/a.ts', '../w3id/ename.ts'],
  ['examples/murmur/src/a.ts', 'evault-desktop/web3-adapter'],
  ['examples/murmur/src/a.ts', './pages/layout.ts'],
  ['examples/murmur/src/a.ts', 'hono'],
  ['examples/murmur/src/a.test.ts', 'evault-desktop/testing'],
  ['examples/murmur/src/a.test.ts', 'evault-desktop/web3-adapter'],
] as const

test('the linter refuses imports between rooms that the design does not allow', async () => {
  for (const [file, what, name] of forbidden) {
    expect([file, what, await refuses(file, what, name)]).toEqual([file, what, true])
  }
})

test('the linter lets through imports that the design allows', async () => {
  for (const [file, what] of allowed) {
    expect([file, what, await refuses(file, what)]).toEqual([file, what, false])
  }
})

/** Whether our lint rules refuse an import in a file at this place. */
async function refuses(file: string, what: string, name = 'thing'): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'evault-rooms-'))
  try {
    const config = JSON.parse(await readFile('biome.json', 'utf8'))
    delete config.$schema
    await writeFile(
      join(root, 'biome.json'),
      JSON.stringify({ ...config, vcs: { enabled: false } }),
    )
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(
      join(root, file),
      `import { ${name} } from '${what}'\nexport const a = ${name}\n`,
    )
    const output = await lint(root)
    expect(output).toContain('Checked 2 files')
    return output.includes('noRestrictedImports')
  } finally {
    await rm(root, { recursive: true })
  }
}

function lint(root: string): Promise<string> {
  const args = [join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome'), 'lint', '.']
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
}
