import { RequestError } from '../errors.ts'

/** Decodes a base64 text that arrives in pieces. */
export interface Base64Decoder {
  /** What a `data:` prefix named, with its parameters; null without one, or before it was read. */
  readonly mediaType: string | null
  /** The bytes that this piece of the text (ASCII) completes. @throws as `end` */
  write(text: Uint8Array): Uint8Array
  /** The last bytes. @throws RequestError `INVALID_CONTENT` when the text is no base64 */
  end(): Uint8Array
}

/** Longer than this no prefix is. */
const prefixLimit = 1024
const scheme = 'data:'
const lineFeed = 10
const carriageReturn = 13
const equals = 61
const alphabet = new Set(
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_'),
)
const isDigit = Uint8Array.from({ length: 256 }, (_, byte) => (alphabet.has(byte) ? 1 : 0))

/**
 * A decoder for an uploaded file's content: base64 or a `data:<type>;base64,` URI (protocol §5).
 * Takes the standard and the URL-safe alphabet, with padding or without, and skips line breaks;
 * anything else is refused with `INVALID_CONTENT`. It keeps at most the prefix and three digits.
 */
export function createBase64Decoder(): Base64Decoder {
  return new StrictDecoder()
}

class StrictDecoder implements Base64Decoder {
  #mediaType: string | null = null
  /** What may be the beginning of a prefix; null once that is settled. */
  #prefix: string | null = ''
  /** The digits that don't make up three bytes yet: at most three. */
  #carry = ''
  #padding = 0

  get mediaType(): string | null {
    return this.#mediaType
  }

  write(text: Uint8Array): Uint8Array {
    const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength)
    return this.#decode(this.#prefix === null ? bytes : this.#skipPrefix(this.#prefix, bytes))
  }

  end(): Uint8Array {
    // "data" alone is base64.
    const start = this.#prefix ?? ''
    if (start.startsWith(scheme)) throw refused()
    this.#prefix = null
    const decoded = this.#decode(Buffer.from(start, 'latin1'))
    const digits = this.#carry.length
    if (digits === 1) throw refused()
    if (this.#padding > 0 && digits + this.#padding !== 4) throw refused()
    return Buffer.concat([decoded, Buffer.from(this.#carry, 'base64')])
  }

  /** The part of these bytes behind the prefix, if there is one. */
  #skipPrefix(before: string, bytes: Buffer): Buffer {
    const text = before + bytes.toString('latin1', 0, prefixLimit + 1 - before.length)
    if (!scheme.startsWith(text.slice(0, scheme.length).toLowerCase())) {
      this.#prefix = null
      return Buffer.concat([Buffer.from(before, 'latin1'), bytes])
    }
    const comma = text.indexOf(',')
    if (comma === -1) {
      if (text.length > prefixLimit) throw refused()
      this.#prefix = text
      return Buffer.alloc(0)
    }
    const [, mediaType] = /^data:([\x21-\x7e]*);base64$/i.exec(text.slice(0, comma)) ?? []
    if (mediaType === undefined) throw refused()
    // Parameters without a type ("data:;charset=utf-8;base64,") name none.
    this.#mediaType = /^[^;]/.test(mediaType) ? mediaType : null
    this.#prefix = null
    return bytes.subarray(comma + 1 - before.length)
  }

  #decode(bytes: Buffer): Buffer {
    if (this.#padding > 0) return this.#decodeSlowly(bytes)
    const text = this.#carry + bytes.toString('latin1')
    const whole = text.length - (text.length % 4)
    const decoded = Buffer.from(text.slice(0, whole), 'base64')
    // Node skips what is no digit; then the bytes are fewer than the text stands for.
    if (decoded.length !== (whole / 4) * 3) return this.#decodeSlowly(bytes)
    const rest = Buffer.from(text.slice(whole), 'latin1')
    this.#carry = ''
    this.#decodeSlowly(rest)
    return decoded
  }

  /** Looks at every byte: for line breaks, padding, and what does not belong there. */
  #decodeSlowly(bytes: Buffer): Buffer {
    const digits = Buffer.allocUnsafe(bytes.length)
    let count = 0
    for (const byte of bytes) {
      if (byte === carriageReturn || byte === lineFeed) continue
      if (byte === equals && this.#padding < 2) {
        this.#padding += 1
      } else if (isDigit[byte] === 1 && this.#padding === 0) {
        digits[count] = byte
        count += 1
      } else {
        throw refused()
      }
    }
    const text = this.#carry + digits.toString('latin1', 0, count)
    const whole = text.length - (text.length % 4)
    this.#carry = text.slice(whole)
    return Buffer.from(text.slice(0, whole), 'base64')
  }
}

function refused(): RequestError {
  return new RequestError(
    'INVALID_CONTENT',
    'The content must be base64, or a data: URI in base64.',
    'content',
  )
}
