import { and, desc, eq } from 'drizzle-orm'
import type { RegistryClient } from '../../registry/client.ts'
import { hasExpired, readSessionRequest, type SessionRequest } from '../../w3id/session-request.ts'
import { encodeSignature } from '../../w3id/signatures.ts'
import type { Grant } from '../access/authorise.ts'
import type { Sender } from '../awareness/sender.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { platformSessions } from '../db/outside-schema.ts'
import { RequestError } from '../errors.ts'
import { SigningRefused } from '../keys/custody.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import { answerBody, type SignedSession, sendAnswer } from './answer.ts'
import { listingOf } from './listing.ts'

/** A session that the owner was asked to sign, and what came of it. */
export type PlatformSession = typeof platformSessions.$inferSelect

/** Logging in to platforms, and signing what they ask for, with the owner's key. Protocol §7. */
export interface Sessions {
  /**
   * Asks the owner, signs the session of a link, keeps it, and sends the answer. Whatever the
   * owner says, the session is not signed again.
   * @param uri `w3ds://auth?…` or `w3ds://sign?…`
   * @throws RequestError `INVALID_INPUT` for a link that is none, has expired or must not be signed,
   * `ALREADY_EXISTS` for a session that was signed or refused before, `FORBIDDEN` when the owner
   * says no, `UNAVAILABLE` without a key; nothing was signed then
   */
  answer(grant: Grant<'administer'>, uri: string): Promise<PlatformSession>
  /**
   * Sends the same answer again that the platform has not taken.
   * @throws RequestError `NOT_FOUND` when there is none of this id that is undelivered
   */
  resend(grant: Grant<'administer'>, askId: string): Promise<PlatformSession>
  /** Newest first, 200 at most. What the owner is being asked now is not among them. */
  list(grant: Grant<'oversee'>): Promise<PlatformSession[]>
}

interface Means {
  /** Of the owner: other vaults on this server have their keys elsewhere. */
  readonly ename: string
  readonly keys: Pick<OwnerKeys, 'signConfirmed'>
  readonly db: Database
  readonly ids: IdClock
  readonly registry: Pick<RegistryClient, 'platforms'>
  readonly sender: Pick<Sender, 'post'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const mostListed = 200

export function createSessions(means: Means): Sessions {
  const { ename, keys, db, ids, registry, sender, now } = means
  const asking = new Set<string>()
  const sending = new Set<string>()

  async function keep(request: SessionRequest): Promise<PlatformSession> {
    const { action, platform, redirect, session, message, host } = request
    const asked = {
      ...{ ename, askId: ids.next(), action, platform, redirect, session, message },
      // Until it is signed: a process that ends meanwhile leaves a session that nobody can use.
      ...{ listing: await listingOf(registry, host), state: 'declined' as const },
      askedAt: new Date(now()),
    }
    const [row] = await db.insert(platformSessions).values(asked).onConflictDoNothing().returning()
    if (row !== undefined) return row
    throw new RequestError(
      'ALREADY_EXISTS',
      'This session was signed or refused before. Ask the platform for a new link.',
      'uri',
    )
  }

  async function change(row: PlatformSession, to: Partial<PlatformSession>) {
    await db.update(platformSessions).set(to).where(ofId(ename, row.askId))
    return { ...row, ...to }
  }

  async function sign(row: PlatformSession, uri: string): Promise<PlatformSession> {
    asking.add(row.askId)
    try {
      const origin = { uri, listing: row.listing }
      const bytes = new TextEncoder().encode(row.session)
      const { publicKey, raw } = await keys.signConfirmed(bytes, 'w3ds-session', origin)
      const signature = encodeSignature(raw)
      // Kept before it is sent: what was signed is known here, whatever happens on the way.
      return await change(row, { publicKey, signature, state: 'undelivered' })
    } catch (error) {
      // A keychain that does not answer is no answer of the owner.
      if (!(error instanceof SigningRefused)) {
        await db.delete(platformSessions).where(ofId(ename, row.askId))
      }
      throw error
    } finally {
      asking.delete(row.askId)
    }
  }

  async function send(row: PlatformSession): Promise<PlatformSession> {
    const body = answerBody(row as SignedSession)
    sending.add(row.askId)
    try {
      const outcome = await sendAnswer(sender, row.redirect, body)
      return await change(row, { ...outcome, triedAt: new Date(now()) })
    } finally {
      sending.delete(row.askId)
    }
  }

  return {
    async answer(grant, uri) {
      refuseOther(grant, ename)
      const request = readOrRefuse(uri)
      if (hasExpired(request, now())) {
        throw new RequestError(
          'INVALID_INPUT',
          'This link has expired. Ask the platform for a new one.',
        )
      }
      const row = await keep(request)
      return send(await sign(row, uri))
    },

    async resend(grant, askId) {
      refuseOther(grant, ename)
      const [row] = await db.select().from(platformSessions).where(ofId(ename, askId))
      if (row?.state !== 'undelivered' || sending.has(askId)) {
        throw new RequestError('NOT_FOUND', 'There is no answer of this id to be sent.', 'id')
      }
      return send(row)
    },

    async list(grant) {
      const rows = await db
        .select()
        .from(platformSessions)
        .where(eq(platformSessions.ename, grant.ename))
        .orderBy(desc(platformSessions.askId))
        .limit(mostListed)
      return rows.filter(({ askId }) => !asking.has(askId))
    },
  }
}

function ofId(ename: string, askId: string) {
  return and(eq(platformSessions.ename, ename), eq(platformSessions.askId, askId))
}

function readOrRefuse(uri: string): SessionRequest {
  try {
    return readSessionRequest(uri)
  } catch (error) {
    if (error instanceof TypeError) throw new RequestError('INVALID_INPUT', `${error.message}.`)
    throw error
  }
}

function refuseOther({ ename: asked }: Grant<'administer'>, ename: string): void {
  if (asked === ename) return
  throw new RequestError('FORBIDDEN', 'The keys of this eName are not on this computer.')
}
