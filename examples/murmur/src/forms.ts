import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { PageError } from './page-error.ts'

export const mostPictures = 4
const pictureBytes = 4 * 1024 * 1024
/** Four pictures and what goes around them. */
export const formBytes = mostPictures * pictureBytes + 64 * 1024

/** Refuses what has more bytes. */
export function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError() {
      throw new PageError(413, 'That is too much at once: a picture may have 4 MB.')
    },
  })
}

/** A posted form of either kind. */
export async function readForm(c: Context): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch {
    throw new PageError(400, 'This form could not be read.')
  }
}

/** A text of at most so many characters, without what no text has. */
export function textOf(form: FormData, name: string, mostCharacters: number): string {
  const value = form.get(name)
  if (typeof value !== 'string') return ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they show nowhere
  const text = value.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f]/g, '')
  if (text.length > mostCharacters) {
    throw new PageError(400, `That is too long: there is room for ${mostCharacters} characters.`)
  }
  return text.trim()
}

/** The pictures of a form as `data:` URIs. @throws PageError for what is no picture */
export async function picturesOf(form: FormData, name: string): Promise<string[]> {
  const files = form.getAll(name).filter((value) => typeof value !== 'string')
  const chosen = files.filter((file) => file.size > 0)
  if (chosen.length > mostPictures) {
    throw new PageError(400, `Choose up to ${mostPictures} pictures.`)
  }
  return Promise.all(chosen.map(pictureUri))
}

async function pictureUri(file: Blob): Promise<string> {
  if (file.size > pictureBytes) throw new PageError(413, 'A picture may have 4 MB.')
  const bytes = Buffer.from(await file.arrayBuffer())
  const type = pictureType(bytes)
  if (type === null) throw new PageError(400, 'Pictures are PNG, JPEG, WebP or GIF files.')
  return `data:${type};base64,${bytes.toString('base64')}`
}

/** Told by the first bytes: what a browser says of a file is what its name ends with. */
function pictureType(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 12)
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^RIFF.{4}WEBP/s.test(start)) return 'image/webp'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  return null
}
