import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import {
  BackupError,
  type BackupPlace,
  isObjectName,
  type PlacedObject,
  requireObjectName,
} from './place.ts'

/** A bucket of any server that speaks S3, and who may use it. */
export interface S3Settings {
  /** Origin of the server: `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** What the names of all objects begin with, without slashes at its ends; may be empty. */
  readonly prefix: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const requestTimeoutMs = 120_000
/** Each try waits twice as long as the one before. */
const retries = 4

/**
 * A bucket as a place for backups. Buckets are named in the path, which every server understands.
 * @throws BackupError from each call
 */
export function createS3Place(settings: S3Settings): BackupPlace {
  const { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = settings
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries })
  const bucketUrl = `${endpoint.replace(/\/$/, '')}/${encodeURIComponent(bucket)}`
  const before = prefix === '' ? '' : `${prefix}/`
  const title = `${bucket}${prefix === '' ? '' : `/${prefix}`} (${new URL(endpoint).host})`
  const urlOf = (name: string) =>
    `${bucketUrl}/${`${before}${name}`.split('/').map(encodeURIComponent).join('/')}`

  async function request(method: string, url: string, body: Uint8Array | null = null) {
    // With the hash in what is signed the server refuses what arrives otherwise.
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    try {
      const response = await client.fetch(url, {
        method,
        headers: { 'X-Amz-Content-Sha256': hash },
        signal: AbortSignal.timeout(requestTimeoutMs),
        ...(body && { body: new Uint8Array(body) }),
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return { status: response.status, bytes }
    } catch (cause) {
      const message = `${title} does not answer. Look at its address and your connection, then try again.`
      throw new BackupError('PLACE_ABSENT', message, { cause })
    }
  }

  return {
    title,
    async put(name, bytes) {
      requireObjectName(name)
      const answer = await request('PUT', urlOf(name), bytes)
      if (!isOk(answer)) throw refusal(answer, title)
    },
    async get(name) {
      requireObjectName(name)
      const answer = await request('GET', urlOf(name))
      if (isOk(answer)) return answer.bytes
      if (answer.status === 404 && codeIn(answer) !== 'NoSuchBucket') return null
      throw refusal(answer, title)
    },
    async list(namePrefix) {
      const objects: PlacedObject[] = []
      let continuation: string | null = null
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${before}${namePrefix}` })
        if (continuation !== null) query.set('continuation-token', continuation)
        const answer = await request('GET', `${bucketUrl}?${query}`)
        if (!isOk(answer)) throw refusal(answer, title)
        const page = new TextDecoder().decode(answer.bytes)
        for (const object of objectsIn(page)) {
          const name = object.name.slice(before.length)
          if (object.name.startsWith(before) && isObjectName(name))
            objects.push({ ...object, name })
        }
        continuation = textOf(page, 'NextContinuationToken')
      } while (continuation !== null)
      return objects
    },
    async remove(name) {
      requireObjectName(name)
      const answer = await request('DELETE', urlOf(name))
      if (!isOk(answer) && answer.status !== 404) throw refusal(answer, title)
    },
    freeBytes: async () => null,
  }
}

interface Answer {
  readonly status: number
  readonly bytes: Uint8Array
}

function isOk({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

function objectsIn(page: string): PlacedObject[] {
  const contents = page.match(/<Contents>[\s\S]*?<\/Contents>/g) ?? []
  return contents.map((content) => ({
    name: textOf(content, 'Key') ?? '',
    size: Number(textOf(content, 'Size')),
    putAt: Date.parse(textOf(content, 'LastModified') ?? ''),
  }))
}

const entities: Readonly<Record<string, string>> = {
  ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' },
}

/** The text of the first element of this name: a listing of S3 knows no nesting that matters. */
function textOf(xml: string, element: string): string | null {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1]
  return text?.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? '') ?? null
}

function codeIn({ bytes }: Answer): string | null {
  return textOf(new TextDecoder().decode(bytes), 'Code')
}

function refusal(answer: Answer, title: string): BackupError {
  const code = codeIn(answer)
  const said = `${title} said ${answer.status}${code === null ? '' : ` ${code}`}.`
  if (code === 'NoSuchBucket') {
    return new BackupError('PLACE_ABSENT', `${said} Make the bucket, or choose another one.`)
  }
  if (answer.status === 401 || answer.status === 403) {
    return new BackupError(
      'PLACE_REFUSED',
      `${said} Look at the access key, its secret and rights.`,
    )
  }
  if (answer.status === 507 || code === 'QuotaExceeded') {
    return new BackupError('PLACE_FULL', `${said} Free some space, or choose another place.`)
  }
  return new BackupError('PLACE_FAILED', `${said} Try again later.`)
}
