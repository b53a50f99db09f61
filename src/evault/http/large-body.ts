import { randomUUID } from 'node:crypto'
import { RequestError } from '../errors.ts'

/** Takes a long string of a body piece by piece, decoded from JSON, in UTF-8. */
export interface TextSink {
  /** The bytes must not be used after this resolves. */
  write(text: Uint8Array): Promise<void>
}

export interface LargeJsonOptions {
  /** Called for each long string, in the order of the body. */
  readonly openSink: () => Promise<TextSink>
  /** The most bytes of the body without its long strings. */
  readonly restLimitBytes: number
  /** A string value of more bytes than this, as written in the body, goes to a sink. */
  readonly stringThresholdBytes: number
  /** The most bytes of the body. */
  readonly totalLimitBytes: number
}

export interface LargeJson {
  /** The body's value; each long string in it is replaced by a marker, `spooled:<uuid>`. */
  readonly json: unknown
  /** The sinks by marker. A marker whose member is named twice may not be in `json`. */
  readonly spooled: ReadonlyMap<string, TextSink>
}

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const colon = 0x3a
const comma = 0x2c
const unicode = 0x75

/**
 * Reads a JSON body without ever holding its long strings: they go to sinks while they arrive
 * (`uploadFile`, protocol §5). At most `restLimitBytes + stringThresholdBytes` are kept.
 *
 * The sinks belong to the caller, who gets them by `openSink` even when this throws. When it
 * throws, iteration ends early, which destroys a stream: to answer a request all the same, pass
 * `request.iterator({ destroyOnReturn: false })`.
 *
 * @throws RequestError `FILE_TOO_LARGE` beyond a limit, `INVALID_CONTENT` when a long string
 *   holds half a surrogate pair; SyntaxError when the body is no JSON; what a sink throws
 */
export async function readLargeJson(
  body: AsyncIterable<Uint8Array>,
  options: LargeJsonOptions,
): Promise<LargeJson> {
  const scanner = new BodyScanner(options)
  let total = 0
  for await (const chunk of body) {
    total += chunk.length
    if (total > options.totalLimitBytes) throw tooLarge(options.totalLimitBytes, '')
    await scanner.take(chunk)
  }
  return scanner.end()
}

class BodyScanner {
  readonly #spooled = new Map<string, TextSink>()
  readonly #rest = new GrowingText()
  /** For each open bracket: is it an object? */
  readonly #nesting: boolean[] = []
  /** Would a string be an object's key here? */
  #keyIsNext = false
  #inString = false
  /** The string's last byte was a backslash: the next one does not end the string. */
  #escaped = false
  /** Where in the rest the string value begins that may become long; null in a key. */
  #valueStart: number | null = null
  /** Where the present string goes when it is a long one. */
  #spool: Spool | null = null

  constructor(readonly options: LargeJsonOptions) {}

  async take(bytes: Uint8Array): Promise<void> {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const quotes = new Occurrences(chunk, quote)
    const backslashes = new Occurrences(chunk, backslash)
    for (let at = 0; at < chunk.length; ) {
      if (!this.#inString) {
        at = this.#takeStructure(chunk, at)
        continue
      }
      const end = this.#endOfString(at, chunk.length, quotes, backslashes)
      const text = chunk.subarray(at, end)
      if (this.#spool) await this.#spool.write(text)
      else if (this.#becomesLong(text)) await this.#startSpool(text)
      else this.#rest.append(text)
      at = end < chunk.length ? this.#closeString(end) : end
    }
    this.#checkRest()
  }

  end(): LargeJson {
    this.#spool?.end()
    return { json: JSON.parse(this.#rest.toString()), spooled: this.#spooled }
  }

  /** Copies what is outside of strings; returns where the next string's text begins. */
  #takeStructure(chunk: Buffer, start: number): number {
    let at = start
    while (at < chunk.length && !this.#inString) {
      this.#follow(chunk[at])
      at += 1
    }
    this.#rest.append(chunk.subarray(start, at))
    if (this.#inString) this.#valueStart = this.#keyIsNext ? null : this.#rest.length
    return at
  }

  /** Keys and values look the same: what came before tells them apart. */
  #follow(byte: number | undefined): void {
    if (byte === quote) {
      this.#inString = true
    } else if (byte === openBrace || byte === openBracket) {
      this.#nesting.push(byte === openBrace)
      this.#keyIsNext = byte === openBrace
    } else if (byte === closeBrace || byte === closeBracket) {
      this.#nesting.pop()
    } else if (byte === comma) {
      this.#keyIsNext = this.#nesting.at(-1) === true
    } else if (byte === colon) {
      this.#keyIsNext = false
    }
  }

  /** Where the string's closing quote is, or the chunk's end. */
  #endOfString(
    start: number,
    length: number,
    quotes: Occurrences,
    backslashes: Occurrences,
  ): number {
    let at = this.#escaped ? start + 1 : start
    this.#escaped = false
    for (;;) {
      const end = quotes.from(at)
      const escaping = backslashes.from(at)
      if (end <= escaping) return end
      at = escaping + 2
      if (at > length) {
        this.#escaped = true
        return length
      }
    }
  }

  #becomesLong(text: Buffer): boolean {
    if (this.#valueStart === null) return false
    return this.#rest.length - this.#valueStart + text.length > this.options.stringThresholdBytes
  }

  async #startSpool(text: Buffer): Promise<void> {
    const start = this.#valueStart ?? this.#rest.length
    const sink = await this.options.openSink()
    const marker = `spooled:${randomUUID()}`
    this.#spooled.set(marker, sink)
    this.#spool = new Spool(sink)
    await this.#spool.write(this.#rest.cut(start))
    await this.#spool.write(text)
    this.#rest.append(Buffer.from(marker))
  }

  #closeString(end: number): number {
    this.#spool?.end()
    this.#spool = null
    this.#inString = false
    this.#valueStart = null
    this.#rest.append(closingQuote)
    return end + 1
  }

