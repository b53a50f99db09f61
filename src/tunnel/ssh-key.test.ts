import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { createSshKey } from './ssh-key.ts'

test('ssh-keygen reads a key, and finds the same public one in it', () => {
  const { privateKey, publicKey } = createSshKey()
  const folder = mkdtempSync(join(tmpdir(), 'evault-key-'))
  const file = join(folder, 'key')
  writeFileSync(file, privateKey, { mode: 0o600 })
  expect(execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }).trim()).toBe(
    publicKey,
  )
  rmSync(folder, { recursive: true })
})

test('every key can be used, whatever its first byte', () => {
  let withZero = 0
  for (let count = 0; count < 3_000; count += 1) {
    const { privateKey, publicKey } = createSshKey()
    const key = ssh2.utils.parseKey(privateKey)
    if (key instanceof Error) throw key
    const blob = key.getPublicSSH()
    expect(publicKey.split(' ')[1]).toBe(blob.toString('base64'))
    if (blob.at(-32) === 0) withZero += 1
  }
  expect(withZero).toBeGreaterThan(0)
})
