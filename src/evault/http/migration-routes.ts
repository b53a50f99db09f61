import { z } from 'zod'
import { RequestError } from '../errors.ts'
import type { Hosting } from '../migration/hosting.ts'
import { hostStateSchema } from '../migration/remote-host.ts'
import { single } from './listener.ts'
import type { ContextFor } from './request-context.ts'
import { defineRoute, type Route, refusal } from './route.ts'

interface Means {
  readonly hosting: Hosting
  readonly contextFor: ContextFor
}

const done = z.object({ success: z.boolean() })
const id = z.string().min(1).max(512)
const refusals = {
  400: refusal('The X-ENAME header or the body is not valid.'),
  401: refusal('The token is missing or not valid.'),
  403: refusal('Only the owner may do this.'),
  404: refusal('This server holds no vault of that eName.'),
}
/** Of an identity log. */
const mostEntries = 5_000
/** As long as the longest token that a person may show. */
const bearer = /^Bearer +([^\s]{1,8192})$/i

/**
 * What helps a vault to move from one server of this kind to another (`docs/migration.md`): beside
 * the protocol, which has no words for ACLs that are read, and for names that are known already.
 */
export function migrationRoutes(means: Means): Route[] {
  return [...arrivalRoutes(means), ...contentRoutes(means), identityLogRoute(means)]
}

function arrivalRoutes({ hosting, contextFor }: Means): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/migration',
      summary: 'Whether a vault can be moved here',
      needs: 'ename',
      answers: {
        200: { description: 'How this server stands to the eName.', schema: hostStateSchema },
        400: refusal('The X-ENAME header is missing.'),
      },
      handle: async ({ ename }) => hosting.state(ename),
    }),
    defineRoute({
      method: 'POST',
      path: '/migration/arrivals',
      summary: 'Makes room for a vault that is to be moved here',
      description:
        'The token is a JWT for `serverId`, signed by a key of the eName; the certificates are ' +
        'those of the registry for it. The registry is told nothing before the vault has arrived.',
      needs: 'ename-and-token',
      body: z.object({ certificates: z.array(z.string().max(8_192)).min(1).max(20) }),
      answers: {
        200: { description: 'There is room.', schema: done },
        ...refusals,
        503: refusal('The registry can’t be asked about the certificates.'),
      },
      async handle({ ename, body: { certificates }, request }) {
        // Not as every other request: nobody's key is known here yet.
        const token = bearer.exec(single(request.headers.authorization) ?? '')?.[1]
        if (token === undefined) {
          throw new RequestError('UNAUTHENTICATED', 'This needs a Bearer token.')
        }
        await hosting.arrive(ename, token, certificates)
        return { success: true }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/migration/arrived',
      summary: 'Says that the registry sends those who ask here now',
      needs: 'ename-and-token',
      answers: {
        200: { description: 'It was looked at, and is so.', schema: done },
        ...refusals,
        503: refusal('It is not so, or the registry can’t be asked.'),
      },
      async handle({ request }) {
        const { ename } = (await contextFor(request)).grant('administer')
        await hosting.arrived(ename)
        return { success: true }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/migration/left',
      summary: 'Says that the vault is elsewhere: what is here is only read from then on',
      needs: 'ename-and-token',
      body: z.object({ uri: z.string().max(2_048) }),
      answers: { 200: { description: 'It is noted.', schema: done }, ...refusals },
      async handle({ body: { uri }, request }) {
        const { ename } = (await contextFor(request)).grant('administer')
        await hosting.left(ename, uri)
        return { success: true }
      },
    }),
  ]
}

function contentRoutes({ hosting, contextFor }: Means): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/migration/records',
      summary: 'Records with their ACLs, for their owner',
      needs: 'ename-and-token',
      body: z.object({
        after: z.uuid().nullish().describe('`next` of the page before.'),
        ids: z.array(id).max(100).optional().describe('These records, in place of a page.'),
      }),
      answers: {
        200: {
          description: 'A page in the order of creation, of 4 MiB at most or a single record.',
          schema: z.object({
            records: z.array(
              z.object({
                id: z.string(),
                ontology: z.string(),
                payload: z.unknown(),
                acl: z.array(z.string()),
              }),
            ),
            next: z.string().nullable(),
          }),
        },
        ...refusals,
      },
      async handle({ body: { after, ids }, request }) {
        const { ename } = (await contextFor(request)).grant('oversee')
        const page =
          ids === undefined
            ? await hosting.page(ename, after ?? null)
            : { records: await hosting.byIds(ename, ids), next: null }
        const records = page.records.map(({ acl, ...record }) => ({
          ...record,
          acl: [...(acl ?? [])],
        }))
        return { records, next: page.next }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/migration/files',
      summary: 'Has a record stand for the bytes of an uploaded file, whose own record goes',
      needs: 'ename-and-token',
      body: z.object({ id, from: id }),
      answers: { 200: { description: 'It does.', schema: done }, ...refusals },
      async handle({ body, request }) {
        const { ename } = (await contextFor(request)).grant('administer')
        await hosting.adoptFile(ename, body.id, body.from)
        return { success: true }
      },
    }),
  ]
}

function identityLogRoute({ hosting, contextFor }: Means): Route {
  return defineRoute({
    method: 'POST',
    path: '/migration/identity-log',
    summary: 'Keeps the identity log of a vault whose keys stay elsewhere',
    description: 'Served from then on as `GET /identity-log`. Sent again, it may have grown.',
    needs: 'ename-and-token',
    body: z.object({ entries: z.array(z.looseObject({})).min(1).max(mostEntries) }),
    answers: { 200: { description: 'It is kept.', schema: done }, ...refusals },
    async handle({ body, request }) {
      const { ename } = (await contextFor(request)).grant('administer')
      await hosting.identityLogs.take(ename, body.entries)
      return { success: true }
    },
  })
}
