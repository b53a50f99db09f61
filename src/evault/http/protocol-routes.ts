import { z } from 'zod'
import { RegistryError } from '../../registry/errors.ts'
import { RequestError } from '../errors.ts'
import { unknownEName } from '../graphql/context.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { LogReader } from '../log/reader.ts'
import type { Passphrases } from '../passphrase/passphrases.ts'
import { readEName } from './ename-header.ts'
import { single } from './listener.ts'
import type { Standing } from './protocol-api.ts'
import type { ContextFor } from './request-context.ts'
import { defineRoute, type Route, refusal, wholeNumber } from './route.ts'

interface Means extends Pick<Standing, 'sourceOf'> {
  readonly tenants: Tenants
  readonly logReader: LogReader
  readonly passphrases: Passphrases
  readonly contextFor: ContextFor
  /** This server's owner: whose policy says whether vaults are made for others. */
  readonly ename: string
  readonly version: string
  /** Where the registry sends those who look for the vaults of this server. */
  readonly address: () => string
  readonly mayProvision: () => boolean
  readonly jwks: () => readonly object[]
}

const done = z.object({ success: z.boolean(), message: z.string() })
const largestLogPage = 100

/** The protocol beside GraphQL. Source: protocol §4; eVault seed, "HTTP API". */
export function protocolRoutes(means: Means): Route[] {
  return [...vaultRoutes(means), ...keyRoutes(means), ...passphraseRoutes(means)]
}

function vaultRoutes({ tenants, logReader, contextFor, version, jwks }: Means): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/whois',
      summary: 'Key binding certificates of an eName',
      needs: 'ename',
      answers: {
        200: {
          description: 'The certificates (JWT) that have not expired, one for each key.',
          schema: z.object({
            w3id: z.string(),
            evaultId: z.string().nullable(),
            keyBindingCertificates: z.array(z.string()),
          }),
        },
        400: refusal('The X-ENAME header is missing.'),
        404: refusal('This server holds no vault of that eName.'),
      },
      async handle({ ename }) {
        const tenant = tenants.of(ename)
        if (tenant === null) throw unknownEName()
        await tenants.whenCertified()
        const { evaultId, certification } = tenant
        const keyBindingCertificates = certification.certificates.map(({ token }) => token)
        return { w3id: ename, evaultId, keyBindingCertificates }
      },
    }),
    defineRoute({
      method: 'HEAD',
      path: '/whois',
      summary: 'Whether the vault is healthy; for clients that poll',
      needs: 'none',
      answers: { 200: { description: 'It is.' } },
      handle: async () => undefined,
    }),
    defineRoute({
      method: 'GET',
      path: '/logs',
      summary: 'The operation log, newest first',
      needs: 'ename-and-optional-token',
      query: z.object({
        limit: wholeNumber(1, largestLogPage).default(20),
        cursor: z.string().optional().describe('`nextCursor` of the page before.'),
      }),
      answers: {
        200: { description: 'A page of the log.', schema: logPage },
        400: refusal('The X-ENAME header is missing, or the limit or cursor is not valid.'),
        401: refusal('The owner lets nobody read the log without a token.'),
        403: refusal('The owner does not let this caller read the log.'),
        404: refusal('This server holds no vault of that eName.'),
      },
      async handle({ query: { limit, cursor }, request }) {
        const { grant } = await contextFor(request)
        const page = await logReader.page(grant('read-log'), limit, cursor ?? null)
        return {
          logs: page.entries.map(({ ename: eName, at, ...entry }) => {
            const { id, metaEnvelopeId, envelopeHash, operation, platform, ontology } = entry
            const timestamp = at.toISOString()
            return {
              ...{ id, eName, metaEnvelopeId, envelopeHash, operation, platform, timestamp },
              ontology,
            }
          }),
          nextCursor: page.nextCursor,
          hasMore: page.nextCursor !== null,
        }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/.well-known/jwks.json',
      summary: 'Public signing keys of the vault itself',
      needs: 'none',
      answers: {
        200: { description: 'A JWK set.', schema: z.object({ keys: z.array(z.looseObject({})) }) },
      },
      handle: async () => ({ keys: jwks() as Record<string, unknown>[] }),
    }),
    defineRoute({
      method: 'GET',
      path: '/health',
      summary: 'Whether the vault is alive',
      needs: 'none',
      answers: {
        200: {
          description: 'It is.',
          schema: z.object({ status: z.literal('ok'), version: z.string() }),
        },
      },
      handle: async () => ({ status: 'ok' as const, version }),
    }),
  ]
}

