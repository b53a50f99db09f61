import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, constants } from 'node:zlib'

/** What a vault that a release has left said of itself then. */
export interface Released {
  readonly ename: string
  /** What was in it, by what it is. */
  readonly facts: Readonly<Record<'filePath' | 'fileBase64' | 'tenant' | 'friend', string>>
  /** Queries of the owner, with what that release answered. */
  readonly answers: readonly { readonly query: string; readonly answer: unknown }[]
  /** What its keychain held. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Unpacks the data directory of a released version, kept in `test/released`. */
export async function unpackReleased(version: string, directory: string): Promise<Released> {
  const packed = await readFile(`test/released/vault-${version}.tar.br`)
  const params = { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 }
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const tar = spawn('tar', ['-x', '-C', directory], { stdio: ['pipe', 'inherit', 'inherit'] })
  tar.stdin.end(brotliDecompressSync(packed, { params }))
  const [code] = await once(tar, 'close')
  if (code !== 0) throw new Error(`tar ended with ${code}`)
  return JSON.parse(await readFile(join('test/released', `vault-${version}.json`), 'utf8'))
}
