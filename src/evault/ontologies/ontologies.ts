import { z } from 'zod'
import { fetchBoundedJson } from '../../registry/bounded-fetch.ts'
import { RegistryError } from '../../registry/errors.ts'
import { knownOntologies, titleOfOntology } from '../../w3id/known-ontologies.ts'
import type { JsonObject } from '../envelopes/types.ts'
import type { Log } from '../log.ts'
import { builtInSchemas } from './built-in.ts'

/** A record type somebody has described. */
export interface DescribedOntology {
  readonly id: string
  readonly title: string
}

/**
 * Descriptions of record types: the built-in ones, and those of the ontology service where one is
 * configured, which win. A service that is away costs nothing: what it said before goes on.
 */
export interface Ontologies {
  /** Every type that is known, by title. */
  list(): Promise<readonly DescribedOntology[]>
  /** The title as far as it is known now, without asking anybody. */
  titleOf(id: string): string | null
  /** JSON Schema (draft-07), or null for a type nobody has described. */
  schemaOf(id: string): Promise<JsonObject | null>
}

interface Means {
  /** Base URL; null where none is configured. */
  readonly serviceUrl: string | null
  readonly fetch: typeof globalThis.fetch
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const keptMs = 10 * 60_000
/** After a failure: a service that is away is not asked with every record that is opened. */
const failureKeptMs = 30_000
const mostSchemas = 500
const mostListed = 2_000

const listAnswer = z.array(z.object({ id: z.string().max(500), title: z.string().max(500) }))
const schemaAnswer = z.record(z.string(), z.unknown())

interface Kept<T> {
  value: Promise<T | null>
  until: number
}

/** Source of the service's routes: protocol §9, `GET /schemas`, `GET /schemas/:id`. */
export function createOntologies({ serviceUrl, fetch, log, now }: Means): Ontologies {
  const kept = new Map<string, Kept<unknown>>()
  const serviceTitles = new Map<string, string>()

  /** What the service says at a path; null while it has never said anything. */
  async function ask<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    if (serviceUrl === null) return null
    const before = kept.get(path) as Kept<T> | undefined
    if (before !== undefined && now() < before.until) return before.value
    const entry: Kept<T> = { value: Promise.resolve(null), until: now() + keptMs }
    entry.value = fetchBoundedJson({
      ...{ fetch, url: `${serviceUrl.replace(/\/+$/, '')}${path}`, who: 'The ontology service' },
    })
      .then((answer) => schema.parse(answer))
      .catch(async (error: unknown) => {
        entry.until = now() + failureKeptMs
        if (!(error instanceof RegistryError) || error.code !== 'REFUSED') {
          log.warn({ cause: String(error), path }, 'the ontology service did not answer')
        }
        return (await before?.value) ?? null
      })
    const [oldest] = kept.keys()
    if (kept.size >= mostSchemas && oldest !== undefined) kept.delete(oldest)
    kept.set(path, entry)
    return entry.value
  }

  return {
    async list() {
      const listed = (await ask('/schemas', listAnswer))?.slice(0, mostListed) ?? []
      serviceTitles.clear()
      for (const { id, title } of listed) serviceTitles.set(id, title)
      const own = knownOntologies.filter(({ id }) => !serviceTitles.has(id))
      return [...listed, ...own]
        .map(({ id, title }) => ({ id, title }))
        .sort((a, b) => a.title.localeCompare(b.title, 'en'))
    },
    titleOf: (id) => serviceTitles.get(id) ?? titleOfOntology(id),
    async schemaOf(id) {
      const theirs = await ask(`/schemas/${encodeURIComponent(id)}`, schemaAnswer)
      return (theirs as JsonObject | null) ?? builtInSchemas.get(id) ?? null
    },
  }
}
