import { z } from 'zod'
import { type Answer, type Needs, type RouteDescription, refusal } from './route.ts'

/** A JSON Schema 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = { readonly [keyword: string]: unknown }

export interface OpenApiParameter {
  readonly name: string
  readonly in: 'query' | 'path' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>

export interface OpenApiAnswer {
  readonly description: string
  readonly headers?: Readonly<
    Record<string, { readonly description: string; readonly schema: JsonSchema }>
  >
  readonly content?: Content
}

export interface OpenApiOperation {
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly OpenApiParameter[]
  /** Each entry is one way in; an empty one is the way without a token. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, OpenApiAnswer>>
}

export interface OpenApiDocument {
  readonly openapi: '3.1.0'
  readonly jsonSchemaDialect: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  /** Path template → method in lower case → operation. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>
    readonly securitySchemes: Readonly<Record<string, JsonSchema>>
  }
}

interface ApiInfo {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly serverUrl: string
}

/** `POST /graphql` for the document; it is served by `serveGraphQL`. Source: Protocol §5. */
export const graphqlDescription: RouteDescription = {
  method: 'POST',
  path: '/graphql',
  summary: 'Reads and writes records with GraphQL',
  description:
    'All operations on data. Creating a record works without a token where the owner allows ' +
    'it; everything else needs one. Takes JSON only.',
  needs: 'ename-and-optional-token',
  body: z.object({
    query: z
      .string()
      .describe('A GraphQL document.')
      .meta({
        examples: ['{ metaEnvelopes(first: 10) { edges { node { id ontology parsed } } } }'],
      }),
    variables: z.record(z.string(), z.unknown()).nullable().optional(),
    operationName: z
      .string()
      .nullable()
      .optional()
      .describe('Which operation to run, where the document has several.')
      .meta({ examples: [null] }),
  }),
  answers: {
    200: {
      description: 'The result. Refusals are in `errors`, or in the `errors` of a payload.',
      schema: z.object({
        data: z.record(z.string(), z.unknown()).nullable().optional(),
        errors: z
          .array(
            z.object({
              message: z.string(),
              path: z.array(z.union([z.string(), z.int()])).optional(),
              extensions: z.looseObject({ code: z.string() }).optional(),
            }),
          )
          .optional(),
      }),
    },
    400: { description: 'The body is no GraphQL request, or the query is not valid.' },
    413: { description: 'The body is too large.' },
    415: { description: 'The body is not `application/json`.' },
    429: refusal('Too many requests. `Retry-After` says when to come back.'),
  },
}

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/**
 * The OpenAPI 3.1 document of these routes. Schemas with a `meta({ id })` are described once,
 * under `components`.
 * @throws Error when a schema has no form in JSON Schema, an id stands for two of them, a schema
 * that contains itself has no id, a route is described twice, or a path parameter is not declared
 */
export function describeApi(
  routes: readonly RouteDescription[],
  { serverUrl, ...info }: ApiInfo,
): OpenApiDocument {
  const { toSchema, schemas } = collectSchemas()
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    const method = route.method.toLowerCase()
    paths[path] ??= {}
    if (paths[path][method] !== undefined) throw new Error(`${route.method} ${path} is there twice`)
    paths[path][method] = describeOperation(route, path, toSchema)
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: dialect,
    info,
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A platform token of the registry, or a token signed by a person’s key.',
        },
      },
    },
  }
}

type Converted = Parameters<NonNullable<z.core.ToJSONSchemaParams['override']>>[0]
type ToSchema = (schema: z.ZodType, io: 'input' | 'output') => JsonSchema

function describeOperation(
  route: RouteDescription,
  path: string,
  toSchema: ToSchema,
): OpenApiOperation {
  const { method, summary, description, needs, body } = route
  return {
    operationId: operationIdOf(method, path),
    summary,
    ...(description !== undefined && { description }),
    parameters: describeParameters(route, path, toSchema),
    security: securityOf(needs),
    ...(body !== undefined && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: toSchema(body, 'input') } },
      },
    }),
    responses: Object.fromEntries(
      Object.entries(route.answers).map(([status, answer]) => [
        status,
        describeAnswer(answer, toSchema),
      ]),
    ),
  }
}

