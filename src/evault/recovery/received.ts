import { randomUUID } from 'node:crypto'
import { and, count, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import { type RecoveryRequest, recoveryRequestBytes } from '../../w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../w3id/identity-log/errors.ts'
import { type IdentityState, validateLogChain } from '../../w3id/identity-log/validate.ts'
import { encodeSignature } from '../../w3id/signatures.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { recoveryRequests } from '../db/identity-schema.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Log } from '../log.ts'
import { keyFingerprint } from './fingerprint.ts'
import type { RequestStatus } from './messages.ts'
import type { OtherVaults, ToldIdentity } from './other-vaults.ts'
import { vouchedThen } from './vouched.ts'

/** A request that does not fit what the asker's own vault says: 409. */
export class RecoveryConflict extends RequestError {
  constructor(message: string) {
    super('INVALID_INPUT', message)
  }
}

/** A request of somebody who has the owner on their trust list, as the owner sees it. */
export interface ReceivedRequest {
  readonly id: string
  /** eName. */
  readonly asker: string
  readonly requestedAt: string
  readonly receivedAt: Date
  /** Of the new keys: to be compared with what the asker reads out. */
  readonly fingerprints: readonly string[]
  readonly status: RequestStatus['status']
}

/** Requests of others, who ask the owner of this vault to approve that they get new keys. */
export interface ReceivedRequests {
  /**
   * Keeps a request after asking the asker's own vault about it. The same one again has the same
   * id; another one of the same asker takes its place.
   * @throws RequestError `FORBIDDEN` when the asker does not trust the owner, RecoveryConflict when
   * their vault says otherwise, `TOO_MANY_REQUESTS`, `UNAVAILABLE` when it can't be asked
   */
  receive(request: RecoveryRequest): Promise<string>
  /** null for an id that is not kept. */
  status(id: string): Promise<RequestStatus | null>
  /** Newest first. */
  list(grant: Grant<'oversee'>): Promise<ReceivedRequest[]>
  /** @throws RequestError `NOT_FOUND`, `UNAVAILABLE`, and what the keychain throws */
  approve(grant: Grant<'administer'>, id: string): Promise<ReceivedRequest>
  /**
   * Says no, or takes back an approval that was not handed over yet.
   * @throws RequestError `NOT_FOUND`
   */
  decline(grant: Grant<'administer'>, id: string): Promise<ReceivedRequest>
}

interface Means {
  readonly db: Database
  readonly ename: string
  readonly keys: OwnerKeys
  readonly registry: Pick<RegistryClient, 'verifyCertificate'>
  readonly vaults: Pick<OtherVaults, 'identityOf'>
  /** The newest key binding certificate (JWT) of the owner's key, null where there is none. */
  readonly certificateOf: (publicKey: string) => string | null
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: Log
}

type Row = typeof recoveryRequests.$inferSelect

const mostOpen = 20
const mostAtOnce = 4
/** A request that nobody decided is forgotten: by then it is asked anew. */
const keptMs = 90 * 24 * 3_600_000
const clockDifferenceMs = 5 * 60_000

