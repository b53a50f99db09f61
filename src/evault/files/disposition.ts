const fallbackType = 'application/octet-stream'

/** What a browser shows without running it. SVG and HTML can hold scripts: never these. */
const shown =
  /^(?:image\/(?:png|jpeg|gif|webp|avif)|(?:audio|video)\/[^;]+|application\/pdf|text\/plain)(?:;|$)/

const nameLimit = 120
const extensionLimit = 20

/**
 * The `Content-Disposition` of a stored file (RFC 6266): its name in UTF-8 beside one in ASCII,
 * and `inline` only for types that browsers show without running them. Any name and type give a
 * header of printable ASCII, at most about 1,700 characters.
 */
export function contentDisposition(filename: string, contentType: string): string {
  const name = cleanName(filename)
  const kind = shown.test(safeContentType(contentType)) ? 'inline' : 'attachment'
  return `${kind}; filename="${asciiName(name)}"; filename*=UTF-8''${encodeName(name)}`
}

/**
 * The media type to serve a stored file with: lower case, of its parameters only the charset.
 * `application/octet-stream` for what is no media type (RFC 9110 §8.3.1).
 */
export function safeContentType(contentType: string): string {
  if (contentType.length > 255) return fallbackType
  const token = "[\\w!#$%&'*+.^`|~-]+"
  const parameter = `[ \\t]*;[ \\t]*${token}=(?:${token}|"[ !#-\\[\\]-~]*")`
  const whole = new RegExp(`^(${token}/${token})((?:${parameter})*)$`)
  const [, type, parameters = ''] = whole.exec(contentType.trim()) ?? []
  if (type === undefined) return fallbackType
  const [, charset] = /;[ \t]*charset="?([A-Za-z0-9_.:-]+)/i.exec(parameters) ?? []
  return charset === undefined
    ? type.toLowerCase()
    : `${type.toLowerCase()}; charset=${charset.toLowerCase()}`
}

/** The name without what a folder, a header or a reader could take for something else. */
function cleanName(filename: string): string {
  const name = filename
    .toWellFormed()
    // A turned reading direction would hide what a file ends in.
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\]/g, '_')
    .trim()
  return /^\.*$/.test(name) ? 'file' : shorten(name)
}

/** Cuts the middle, so that the ending stays. */
function shorten(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= nameLimit) return name
  const dot = characters.lastIndexOf('.')
  const ending = characters.length - dot <= extensionLimit ? characters.slice(dot) : []
  return [...characters.slice(0, nameLimit - ending.length), ...ending].join('')
}

/** Some browsers decode a percent sign in this one, so it has none either. */
function asciiName(name: string): string {
  return name.replace(/[^ -~]|["%]/gu, '_')
}

/** RFC 8187's ext-value. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
