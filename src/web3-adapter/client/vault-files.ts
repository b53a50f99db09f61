import { z } from 'zod'
import { webAddress } from '../../registry/bounded-fetch.ts'
import { parseW3dsUri } from '../../w3id/uri.ts'
import { leadsInside } from './leads-inside.ts'
import { fieldOf, refusalByStatus, understood } from './refusals.ts'
import type { FileDraft, VaultClient } from './types.ts'
import type { VaultCalls } from './vault-calls.ts'
import { VaultError } from './vault-error.ts'
import { type HttpRequest, parse, type VaultHttp } from './vault-http.ts'

const largestFileBytes = 250_000_000
const usualTimeMs = 10_000
/** Bytes in a second, of the slowest line that is waited for. */
const slowestLine = 256 * 1024
/** Of an answer, what goes to whoever shows the file. */
const shownHeaders = ['content-type', 'content-length', 'content-disposition', 'etag']

const uploadFile = `mutation ($input: UploadFileInput!) {
  uploadFile(input: $input) { uri errors { field message code } }
}`
const uploadShape = z.object({ uri: z.string().startsWith('w3ds://') })

interface Means {
  readonly calls: VaultCalls
  readonly http: VaultHttp
  readonly withoutSecrets: (words: string) => string
}

/** The part of a client that has to do with files. */
export function createVaultFiles(means: Means): Pick<VaultClient, 'upload' | 'openFile'> {
  return {
    async upload(ename, file) {
      checkSize(file)
      const { filename, contentType, content, acl } = file
      const variables = { input: { filename, contentType, content, acl } }
      const body = JSON.stringify({ query: uploadFile, variables })
      const call = {
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json' },
        body,
        timeMs: usualTimeMs + Math.ceil((body.length / slowestLine) * 1000),
      } as const
      return means.calls.ask(ename, call, (answer) => {
        return understood(answer, uploadShape, fieldOf(answer, 'uploadFile')).uri
      })
    },
    async openFile(uri) {
      const file = parseW3dsUri(uri)
      if (file.action !== 'file') throw new TypeError('The URI leads to no file')
      const path = `/files/${encodeURIComponent(file.metaEnvelopeId)}`
      const call = { method: 'GET', path } as const
      return means.calls.run(file.ename, call, (request) => open(means, request))
    },
  }
}

function checkSize({ content }: FileDraft): void {
  if (content.length * 0.75 <= largestFileBytes * 1.05) return
  const message = 'A file has 250 MB at most'
  throw new VaultError('FILE_TOO_LARGE', message, { isFinal: true })
}

async function open({ http, withoutSecrets }: Means, request: HttpRequest): Promise<Response> {
  const first = await http.open(request)
  const place = first.headers.get('location')
  const isElsewhere = [301, 302, 303, 307, 308].includes(first.status) && place !== null
  const next = isElsewhere ? await following(request, place) : null
  if (next !== null) await first.body?.cancel()
  const answer = next === null ? first : await http.open(next)
  if (answer.ok) return shown(answer)
  const { status } = answer
  const json = parse(await answer.text())
  const { origin: base } = (next ?? request).url
  throw refusalByStatus({ status, json, retryAfterMs: null, base, withoutSecrets })
}

/** Where the vault says that the file is. Whoever else has it gets no token. */
async function following({ url, ...request }: HttpRequest, place: string): Promise<HttpRequest> {
  const next = URL.canParse(place, url.href) ? webAddress(new URL(place, url)) : null
  if (next === null || (await leadsInside(url, next))) {
    const message = `The vault at ${url.host} sent us to an address that is not followed`
    throw new VaultError('BAD_ANSWER', message, { isFinal: true })
  }
  return next.origin === url.origin ? { ...request, url: next } : { method: 'GET', url: next }
}

/** Who passes the answer on must not have strangers' scripts and cookies with it. */
function shown({ body, headers }: Response): Response {
  const isCoded = headers.has('content-encoding')
  const kept = shownHeaders.flatMap((name): [string, string][] => {
    const value = headers.get(name)
    // Of what came over the line, not of what is read here.
    if (value === null || (isCoded && name === 'content-length')) return []
    return [[name, value]]
  })
  return new Response(body, {
    headers: {
      ...Object.fromEntries(kept),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
  })
}
