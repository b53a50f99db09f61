import {
  createKeyCustody,
  keepRepositoryKey,
  keyNames,
  putKitFirst,
  type SecretStore,
} from '../../evault/index.ts'
import type { BringBackCalls, BringBackState } from '../../ipc/bring-back.ts'
import type { RecoveryKits } from '../vault/recovery-kit.ts'
import type { Copy, Found } from './copy.ts'
import type { Marks } from './marks.ts'
import { RunFailure } from './run-failure.ts'

/** Where a vault is brought back to. */
export interface Target {
  readonly dataDirectory: string
  readonly templateDirectory: string
  readonly openStore: () => Promise<SecretStore>
  readonly remember: RecoveryKits['remember']
  readonly marks: Marks
  /** The owner has cancelled it: its process has not been told, where it does nothing yet. */
  readonly isCancelled: () => boolean
}

/**
 * Brings back what was found in a copy: first the keys of its kit, then all else.
 * @throws RunFailure, and what the keychain throws
 */
export async function takeCopy(
  found: Found,
  copy: Copy,
  { backup, acceptUnsigned }: BringBackCalls['bringBack:begin']['request'],
  { dataDirectory, templateDirectory, openStore, remember, marks, isCancelled }: Target,
): Promise<Extract<BringBackState, { state: 'done' }>> {
  const store = await openStore()
  if (copy.kit !== null) {
    await putKitFirst(copy.kit, store)
    // An import goes on later without it.
    await remember(copy.kit)
  }
  const custody = createKeyCustody(store)
  copy.hold(custody)
  const { keychain } = store
  const mark = (isWhole: boolean) =>
    marks.put(
      found.state === 'archive'
        ? { from: 'archive', file: copy.file ?? '', isWhole }
        : { from: 'backup' },
    )
  await mark(false)
  if (isCancelled()) throw new RunFailure({ code: 'CANCELLED', message: 'It was cancelled.' })
  const result = await copy.run.do(
    found.state === 'archive'
      ? {
          ...{ kind: 'import', dataDirectory, templateDirectory, keychain, acceptUnsigned },
          isBegun: found.archive.isBegun,
        }
      : { kind: 'restore', id: backup ?? '', dataDirectory, keychain },
  )
  if (result.kind !== 'done') throw new Error('it did something else')
  const { evaultId, backupKey } = result
  if (backupKey !== null) await keepRepositoryKey(backupKey, custody, evaultId)
  await mark(true)
  const ownerKeys = await store.names(keyNames.owner(evaultId, 1))
  return { state: 'done', result: result.result, hasKeys: ownerKeys.length > 0 }
}