export function createReceivedRequests(means: Means): ReceivedRequests {
  const { db, ename, keys, certificateOf, now, log } = means
  let underWay = 0
  let keeping: Promise<unknown> = Promise.resolve()

  const ofOwner = eq(recoveryRequests.ename, ename)
  async function find(id: string): Promise<Row | null> {
    if (!z.uuid().safeParse(id).success) return null
    const [row] = await db
      .select()
      .from(recoveryRequests)
      .where(and(ofOwner, eq(recoveryRequests.id, id)))
    return row ?? null
  }
  async function findOf(asker: string): Promise<Row | null> {
    const [row] = await db
      .select()
      .from(recoveryRequests)
      .where(and(ofOwner, eq(recoveryRequests.asker, asker)))
    return row ?? null
  }
  async function refuseMore(asker: string): Promise<void> {
    const isForgotten = lt(recoveryRequests.receivedAt, new Date(now() - keptMs))
    await db.delete(recoveryRequests).where(and(ofOwner, isForgotten))
    const open = and(ofOwner, eq(recoveryRequests.status, 'pending'))
    const [waiting] = await db.select({ number: count() }).from(recoveryRequests).where(open)
    if ((waiting?.number ?? 0) < mostOpen || (await findOf(asker))?.status === 'pending') return
    throw new RequestError('TOO_MANY_REQUESTS', 'Too many requests wait here: try again later.')
  }

  async function keep(request: RecoveryRequest, waitSeconds: number): Promise<string> {
    const { id: asker } = request
    const text = canonicalJson(request)
    const known = await findOf(asker)
    if (known?.request === text) return known.id
    await refuseMore(asker)
    const row = {
      ...{ id: randomUUID(), request: text, waitSeconds },
      receivedAt: new Date(now()),
      ...{ status: 'pending' as const, publicKey: null, signature: null },
    }
    await db
      .insert(recoveryRequests)
      .values({ ename, asker, ...row })
      .onConflictDoUpdate({
        target: [recoveryRequests.ename, recoveryRequests.asker],
        set: row,
      })
    log.warn({ ename, asker }, 'somebody asks to approve that they get new keys')
    return row.id
  }

  async function change(id: string, changes: Partial<Row>): Promise<ReceivedRequest> {
    const [row] = await db
      .update(recoveryRequests)
      .set(changes)
      .where(and(ofOwner, eq(recoveryRequests.id, id)))
      .returning()
    if (row === undefined) throw noSuchRequest()
    log.info({ ename, asker: row.asker, status: row.status }, 'recovery request decided')
    return describe(row)
  }

  return {
    async receive(request) {
      if (request.id === ename) throw new RecoveryConflict('Nobody approves their own recovery.')
      const known = await findOf(request.id)
      if (known?.request === canonicalJson(request)) return known.id
      await refuseMore(request.id)
      if (underWay >= mostAtOnce) {
        throw new RequestError('TOO_MANY_REQUESTS', 'Too many requests at once: try again later.')
      }
      underWay += 1
      try {
        const { waitSeconds } = await checkRequest(means, request)
        // One after the other, so that no more are kept than may be.
        const kept = keeping.then(() => keep(request, waitSeconds))
        keeping = kept.catch(() => {})
        return await kept
      } finally {
        underWay -= 1
      }
    },

    async status(id) {
      const row = await find(id)
      if (row === null) return null
      const { status, publicKey, signature } = row
      const heldUntil = row.receivedAt.getTime() + row.waitSeconds * 1000
      const certificate = publicKey === null ? null : certificateOf(publicKey)
      // The date in the request is the asker's word: an old one must not shorten the wait.
      if (status !== 'approved' || now() < heldUntil || certificate === null) return { status }
      const approval = { ename, publicKey: publicKey as string, signature: signature as string }
      return { status, approval: { ...approval, certificate } }
    },

    async list() {
      const rows = await db
        .select()
        .from(recoveryRequests)
        .where(ofOwner)
        .orderBy(desc(recoveryRequests.receivedAt))
      return Promise.all(rows.map(describe))
    },

    async approve(_grant, id) {
      const row = await find(id)
      if (row === null || row.status === 'declined') throw noSuchRequest()
      const bytes = recoveryRequestBytes(requestOf(row))
      const { publicKey, raw } = await keys.signConfirmed(bytes, 'recovery-approval')
      const signature = encodeSignature(raw)
      return change(id, { status: 'approved', publicKey, signature })
    },

    async decline(_grant, id) {
      if ((await find(id)) === null) throw noSuchRequest()
      return change(id, { status: 'declined', publicKey: null, signature: null })
    },
  }
}

/**
 * Asks the asker's vault: only requests of its own are kept, so that nobody asks in another name.
 * Returns the asker's trust list.
 */
async function checkRequest(means: Means, request: RecoveryRequest) {
  const { ename, now } = means
  const told = await askAsker(means, request.id)
  const { versionId, versionTime, trust } = await validate(means, request.id, told)
  if (trust === null || !trust.trusted.includes(ename)) {
    throw new RequestError('FORBIDDEN', `${ename} is not on the trust list of ${request.id}.`)
  }
  if (request.previous !== versionId) {
    throw new RecoveryConflict('The identity log has another end than the request says.')
  }
  if (request.requestedAt < versionTime) {
    throw new RecoveryConflict('The request is older than the end of the identity log.')
  }
  if (Date.parse(request.requestedAt) > now() + clockDifferenceMs) {
    throw new RecoveryConflict('The request is from the future: check the clocks.')
  }
  const { requestedAt, updateKeys, nextKeyHashes } = told.pendingRecovery ?? {}
  const asked = { requestedAt, updateKeys, nextKeyHashes }
  const { id: _, previous: __, ...wanted } = request
  if (told.pendingRecovery === null || canonicalJson(asked) !== canonicalJson(wanted)) {
    throw new RecoveryConflict(`The vault of ${request.id} does not ask for this.`)
  }
  return trust
}

async function askAsker({ vaults }: Means, asker: string): Promise<ToldIdentity> {
  try {
    return await vaults.identityOf(asker)
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new RequestError('UNAVAILABLE', `The identity log can't be had: ${error.message}.`)
  }
}

async function validate(
  { registry, now }: Means,
  asker: string,
  { entries }: ToldIdentity,
): Promise<IdentityState> {
  const verifyApproval = vouchedThen(registry)
  try {
    return await validateLogChain(entries, { id: asker, verifyApproval, now: new Date(now()) })
  } catch (error) {
    if (error instanceof IdentityLogError) {
      const { index, message } = error
      throw new RecoveryConflict(`The identity log does not hold (entry ${index}): ${message}.`)
    }
    if (!(error instanceof RegistryError)) throw error
    throw new RequestError('UNAVAILABLE', `The identity log can't be checked: ${error.message}.`)
  }
}

async function describe(row: Row): Promise<ReceivedRequest> {
  const { id, asker, receivedAt, status } = row
  const { requestedAt, updateKeys } = requestOf(row)
  const fingerprints = await Promise.all(updateKeys.map(keyFingerprint))
  return { id, asker, requestedAt, receivedAt, fingerprints, status }
}

function requestOf({ request }: Row): RecoveryRequest {
  return JSON.parse(request) as RecoveryRequest
}

function noSuchRequest(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no such request to decide.', 'id')
}
