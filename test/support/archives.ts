import { join } from 'node:path'
import pino from 'pino'
import { inject } from 'vitest'
import { vaultManifest } from '../../src/evault/archive/vault-manifest.ts'
import {
  type ArchiveProgress,
  exportVault,
  importVault,
} from '../../src/evault/archive-of-vault.ts'
import { createBlobStore } from '../../src/evault/files/blob-store.ts'
import { createKeyCustody, type SecretStore } from '../../src/evault/keys/custody.ts'
import { openStored } from './storage.ts'

const log = pino({ level: 'silent' })
const progress = () => {}

/** Exports as the command line does. */
export function save(data: string, file: string, store: SecretStore) {
  const openCustody = async () => createKeyCustody(store)
  const { signal } = new AbortController()
  return exportVault(data, file, { openCustody, log, progress, signal, version: '1.2.3' })
}

/** Imports as the command line does. */
export function bring(
  data: string,
  file: string,
  store: SecretStore,
  acceptUnsigned = false,
  { signal } = new AbortController(),
  onProgress: ArchiveProgress = progress,
) {
  const templateDirectory = inject('templateDirectory')
  return importVault(data, file, {
    ...{ openCustody: async () => createKeyCustody(store), log, signal, progress: onProgress },
    ...{ templateDirectory, acceptUnsigned },
  })
}

/** Of a vault that is not running. */
export async function manifestOf(data: string, store: SecretStore) {
  await using open = await openStored(data, store)
  return await vaultManifest(open.db, createBlobStore(join(data, 'blobs'), open.seal))
}
