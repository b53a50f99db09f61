import { readFile } from 'node:fs/promises'
import { MappingError } from '../mapping/errors.ts'
import { parseMapping } from '../mapping/parse-mapping.ts'
import type { Row } from '../mapping/types.ts'
import { type Sides, sidesOfPayload, sidesOfRow } from './sides.ts'

/** What `web3-adapter dev` is asked. */
export interface DevArguments {
  /** The mapping file. */
  readonly mapping: string
  /** A file with a row as JSON, or with `fromGlobal` a payload. */
  readonly sample: string
  readonly fromGlobal: boolean
}

/** What is shown, and whether the mapping does what it should. */
export interface Shown {
  readonly text: string
  readonly isGood: boolean
}

/** Reads both files and writes both sides down. Never throws: what is wrong is what is shown. */
export async function show({ mapping, sample, fromGlobal }: DevArguments): Promise<Shown> {
  try {
    const read = parseMapping(await readJson(mapping), mapping)
    const content = await readJson(sample)
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      throw new MappingError(sample, 'a sample is one object')
    }
    const sides = (fromGlobal ? sidesOfPayload : sidesOfRow)(read, content as Row)
    return { text: written(read.tableName, sides, fromGlobal), isGood: true }
  } catch (error) {
    return { text: `${error instanceof Error ? error.message : String(error)}\n`, isGood: false }
  }
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new MappingError(path, error instanceof Error ? error.message : String(error))
  }
}

function written(table: string, sides: Sides, fromGlobal: boolean): string {
  const row: [string, object] = [`a row of ${table}`, sides.local]
  const payload: [string, object] = ['the payload of its record', sides.global]
  const [first, second] = fromGlobal ? [payload, row] : [row, payload]
  return [first, second, ['and back', sides.back] as [string, object]]
    .map(([title, value]) => `${title}\n${JSON.stringify(value, null, 2)}\n`)
    .concat(verdict(sides, fromGlobal))
    .join('\n')
}

/** Columns without a line are no fault: a row's id and whose it is have none. */
function verdict({ lost, unmapped }: Sides, fromGlobal: boolean): string {
  const [what, where] = fromGlobal ? ['fields', 'the vault'] : ['columns', 'the row']
  const kept =
    unmapped.length === 0 ? '' : `Without a line, only in ${where}: ${unmapped.join(', ')}\n`
  if (lost.length > 0) {
    return `${kept}These ${what} do not come back as they were: ${lost.join(', ')}\n`
  }
  return `${kept}All ${unmapped.length === 0 ? 'of it' : 'else'} comes back.\n`
}
