import { bindingOntology } from '../bindings/types.ts'
import { ask, type Database } from '../db/database.ts'
import { fileOntology } from '../files/files.ts'
import type { Ledger, Move, MoveItem } from './ledger.ts'
import { isAnswer } from './remote-http.ts'
import { type MovedType, type MoveReport, mostNamed, type NotMoved } from './report.ts'
import type { Run } from './run.ts'

/** What a vault has beside its records, which the protocol can't hand over. */
const countOthers = `SELECT
  (SELECT count(*) FROM operation_log WHERE ename = $1)::int AS log,
  (SELECT count(*) FROM versions WHERE ename = $1)::int AS versions,
  (SELECT count(*) FROM versions WHERE ename = $1 AND ended_by = 'delete' AND NOT restored)::int
    AS trash,
  (SELECT count(*) FROM settings WHERE ename = $1)::int AS settings,
  (SELECT count(*) FROM passphrases WHERE ename = $1)::int AS passphrases,
  (SELECT count(*) FROM owner_keys WHERE ename = $1)::int AS keys,
  (SELECT count(*) FROM deliveries WHERE ename = $1)::int AS deliveries`
const selectConsents = `SELECT platform FROM consents WHERE ename = $1 ORDER BY platform
  LIMIT ${mostNamed}`
const selectNaming = `SELECT id FROM meta_envelopes
  WHERE ename = $1 AND ontology <> $3 AND position(lower($2) IN lower(payload::text)) > 0
  ORDER BY position LIMIT ${mostNamed}`

interface Others {
  readonly log: number
  readonly versions: number
  readonly trash: number
  readonly settings: number
  readonly passphrases: number
  readonly keys: number
  readonly deliveries: number
}

const itemsAtOnce = 500

/** Puts together what came of a move: counts of each kind that stayed behind, and names. */
export async function makeReport(run: Run, db: Database, here: string): Promise<MoveReport> {
  const { move, ledger, local } = run
  const counts = await ledger.itemCounts(move)
  const counted = (state: MoveItem['state']) =>
    counts.filter((one) => one.state === state).reduce((sum, one) => sum + one.count, 0)
  const found = await survey(ledger, move)
  const isOut = move.direction === 'out'
  const showsAcl = !isOut || move.helps
  const withAcl = showsAcl ? counted('copied') - found.withoutAcl.count : 0
  const held = await local.counts()
  const types = [...new Set(counts.map(({ ontology }) => ontology))].map((ontology): MovedType => {
    const of = (state: MoveItem['state']) =>
      counts.find((one) => one.ontology === ontology && one.state === state)?.count ?? 0
    const offered = of('copied') + of('refused') + of('conflict') + of('sending')
    return {
      ontology,
      source: isOut ? (held.get(ontology) ?? 0) : offered,
      target: isOut ? of('copied') : (held.get(ontology) ?? 0),
    }
  })
  const notMoved = [
    ...(await aboutIdentityLog(run)),
    ...(await aboutFormerId(run)),
    ...fromItems(found),
    ...aboutAcls(move, counted('copied'), found.withoutAcl),
    aboutTypes(types),
    ...(isOut ? await stayingHere(db, move, here) : await stayingThere(ledger, move)),
    ...aboutWebhooks(move, counted('copied')),
  ]
  return {
    ename: move.ename,
    direction: move.direction,
    from: isOut ? here : move.url,
    to: isOut ? (move.uri ?? move.url) : here,
    startedAt: move.startedAt.toISOString(),
    switchedAt: (move.switchedAt ?? new Date()).toISOString(),
    frozenMs: move.frozenMs ?? 0,
    records: counted('copied'),
    files: found.files,
    compared: { withAcl, withoutAcl: counted('copied') - withAcl },
    types,
    notMoved: notMoved.filter(({ count }) => count !== 0),
  }
}

/** Things of one kind: all are counted, the first are named. */
class Found {
  count = 0
  readonly items: string[] = []

  add(item: string): void {
    this.count += 1
    if (this.items.length < mostNamed) this.items.push(item)
  }
}

interface Survey {
  readonly refused: Found
  readonly conflicts: Found
  readonly lostFiles: Found
  readonly newIds: Found
  readonly unsigned: Found
  /** Copied records whose ACL the source does not show. */
  readonly withoutAcl: Found
  files: number
}

/** Goes through all items; only as many as can be named are kept. */
async function survey(ledger: Ledger, move: Move): Promise<Survey> {
  const found: Survey = {
    ...{ refused: new Found(), conflicts: new Found(), lostFiles: new Found() },
    ...{ newIds: new Found(), unsigned: new Found(), withoutAcl: new Found() },
    files: 0,
  }
  for (let after = ''; ; ) {
    const items = await ledger.itemsAfter(move, after, {}, itemsAtOnce)
    const last = items.at(-1)
    if (last === undefined) return found
    for (const item of items) look(found, item)
    after = last.id
  }
}

function look(found: Survey, item: MoveItem): void {
  const { id, state, problem, fileProblem, otherId } = item
  if (state === 'refused') found.refused.add(`${id}: ${problem ?? ''}`)
  if (state === 'conflict') found.conflicts.add(id)
  if (fileProblem !== null) found.lostFiles.add(`${id}: ${fileProblem}`)
  if (state !== 'copied') return
  if (item.fileHash !== null) found.files += 1
  if (item.hash === item.contentHash) found.withoutAcl.add(id)
  if (otherId !== null && item.ontology === bindingOntology) found.newIds.add(`${id} → ${otherId}`)
  if (problem !== null) found.unsigned.add(`${id}: ${problem}`)
}

