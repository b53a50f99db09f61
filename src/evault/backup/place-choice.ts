import { isAbsolute } from 'node:path'
import { RequestError } from '../errors.ts'
import type { PlannedPlace } from './plan.ts'
import type { S3Settings } from './s3-place.ts'

/** A place as the owner names it: one of the two. */
export interface PlaceChoice {
  readonly folder: string | null
  readonly s3: S3Settings | null
}

/** @throws RequestError `INVALID_INPUT` */
export function choosePlace({ folder, s3 }: PlaceChoice): {
  readonly place: PlannedPlace
  readonly secret: string | null
} {
  if ((folder === null) === (s3 === null)) {
    throw new RequestError('INVALID_INPUT', 'Choose a folder, or a bucket.', 'folder')
  }
  if (folder !== null) {
    if (!isAbsolute(folder)) throw invalid('folder', 'The path of the folder begins at the root.')
    return { place: { kind: 'folder', folder }, secret: null }
  }
  const { secretAccessKey: secret, ...place } = requireBucket(s3)
  return { place: { kind: 's3', ...place }, secret }
}

function requireBucket(s3: S3Settings | null): S3Settings {
  const {
    endpoint = '',
    bucket = '',
    prefix = '',
    accessKeyId = '',
    secretAccessKey = '',
  } = s3 ?? {}
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw invalid('endpoint', 'The server is an address like https://s3.example.com.')
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$/.test(bucket)) {
    throw invalid('bucket', 'This is no name of a bucket.')
  }
  if (accessKeyId.trim() === '' || secretAccessKey === '') {
    throw invalid('accessKeyId', 'A bucket needs an access key and its secret.')
  }
  const parts = prefix.split('/').filter(Boolean)
  const region = s3?.region.trim() || 'us-east-1'
  return { endpoint, region, bucket, prefix: parts.join('/'), accessKeyId, secretAccessKey }
}

function invalid(field: string, message: string): RequestError {
  return new RequestError('INVALID_INPUT', message, field)
}
