import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MappingError } from './errors.ts'
import { parseMapping } from './parse-mapping.ts'
import type { Mapping } from './types.ts'

/**
 * Reads all mapping files (`*.json`) of a directory.
 * @throws MappingError for one that can't be read, and for two of one table or of one type
 */
export async function readMappings(directory: string): Promise<Mapping[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json')).sort()
  if (names.length === 0) throw new MappingError(directory, 'there is no mapping file (*.json)')
  const mappings: Mapping[] = []
  for (const name of names) {
    const mapping = parseMapping(await readJson(join(directory, name), name), name)
    const other = mappings.find(
      ({ tableName, schemaId }) => tableName === mapping.tableName || schemaId === mapping.schemaId,
    )
    if (other !== undefined) {
      throw new MappingError(name, `“${other.tableName}” is mapped to ${other.schemaId} already`)
    }
    mappings.push(mapping)
  }
  return mappings
}

async function readJson(path: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new MappingError(name, error instanceof Error ? error.message : String(error))
  }
}
