import { z } from 'zod'
import { MappingError } from './errors.ts'
import { isPath } from './paths.ts'
import { parseField } from './right-side.ts'
import type { MappedField, Mapping, OwnerAlternative } from './types.ts'

const nameSchema = z.string().regex(/^[A-Za-z_$][\w$-]*$/)
const fileSchema = z.strictObject({
  tableName: nameSchema,
  schemaId: z.string().min(1).max(200),
  ownerEnamePath: z.string().min(1),
  ownedJunctionTables: z.array(nameSchema).default([]),
  readOnly: z.boolean().default(false),
  localToUniversalMap: z.record(z.string(), z.string()),
})

/**
 * Reads a mapping file's JSON. Protocol §10; docs/mapping-files.md.
 * @param place the file's name, for messages
 * @throws MappingError that names the file and the key
 */
export function parseMapping(json: unknown, place: string): Mapping {
  const read = fileSchema.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new MappingError([place, ...(issue?.path ?? [])].join(' › '), issue?.message ?? 'invalid')
  }
  const { ownerEnamePath, localToUniversalMap, ...mapping } = read.data
  const fields = Object.entries(localToUniversalMap).map(([left, right]) =>
    at(`${place} › localToUniversalMap › ${left}`, () => parseField(left, right)),
  )
  refuseTwice(place, fields)
  const owner = at(`${place} › ownerEnamePath`, () =>
    ownerEnamePath.split('||').map((alternative) => parseOwner(alternative.trim())),
  )
  return { ...mapping, owner, fields }
}

function at<T>(place: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw new MappingError(place, error instanceof Error ? error.message : String(error))
  }
}

/** `ename`, `owner.ename`, or `users(author_id.ename)`: a column of the row whose id is at a path. */
function parseOwner(text: string): OwnerAlternative {
  if (isPath(text)) return { kind: 'path', path: text }
  const [, table, inside] = /^([A-Za-z_$][\w$-]*)\(([^()]*)\)$/.exec(text) ?? []
  const dot = inside?.lastIndexOf('.') ?? -1
  if (table === undefined || inside === undefined || dot < 1 || !isPath(inside)) {
    throw new Error(`“${text}” is neither \`ename\` nor \`users(author_id.ename)\``)
  }
  return { kind: 'lookup', table, path: inside.slice(0, dot), column: inside.slice(dot + 1) }
}

function refuseTwice(place: string, fields: readonly MappedField[]): void {
  const seen = new Set<string>()
  for (const { global } of fields) {
    if (seen.has(global)) throw new MappingError(place, `the field “${global}” is mapped twice`)
    seen.add(global)
  }
}