  /** Without the string at the end of it that may yet become a long one. */
  #checkRest(): void {
    const { restLimitBytes } = this.options
    const length = this.#spool ? this.#rest.length : (this.#valueStart ?? this.#rest.length)
    if (length > restLimitBytes) throw tooLarge(restLimitBytes, ' without its long texts')
  }
}

const closingQuote = Buffer.from('"')

/** Decodes the JSON text of one string into a sink. */
class Spool {
  /** An escape sequence that is not complete yet. */
  #escape = ''

  constructor(readonly sink: TextSink) {}

  async write(text: Buffer): Promise<void> {
    refuseControlCharacters(text)
    const isPlain = this.#escape === '' && !text.includes(backslash)
    const decoded = isPlain ? text : this.#decode(text)
    if (decoded.length > 0) await this.sink.write(decoded)
  }

  end(): void {
    if (this.#escape !== '') throw badEscape(this.#escape)
  }

  #decode(text: Buffer): Buffer {
    // An escape decodes to fewer bytes than it has; one may have begun before this text.
    const decoded = Buffer.allocUnsafe(text.length + 4)
    let length = 0
    for (let at = 0; at < text.length; at += 1) {
      const byte = text[at] ?? 0
      if (this.#escape !== '') {
        length += decoded.write(this.#extendEscape(byte), length, 'utf8')
        continue
      }
      const simple = byte === backslash ? simpleEscapes[text[at + 1] ?? 0] : byte
      if (simple) {
        decoded[length] = simple
        length += 1
        // PHP escapes every slash: the usual escapes go no further than this.
        if (byte === backslash) at += 1
      } else {
        this.#escape = '\\'
      }
    }
    return decoded.subarray(0, length)
  }

  /** The character that this byte completes, or an empty text. */
  #extendEscape(byte: number): string {
    this.#escape += String.fromCharCode(byte)
    const text = this.#escape
    if (text.length === 2 && byte !== unicode) return this.#endSimpleEscape(byte)
    const startsPair = /^\\u[dD][89abAB]/.test(text)
    if (startsPair && text.length > 6 && !'\\u'.startsWith(text.slice(6, 8))) {
      throw badEscape(text)
    }
    if (text.length < (startsPair ? 12 : 6)) return ''
    const character: string = JSON.parse(`"${text}"`)
    if (!character.isWellFormed()) throw badEscape(text)
    this.#escape = ''
    return character
  }

  #endSimpleEscape(byte: number): string {
    const simple = simpleEscapes[byte]
    if (!simple) throw badEscape(this.#escape)
    this.#escape = ''
    return String.fromCharCode(simple)
  }
}

/** For the byte after a backslash, the byte that both stand for; 0 where it is not one byte. */
const simpleEscapes = new Uint8Array(256)
for (const letter of '"\\/bfnrt') {
  simpleEscapes[letter.charCodeAt(0)] = JSON.parse(`"\\${letter}"`).charCodeAt(0)
}

/** JSON.parse does the same for the short strings. */
function refuseControlCharacters(text: Buffer): void {
  for (let at = 0; at < text.length; at += 1) {
    if ((text[at] ?? 0) < 0x20) throw new SyntaxError('Bad control character in string literal')
  }
}

function badEscape(text: string): Error {
  return /^\\u[dD][89a-fA-F][\da-fA-F]{2}/.test(text)
    ? new RequestError('INVALID_CONTENT', 'A text holds half a surrogate pair.', 'content')
    : new SyntaxError('Bad escaped character in string literal')
}

function tooLarge(limitBytes: number, what: string): RequestError {
  const limit = `${Math.floor(limitBytes / 1024 / 1024)} MB`
  return new RequestError('FILE_TOO_LARGE', `The request is longer than ${limit}${what}.`)
}

/** Where a byte occurs in a chunk. Asked for growing positions, it looks at each byte once. */
class Occurrences {
  #next = -1

  constructor(
    readonly chunk: Buffer,
    readonly byte: number,
  ) {}

  /** The first at or after this position, or the chunk's length. */
  from(position: number): number {
    if (this.#next < position) {
      const found = this.chunk.indexOf(this.byte, position)
      this.#next = found === -1 ? this.chunk.length : found
    }
    return this.#next
  }
}

/** A text that is appended to, in one buffer that doubles. */
class GrowingText {
  #buffer = Buffer.allocUnsafe(16 * 1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  append(bytes: Buffer): void {
    const length = this.#length + bytes.length
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, this.#length)
      this.#buffer = larger
    }
    bytes.copy(this.#buffer, this.#length)
    this.#length = length
  }

  /** Takes off the end from this position on. It is overwritten by the next append. */
  cut(start: number): Buffer {
    const end = this.#buffer.subarray(start, this.#length)
    this.#length = start
    return end
  }

  toString(): string {
    return this.#buffer.toString('utf8', 0, this.#length)
  }
}
