import { z } from 'zod'
import { RequestError } from '../errors.ts'
import { unknownEName } from '../graphql/context.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { IdentityLogs } from '../migration/identity-logs.ts'
import { pendingRecoverySchema, requestSchema, statusSchema } from '../recovery/messages.ts'
import { RecoveryConflict } from '../recovery/received.ts'
import type { Recovery } from '../recovery/recovery.ts'
import type { ContextFor } from './request-context.ts'
import { defineRoute, type Route, refusal, wholeNumber } from './route.ts'

interface Means {
  readonly tenants: Tenants
  readonly keys: OwnerKeys
  readonly recovery: Recovery
  /** Of vaults that were moved here; their keys are elsewhere. */
  readonly identityLogs: Pick<IdentityLogs, 'of'>
  readonly contextFor: ContextFor
}

/** Of a page of the identity log: other vaults read no more than 64 KiB at once. */
const pageBytes = 40 * 1024
const mostEntries = 1_000_000

/** Identity logs, and recovery by friends. Format and rules: `src/w3id/README.md`. */
export function recoveryRoutes(means: Means): Route[] {
  return [identityLogRoute(means), ...requestRoutes(means), vetoRoute(means)]
}

function identityLogRoute({ tenants, keys, recovery, identityLogs }: Means): Route {
  return defineRoute({
    method: 'GET',
    path: '/identity-log',
    summary: 'Which keys were the eName’s when, and whether somebody asks for new ones',
    needs: 'ename',
    query: z.object({
      from: wholeNumber(0, mostEntries)
        .optional()
        .describe('Only from this entry on, as many as go into 40 KiB; at least one.'),
    }),
    answers: {
      200: {
        description: 'The entries, oldest first, and a recovery that is pending.',
        schema: z.object({
          id: z.string(),
          entries: z.array(z.looseObject({})),
          next: z.int().nullable().describe('Where the next page begins; null at the end.'),
          pendingRecovery: pendingRecoverySchema.nullable(),
        }),
      },
      400: refusal('The X-ENAME header is missing, or `from` is not valid.'),
      404: refusal('This server holds no identity log of that eName.'),
    },
    async handle({ ename, query: { from } }) {
      if (tenants.of(ename) === null) throw unknownEName()
      const isOwn = ename === recovery.ename
      const log = isOwn ? keys.entries : await identityLogs.of(ename)
      if (log.length === 0) {
        throw new RequestError('NOT_FOUND', 'The identity log of this eName is not on this server.')
      }
      const all = log as unknown as Record<string, unknown>[]
      const entries = from === undefined ? all : pageFrom(all, from)
      const end = (from ?? 0) + entries.length
      const next = end < all.length ? end : null
      return { id: ename, entries, next, pendingRecovery: isOwn ? recovery.own.pending : null }
    },
  })
}

function requestRoutes({ tenants, recovery }: Means): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/recovery/requests',
      summary: 'Asks a friend to approve new keys for somebody whose keys were lost',
      description:
        'X-ENAME is the friend. The friend’s vault asks the vault of the eName in the request ' +
        'whether it is really asking.',
      needs: 'ename',
      body: requestSchema,
      answers: {
        202: { description: 'It waits for the friend.', schema: z.object({ id: z.uuid() }) },
        400: refusal('The header or the request is not valid.'),
        403: refusal('The friend is not on the trust list.'),
        404: refusal('This server does not hold the friend’s keys.'),
        409: refusal('The identity log of the asker says otherwise.'),
        429: refusal('Too many requests wait already.'),
        503: refusal('The identity log of the asker can’t be had.'),
      },
      async handle({ ename, body, reply }) {
        refuseOthers(tenants, recovery, ename)
        try {
          const id = await recovery.received.receive(body)
          reply.code(202)
          return { id }
        } catch (error) {
          if (!(error instanceof RecoveryConflict)) throw error
          reply.code(409)
          return { error: error.message }
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/recovery/requests/:id',
      summary: 'What became of such a request',
      description:
        'An approval is handed over when the waiting time of the asker’s trust list has passed ' +
        'since the friend’s vault has the request.',
      needs: 'none',
      params: z.object({ id: z.string().max(64) }),
      answers: {
        200: { description: 'Whether it was decided.', schema: statusSchema },
        404: refusal('There is no such request.'),
      },
      async handle({ params: { id } }) {
        const status = await recovery.received.status(id)
        if (status === null) throw new RequestError('NOT_FOUND', 'There is no such request.')
        return status
      },
    }),
  ]
}

function vetoRoute({ tenants, recovery, contextFor }: Means): Route {
  return defineRoute({
    method: 'POST',
    path: '/recovery/veto',
    summary: 'Stops a recovery that is pending, for good',
    description: 'The token is a JWT signed by any key that speaks for the eName now.',
    needs: 'ename-and-token',
    answers: {
      200: {
        description: 'It is stopped.',
        schema: z.object({ success: z.boolean(), message: z.string() }),
      },
      400: refusal('The X-ENAME header is missing.'),
      401: refusal('The token is missing or not valid.'),
      403: refusal('Only the owner may do this.'),
      404: refusal('No recovery is pending.'),
    },
    async handle({ ename, request }) {
      const { caller, grant } = await contextFor(request)
      if (caller.kind === 'anonymous') {
        throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
      }
      const granted = grant('administer')
      refuseOthers(tenants, recovery, ename)
      await recovery.own.stop(granted, 'vetoed')
      return { success: true, message: 'The recovery was stopped' }
    },
  })
}

/** @throws RequestError `UNKNOWN_ENAME`, `NOT_FOUND` */
function refuseOthers(tenants: Tenants, recovery: Recovery, ename: string): void {
  if (tenants.of(ename) === null) throw unknownEName()
  if (ename === recovery.ename) return
  throw new RequestError('NOT_FOUND', 'The keys of this eName are not on this server.')
}

function pageFrom<T>(entries: readonly T[], from: number): T[] {
  let bytes = 0
  const page: T[] = []
  for (const entry of entries.slice(from)) {
    bytes += Buffer.byteLength(JSON.stringify(entry))
    if (page.length > 0 && bytes > pageBytes) break
    page.push(entry)
  }
  return page
}