const logPage = z.object({
  logs: z.array(
    z.object({
      id: z.string(),
      eName: z.string(),
      metaEnvelopeId: z.string(),
      envelopeHash: z.string().describe('Lower-case hex SHA-256.'),
      operation: z.enum(['create', 'update', 'delete', 'update_envelope_value']),
      platform: z.string().nullable(),
      timestamp: z.string().describe('ISO 8601, UTC.'),
      ontology: z.string(),
    }),
  ),
  nextCursor: z.string().nullable(),
  hasMore: z.boolean(),
})

function keyRoutes({ tenants, contextFor, address, mayProvision }: Means): Route[] {
  return [
    defineRoute({
      method: 'PATCH',
      path: '/public-key',
      summary: 'Adds a public key beside those the eName has',
      needs: 'ename-and-token',
      body: z.object({ publicKey: z.string().min(1).describe('Multibase (z, m or f), P-256.') }),
      answers: {
        200: { description: 'Added, or there already.', schema: done },
        400: refusal('The header or the key is missing or not valid.'),
        401: refusal('The token is missing or not valid.'),
        403: refusal('Only the owner, or whom the owner lets, adds keys.'),
        404: refusal('This server holds no vault of that eName.'),
      },
      async handle({ body: { publicKey }, request }) {
        const { grant } = await contextFor(request)
        await tenants.addKey(grant('add-key'), publicKey)
        return { success: true, message: 'Public key stored' }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/provision',
      summary: 'Makes a vault for a new eName',
      needs: 'none',
      body: z.object({
        registryEntropy: z.string().describe('An entropy token of the registry.'),
        namespace: z.string().describe('A UUID.'),
        verificationId: z.string().optional(),
        publicKey: z.string().optional().describe('Multibase (z, m or f), P-256.'),
      }),
      answers: {
        200: {
          description: 'The vault is there and registered.',
          schema: z.object({ success: z.boolean(), w3id: z.string(), uri: z.string() }),
        },
        500: {
          description: 'There is no new vault; `error` says why.',
          schema: z.object({ success: z.boolean(), message: z.string(), error: z.string() }),
        },
      },
      async handle({ body, reply }) {
        try {
          if (!mayProvision()) {
            throw new RequestError('FORBIDDEN', 'This server makes no vaults for others.')
          }
          const { ename } = await tenants.provision(body)
          return { success: true, w3id: ename, uri: address() }
        } catch (error) {
          const isTold = error instanceof RequestError || error instanceof RegistryError
          if (!isTold) throw error
          reply.code(500)
          return { success: false, message: 'The vault was not made.', error: error.message }
        }
      },
    }),
  ]
}

function passphraseRoutes({ tenants, passphrases, contextFor, sourceOf }: Means): Route[] {
  const passphrase = z.string().describe('8 to 1,000 characters.')
  return [
    defineRoute({
      method: 'POST',
      path: '/passphrase/set',
      summary: 'Sets the recovery passphrase; only a slow hash of it is stored',
      needs: 'ename-and-token',
      body: z.object({ passphrase }),
      answers: {
        200: { description: 'It is set.', schema: done },
        400: refusal('The header is missing or the passphrase is not usable.'),
        401: refusal('The token is missing or not valid.'),
        403: refusal('Only the owner, or whom the owner lets add keys.'),
        404: refusal('This server holds no vault of that eName.'),
      },
      async handle({ body, request }) {
        const { grant } = await contextFor(request)
        await passphrases.set(grant('add-key'), body.passphrase)
        return { success: true, message: 'Recovery passphrase stored' }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/passphrase/compare',
      summary: 'Whether this is the recovery passphrase',
      description: 'Wrong guesses make the next one wait, ever longer.',
      needs: 'none',
      body: z.object({
        eName: z.string().optional().describe('Or in the X-ENAME header.'),
        passphrase,
      }),
      answers: {
        200: {
          description: 'Yes or no. Where none is set the answer is no.',
          schema: z.object({ match: z.boolean(), hasPassphrase: z.boolean() }),
        },
        400: refusal('The eName or the passphrase is missing.'),
        404: refusal('This server holds no vault of that eName.'),
        429: refusal('Too many guesses; `Retry-After` says when to come back.'),
      },
      async handle({ body, request }) {
        const ename = readEName(body.eName ?? single(request.headers['x-ename']))
        if (tenants.of(ename) === null) throw unknownEName()
        const match = await passphrases.compare(ename, body.passphrase, sourceOf(request))
        return { match, hasPassphrase: await passphrases.isSet(ename) }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/passphrase/status',
      summary: 'Whether a recovery passphrase is set',
      needs: 'ename',
      answers: {
        200: { description: 'Yes or no.', schema: z.object({ hasPassphrase: z.boolean() }) },
        400: refusal('The X-ENAME header is missing.'),
        404: refusal('This server holds no vault of that eName.'),
      },
      async handle({ ename }) {
        if (tenants.of(ename) === null) throw unknownEName()
        return { hasPassphrase: await passphrases.isSet(ename) }
      },
    }),
  ]
}
