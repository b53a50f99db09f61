import { checkLogIntegrity } from '../../../src/evault/log/integrity.ts'
import { ename, type VaultOnDisk } from './vault-on-disk.ts'
import type { Act } from './workload.ts'

const selectRecords = `SELECT id, ontology, payload ->> 'text' AS text FROM meta_envelopes
  WHERE ename = $1`
const selectEntries = `SELECT meta_envelope_id AS id, count(*)::int AS count
  FROM operation_log WHERE ename = $1 GROUP BY 1`
const selectCounts = `SELECT ontology, count::int FROM ontology_counts
  WHERE ename = $1 AND count > 0`
const checkIndexes = `SELECT bt_index_check(index.indexrelid, true) FROM pg_index AS index
  JOIN pg_class AS class ON class.oid = index.indexrelid
  JOIN pg_am AS am ON am.oid = class.relam
  WHERE am.amname = 'btree' AND class.relpersistence = 'p'`

/**
 * What is wrong with a vault after a power cut; nothing, if it holds all it had acknowledged.
 * @param point the number of events before the power cut
 */
export async function findLosses(
  vault: VaultOnDisk,
  acts: readonly Act[],
  point: number,
): Promise<string[]> {
  const losses: string[] = []
  const records = await rows<{ id: string; ontology: string; text: string }>(vault, selectRecords)
  const texts = new Map(records.map(({ id, text }) => [id, text]))
  const entries = await rows<{ id: string; count: number }>(vault, selectEntries)
  const logged = new Map(entries.map(({ id, count }) => [id, count]))
  for (const [id, all] of byRecord(acts.filter(({ begun }) => begun <= point))) {
    const isDone = ({ acknowledged }: Act) => acknowledged !== null && acknowledged <= point
    const done = all.filter(isDone)
    const may = [done.at(-1)?.text ?? null, ...all.slice(done.length).map(({ text }) => text)]
    if (!may.includes(texts.get(id) ?? null)) losses.push(`record ${id} is not what it was`)
    if ((logged.get(id) ?? 0) < done.length) losses.push(`log rows of ${id} are missing`)
  }
  const chain = await checkLogIntegrity(vault.db, ename, [])
  if (!chain.whole) losses.push(`the chain: ${chain.reason}`)
  losses.push(...(await findWrongCounts(vault, records)))
  return losses
}

/** Reads every index against its table. Slow: an extension has to be made first. */
export async function findBadIndexes({ client }: VaultOnDisk): Promise<string[]> {
  await client.query('CREATE EXTENSION IF NOT EXISTS amcheck')
  try {
    await client.query(checkIndexes)
    return []
  } catch (error) {
    return [`an index: ${(error as Error).message}`]
  }
}

async function findWrongCounts(
  vault: VaultOnDisk,
  records: readonly { readonly ontology: string }[],
): Promise<string[]> {
  const counted = await rows<{ ontology: string; count: number }>(vault, selectCounts)
  const found = new Map<string, number>()
  for (const { ontology } of records) found.set(ontology, (found.get(ontology) ?? 0) + 1)
  const isRight =
    counted.length === found.size &&
    counted.every(({ ontology, count }) => found.get(ontology) === count)
  return isRight ? [] : ['the counts are not those of the records']
}

function byRecord(acts: readonly Act[]): Map<string, Act[]> {
  const found = new Map<string, Act[]>()
  for (const act of acts) found.set(act.id, [...(found.get(act.id) ?? []), act])
  return found
}

async function rows<Row>({ client }: VaultOnDisk, text: string): Promise<Row[]> {
  return (await client.query<Row>(text, [ename])).rows
}
