import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HeadlessRun } from '../test/support/headless.ts'
import { askAsOwner, expect, type Launch, vaultAddress } from './app.ts'
import { openIdentity } from './identity-window.ts'
import { emptyKeychain, saveKit } from './kit-files.ts'

/** A vault that is gone from this computer, and what its owner has of it. */
export interface LostVault {
  readonly ename: string
  /** The folder of its backups. */
  readonly drive: string
  readonly archive: string
  readonly kit: string
  readonly words: readonly string[]
  /** Content of its file. */
  readonly content: string
  /** Where it was. */
  readonly userData: string
}

export const passphrase = 'a passphrase of the backups'

/** Runs `evault` with keys in a file beside the vault, and expects that it works. */
export async function evault(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input?: string,
): Promise<string> {
  await using run = new HeadlessRun([...args, '--insecure-dev-keys'], environment, input)
  expect(await run.ended(), run.stderr).toBe(0)
  return run.stderr
}

/**
 * Makes a vault in the app with records and a file, saves its kit, backs it up and exports it, and
 * empties the keychain.
 */
export async function loseVault(launch: Launch, records = 3): Promise<LostVault> {
  const { electron, window, userData, quit } = await launch()
  const { ename } = await vaultAddress(window)
  const content = 'the bytes of a file'
  await fill(window, records, content)
  await openIdentity(window)
  const kit = join(userData, 'kit.evaultkit')
  const words = await saveKit(electron, window, kit)
  await quit()
  const data = join(userData, 'vault')
  const drive = join(userData, 'drive')
  const archive = join(userData, 'vault.zip')
  await mkdir(drive)
  // The commands have no keychain: the kit's keys go into a file.
  await evault(['kit', 'restore', kit, '--data', data], {}, words.join(' '))
  const environment = { EVAULT_BACKUP_PASSPHRASE: passphrase }
  await evault(['backup', '--to', drive, '--begin', '--data', data], environment)
  await evault(['backup', '--to', drive, '--keep-everything', '--data', data])
  await evault(['export', '--to', archive, '--data', data])
  await emptyKeychain()
  return { ename, drive, archive, kit, words, content, userData }
}

type Window = Parameters<typeof askAsOwner>[0]

async function fill(window: Window, records: number, content: string): Promise<void> {
  const create = `mutation ($input: MetaEnvelopeInput!) {
    createMetaEnvelope(input: $input) { errors { message } }
  }`
  for (let n = 0; n < records; n += 1) {
    const input = { ontology: 'Note', payload: { text: `kept ${n}` }, acl: ['*'] }
    const { data } = await askAsOwner(window, create, { input })
    expect(data.createMetaEnvelope.errors).toEqual([])
  }
  const upload = `mutation ($input: UploadFileInput!) { uploadFile(input: $input) { errors { message } } }`
  const input = {
    ...{ filename: 'a.txt', contentType: 'text/plain', acl: ['*'] },
    content: Buffer.from(content).toString('base64'),
  }
  const { data } = await askAsOwner(window, upload, { input })
  expect(data.uploadFile.errors).toEqual([])
}

/** Expects that all that was in the lost vault is in the open one. */
export async function expectBack(window: Window, vault: LostVault, records = 3): Promise<void> {
  expect((await vaultAddress(window)).ename).toBe(vault.ename)
  const { data } = await askAsOwner(
    window,
    `{ vault { totalCount } metaEnvelopes(first: 50) { edges { node { parsed } } } }`,
  )
  const found = JSON.stringify(data.metaEnvelopes.edges)
  for (let n = 0; n < records; n += 1) expect(found).toContain(`kept ${n}`)
  // The record of the file is one, too.
  expect(data.vault.totalCount).toBe(records + 1)
}
