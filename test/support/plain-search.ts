import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a text was found in the open, and as what. */
export interface Finding {
  readonly file: string
  readonly text: string
  readonly form: string
}

/** Searches every file of a directory, and every name in it, for texts in the open. */
export async function findPlain(directory: string, texts: readonly string[]): Promise<Finding[]> {
  const forms = texts.flatMap((text) => formsOf(text).map((form) => ({ text, ...form })))
  const findings: Finding[] = []
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    const content = entry.isFile() ? await readFile(file) : Buffer.alloc(0)
    for (const { text, form, bytes } of forms) {
      if (content.includes(bytes) || entry.name.includes(text)) findings.push({ file, text, form })
    }
  }
  return findings
}

function formsOf(text: string) {
  const utf8 = Buffer.from(text)
  // In base64 a text looks three ways, by where it begins; what its neighbours change is left out.
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), utf8]).toString('base64')
    return encoded.slice(before === 0 ? 0 : 4, -4)
  })
  return [
    { form: 'utf8', bytes: utf8 },
    { form: 'utf16le', bytes: Buffer.from(text, 'utf16le') },
    { form: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    ...base64.map((encoded) => ({ form: 'base64', bytes: Buffer.from(encoded) })),
  ]
}
