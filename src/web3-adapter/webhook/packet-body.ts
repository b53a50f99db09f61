import type { IncomingMessage } from 'node:http'
import type { ParsedRequest } from './types.ts'

const longestBytes = 8 * 1024 * 1024

/** The body of a request. */
export interface PacketBody {
  /** As it came; null where somebody has read it before and kept only what it says. */
  readonly bytes: Uint8Array | null
  /** What it says; undefined where it is no JSON. */
  readonly json: unknown
}

/** Why there is no body: it has more than 8 MiB, or somebody read it before and left nothing. */
export type NoBody = 'too-large' | 'gone'

/** Reads the body of a web Request. */
export async function readWebBody(request: Request): Promise<PacketBody | NoBody> {
  if (request.bodyUsed) return 'gone'
  if (Number(request.headers.get('content-length') ?? 0) > longestBytes) return 'too-large'
  return request.body === null ? bodyOf(new Uint8Array()) : readPieces(request.body)
}

/** Reads the body of a Node request, or takes it from whoever has read it before. */
export async function readNodeBody(
  request: IncomingMessage & ParsedRequest,
): Promise<PacketBody | NoBody> {
  const raw = bytesOf(request.rawBody)
  if (raw !== null) return bodyOf(raw)
  if (!request.readableDidRead && !request.readableEnded) {
    if (Number(request.headers['content-length'] ?? 0) > longestBytes) return 'too-large'
    return readPieces(request)
  }
  const { body } = request
  if (body === undefined || body === null) return 'gone'
  const bytes = bytesOf(body)
  return bytes === null ? { bytes: null, json: body } : bodyOf(bytes)
}

async function readPieces(pieces: AsyncIterable<Uint8Array>): Promise<PacketBody | 'too-large'> {
  const read: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > longestBytes) return 'too-large'
    read.push(piece)
  }
  return bodyOf(Buffer.concat(read))
}

function bytesOf(body: unknown): Uint8Array | null {
  if (body instanceof Uint8Array) return body
  return typeof body === 'string' ? Buffer.from(body) : null
}

function bodyOf(bytes: Uint8Array): PacketBody | 'too-large' {
  if (bytes.length > longestBytes) return 'too-large'
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return { bytes, json }
  } catch {
    return { bytes, json: undefined }
  }
}
