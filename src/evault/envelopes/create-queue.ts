import type { Grant } from '../access/authorise.ts'
import type { Transact } from '../db/store.ts'
import { gather } from './gather.ts'
import type { PreparedMetaEnvelope } from './prepare.ts'
import type { NewRecord } from './transactor.ts'
import type { StoredMetaEnvelope } from './types.ts'

type CreateItem = NewRecord & { readonly grant: Grant<'create'> }

/** Creates a record under an id of the vault's making. */
export type CreateRecord = (
  grant: Grant<'create'>,
  prepared: PreparedMetaEnvelope,
) => Promise<StoredMetaEnvelope>

/**
 * Records that are created in the same moment, by whomever, commit in one transaction. When that
 * fails, each gets a transaction of its own: nobody fails for their neighbour.
 */
export function createRecordQueue(transact: Transact): CreateRecord {
  const together = (items: readonly CreateItem[]) =>
    transact(({ envelopes }) => envelopes.create(items))
  const alone = async (item: CreateItem) => {
    try {
      return (await together([item]))[0] as StoredMetaEnvelope
    } catch (error) {
      return error as Error
    }
  }
  const create = gather(
    () => '',
    async (_: null, items: readonly CreateItem[]) => {
      if (items.length === 1) return together(items)
      try {
        return await together(items)
      } catch {
        return Promise.all(items.map(alone))
      }
    },
  )
  return (grant, prepared) => create(null, { grant, prepared, id: null, announce: true })
}