function fromItems({ refused, conflicts, lostFiles, newIds, unsigned }: Survey): NotMoved[] {
  const about = (kind: NotMoved['kind'], { count, items }: Found, reason: string): NotMoved => ({
    ...{ kind, count, reason, items },
  })
  return [
    about('records', refused, 'The other vault did not take them.'),
    about(
      'conflicts',
      conflicts,
      'Another record of the same id was there before, or it was changed at both places; it was left as it is.',
    ),
    about('files', lostFiles, 'Their bytes could not be moved.'),
    about('bindings', newIds, 'The other vault gives binding documents ids of its own.'),
    about(
      'signatures',
      unsigned,
      'The other vault did not take these signatures, or they wait for approval there.',
    ),
  ]
}

function aboutAcls(move: Move, copied: number, withoutAcl: Found): NotMoved[] {
  if (move.direction === 'in') {
    return [
      {
        ...{ kind: 'acls', count: withoutAcl.count },
        reason: 'The old vault does not show who may read these records: here, only you may.',
        items: withoutAcl.items,
      },
    ]
  }
  if (move.helps) return []
  const reason = 'They were sent, but the other vault does not show them, so nobody compared them.'
  return [{ kind: 'acls', count: copied, reason, items: [] }]
}

function aboutTypes(types: readonly MovedType[]): NotMoved {
  return {
    ...{ kind: 'ontologies', count: types.length },
    reason: 'Descriptions of types are no records: each vault has its own.',
    items: types.map(({ ontology }) => ontology).slice(0, mostNamed),
  }
}

function aboutWebhooks(move: Move, copied: number): NotMoved[] {
  if (move.direction === 'in' || move.helps) return []
  const reason =
    'The other vault may have told platforms of them as new: only it knows whether it kept quiet.'
  return [{ kind: 'webhooks', count: copied, reason, items: [] }]
}

/** Whether the target shows the whole identity log; asked of it, not taken for granted. */
async function aboutIdentityLog({ move, host, identityLogs }: Run): Promise<NotMoved[]> {
  const here = await identityLogs.of(move.ename)
  const there = await host.identityLog().catch((error: unknown) => {
    if (isAnswer(error)) return []
    throw error
  })
  const [source, target] = move.direction === 'out' ? [here, there] : [there, here]
  const isWhole = source.every((entry, at) => endOf([entry]) === endOf(target.slice(at, at + 1)))
  // A vault that was made elsewhere for somebody without a log has lost none.
  if (isWhole && (target.length > 0 || move.direction === 'out')) return []
  const reason =
    'The history of your keys is not shown at the new vault: signatures by keys that were renewed since can’t be verified.'
  return [{ kind: 'identity-log', count: source.length || null, reason, items: [] }]
}

function endOf([entry]: readonly object[]): unknown {
  return (entry as { versionId?: unknown } | undefined)?.versionId
}

/** Protocol §3, "Also-known-as": the registry's to do, so it is asked whether it did. */
async function aboutFormerId({ move, registry }: Run): Promise<NotMoved[]> {
  if (move.formerEvaultId === null) return []
  const ask = (name: string) => registry.resolve(name, { fresh: true }).catch(() => null)
  const [now, former] = [await ask(move.ename), await ask(move.formerEvaultId)]
  if (former !== null && former.uri === now?.uri) return []
  const reason =
    'Who asks the registry for the id of the old vault is not led to the new one: your eName is.'
  return [{ kind: 'former-id', count: 1, reason, items: [move.formerEvaultId] }]
}

async function stayingHere(db: Database, move: Move, here: string): Promise<NotMoved[]> {
  const { ename } = move
  const [others] = await ask<Others>(db, countOthers, [ename])
  const consents = await ask<{ platform: string }>(db, selectConsents, [ename])
  const naming = await ask<{ id: string }>(db, selectNaming, [ename, here, fileOntology])
  const some = (kind: NotMoved['kind'], count: number | undefined, reason: string): NotMoved => ({
    ...{ kind, count: count ?? 0, reason, items: [] },
  })
  return [
    some('log', others?.log, 'No vault takes the log of another: it begins one of its own.'),
    some('versions', others?.versions, 'What records were before stays here.'),
    some('trash', others?.trash, 'Deleted records stay here.'),
    {
      ...{ kind: 'consents', count: consents.length, reason: 'Platforms have to ask again.' },
      items: consents.map(({ platform }) => platform),
    },
    some('settings', others?.settings, 'The other vault has its own.'),
    some('passphrase', others?.passphrases, 'Only a hash of it is here: set it there again.'),
    some('keys', others?.keys, 'Your keys stay on this computer.'),
    some('deliveries', others?.deliveries, 'What platforms were told is not known there.'),
    {
      ...{ kind: 'addresses', count: naming.length, items: naming.map(({ id }) => id) },
      reason: 'They name the address of this vault in their content, which was left as it is.',
    },
  ]
}

async function stayingThere(ledger: Ledger, move: Move): Promise<NotMoved[]> {
  const entries = await ledger.logLength(move)
  const unknown = (kind: NotMoved['kind'], reason: string): NotMoved => ({
    ...{ kind, count: null, reason, items: [] },
  })
  return [
    entries > 0
      ? {
          ...{ kind: 'log', count: entries, items: [] },
          reason: 'Kept beside the log of this vault, as the old vault told it: nobody signed it.',
        }
      : unknown('log', 'The old vault did not show its log.'),
    unknown('versions', 'No vault shows what records were before.'),
    unknown('consents', 'Platforms have to ask again.'),
    unknown('settings', 'This vault has its own.'),
    unknown('passphrase', 'No vault shows it: set it here again.'),
    ...(move.helps
      ? []
      : [unknown('addresses', 'The old vault goes on taking writes from who knows its address.')]),
  ]
}