/** `GET /files/{metaEnvelopeId}` → `getFilesMetaEnvelopeId` */
function operationIdOf(method: string, path: string): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? []
  return [
    method.toLowerCase(),
    ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ].join('')
}

function describeParameters(
  { needs, params, query }: RouteDescription,
  path: string,
  toSchema: ToSchema,
): OpenApiParameter[] {
  const inPath = params === undefined ? [] : fieldsOf(params, 'path', toSchema)
  const declared = inPath.map(({ name }) => name).sort()
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort()
  if (declared.join() !== named.join()) {
    throw new Error(`the parameters of ${path} are not those declared: ${declared.join()}`)
  }
  return [
    ...(needs === 'none' ? [] : [enameParameter]),
    ...inPath,
    ...(query === undefined ? [] : fieldsOf(query, 'query', toSchema)),
  ]
}

const enameParameter: OpenApiParameter = {
  name: 'X-ENAME',
  in: 'header',
  required: true,
  description: 'The eName whose vault is meant.',
  schema: { type: 'string', examples: ['@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'] },
}

function fieldsOf(
  schema: z.ZodObject,
  place: 'path' | 'query',
  toSchema: ToSchema,
): OpenApiParameter[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = toSchema(field as z.ZodType, 'input')
    return {
      name,
      in: place,
      required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(typeof description === 'string' && { description }),
      schema: rest,
    }
  })
}

function securityOf(needs: Needs): OpenApiOperation['security'] {
  if (needs === 'ename-and-token') return [{ bearer: [] }]
  return needs === 'ename-and-optional-token' ? [{}, { bearer: [] }] : []
}

function describeAnswer(
  { description, schema, contentType = 'application/json', headers }: Answer,
  toSchema: ToSchema,
): OpenApiAnswer {
  return {
    description,
    ...(headers !== undefined && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          name,
          { description: text, schema: { type: 'string' } },
        ]),
      ),
    }),
    ...(schema !== undefined && {
      // Without parameters: `text/html; charset=utf-8` is `text/html`.
      content: { [contentType.replace(/\s*;.*/, '')]: { schema: toSchema(schema, 'output') } },
    }),
  }
}

/** Turns schemas into JSON Schema, and gathers those with an id under `components`. */
function collectSchemas() {
  const schemas: Record<string, JsonSchema> = {}

  function keep(id: string, schema: JsonSchema): void {
    // zod's own name for a schema that contains itself: it would be another one in each call.
    if (id.startsWith('__')) throw new Error('a schema that contains itself needs an id')
    const known = schemas[id]
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`the id ${id} stands for two schemas, or for one that differs as input`)
    }
    schemas[id] = schema
  }

  const toSchema: ToSchema = (schema, io) => {
    // Within an object, so that the schema itself is put under $defs when it has an id.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ schema }), {
      io,
      unrepresentable: 'throw',
      override: removeExtras,
    })
    for (const [id, definition] of Object.entries($defs)) {
      const { id: _, ...content } = pointToComponents(definition) as JsonSchema
      keep(id, content)
    }
    return pointToComponents(properties?.schema) as JsonSchema
  }
  return { toSchema, schemas }
}

/** Takes out what zod adds by itself and the contract does not mean. */
function removeExtras({ zodSchema, jsonSchema }: Converted) {
  const { def } = zodSchema._zod
  // Answers may get more fields one day: only a strict object says that there are no others.
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties
  // The whole numbers a double holds exactly are no rule of ours.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

function pointToComponents(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inside) =>
    key === '$ref' && typeof inside === 'string'
      ? inside.replace(/^#\/\$defs\//, '#/components/schemas/')
      : inside,
  )
}
