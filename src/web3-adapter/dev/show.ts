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

function written(table: string, { local, global, back, lost }: Sides, fromGlobal: boolean): string {
  const row: [string, object] = [`a row of ${table}`, local]
  const payload: [string, object] = ['the payload of its record', global]
  const [first, second] = fromGlobal ? [payload, row] : [row, payload]
  const what = fromGlobal ? 'fields' : 'columns'
  const end =
    lost.length === 0
      ? `All of it comes back.\n`
      : `These ${what} do not come back as they were: ${lost.join(', ')}\n`
  return [first, second, ['and back', back] as [string, object]]
    .map(([title, value]) => `${title}\n${JSON.stringify(value, null, 2)}\n`)
    .concat(end)
    .join('\n')
}
