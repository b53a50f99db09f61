import type {
  JsonSchema,
  OpenApiAnswer,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from './openapi.ts'

/** What the page may be served with: it loads nothing and runs nothing. */
export const docsContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'"

/** One operation with where it is found. */
interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: OpenApiOperation
}

/**
 * The API as one HTML page for people: no script, nothing loaded, light and dark as the system
 * has it. Served at `GET /docs`. Source: Protocol §4.
 */
export function renderDocs(document: OpenApiDocument): string {
  const { info, paths, servers } = document
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
  const server = servers[0]?.url ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(info.title)} API</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>${html(info.title)} API</h1>
<p>${html(info.description)}</p>
<p class="muted">Version ${html(info.version)} · <code>${html(server)}</code></p>
</header>
<nav aria-label="Operations">
<h2>Operations</h2>
<ul>${entries.map(renderLink).join('')}</ul>
</nav>
<main>
${entries.map((entry) => renderEntry(entry, server, document)).join('\n')}
</main>
</body>
</html>
`
}

function renderLink({ method, path, operation }: Entry): string {
  return `
<li><a href="#${html(operation.operationId)}"><span class="method">${html(method)}</span><code>${html(path)}</code></a> <span class="muted">${html(operation.summary)}</span></li>`
}

function renderEntry(entry: Entry, server: string, document: OpenApiDocument): string {
  const { method, path, operation } = entry
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const heading = `heading-${html(operationId)}`
  const bodies = Object.values(requestBody?.content ?? {})
  return `<section id="${html(operationId)}" aria-labelledby="${heading}">
<h2 id="${heading}"><span class="method">${html(method)}</span> <code>${html(path)}</code></h2>
<p>${prose(summary)}</p>
${description === undefined ? '' : `<p>${prose(description)}</p>`}
<p><strong>Needs:</strong> ${html(needsOf(operation))}</p>
${parameters.length === 0 ? '' : renderParameters(parameters, document)}
${bodies.map(({ schema }) => `<h3>Body</h3>\n${renderSchema(schema, document)}`).join('')}
<h3>Answers</h3>
${Object.entries(responses)
  .map(([status, answer]) => renderAnswer(status, answer, document))
  .join('\n')}
<h3>Example</h3>
<pre class="curl"><code>${html(curlOf(entry, server, document))}</code></pre>
</section>`
}

function needsOf({ parameters, security }: OpenApiOperation): string {
  const isOptional = security.some((way) => Object.keys(way).length === 0)
  const needs = [
    ...parameters.filter((one) => one.in === 'header').map(({ name }) => `header ${name}`),
    ...(security.length === 0 ? [] : [`Bearer token${isOptional ? ' (optional)' : ''}`]),
  ]
  return needs.length === 0 ? 'nothing' : needs.join(', ')
}

function renderParameters(
  parameters: readonly OpenApiParameter[],
  document: OpenApiDocument,
): string {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) => `
<tr><th scope="row"><code>${html(name)}</code></th><td>${html(place)}</td>
<td>${required ? 'yes' : 'no'}</td><td>${prose(description)}
<code>${html(JSON.stringify(resolve(schema, document)))}</code></td></tr>`,
  )
  return `<table>
<caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Required</th>
<th scope="col">What it is</th></tr></thead>
<tbody>${rows.join('')}
</tbody>
</table>`
}

function renderAnswer(status: string, answer: OpenApiAnswer, document: OpenApiDocument): string {
  const { description, headers = {}, content = {} } = answer
  const items = Object.entries(headers).map(
    ([name, header]) => `<li>Header <code>${html(name)}</code>: ${prose(header.description)}</li>`,
  )
  const bodies = Object.entries(content).map(
    ([type, { schema }]) => `<p class="muted">${html(type)}</p>\n${renderSchema(schema, document)}`,
  )
  return `<h4><code>${html(status)}</code> ${prose(description)}</h4>
${items.length === 0 ? '' : `<ul>${items.join('')}</ul>`}${bodies.join('')}`
}

/** An example, and the schema for those who open it. */
function renderSchema(schema: JsonSchema, document: OpenApiDocument): string {
  const resolved = resolve(schema, document)
  return `<pre><code>${html(pretty(exampleOf(resolved)))}</code></pre>
<details><summary>JSON Schema</summary>
<pre><code>${html(pretty(resolved))}</code></pre></details>`
}

function curlOf({ method, path, operation }: Entry, server: string, document: OpenApiDocument) {
  const { parameters, security, requestBody } = operation
  const query = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(textOf(schema, document))}`)
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `<${name}>`)
  const address = `${server}${filled}${query.length === 0 ? '' : `?${query.join('&')}`}`
  const headers = parameters
    .filter((one) => one.in === 'header')
    .map(({ name, schema }) => `${name}: ${textOf(schema, document)}`)
  if (security.length > 0) headers.push('Authorization: Bearer <token>')
  const [body] = Object.entries(requestBody?.content ?? {})
  if (body !== undefined) headers.push(`Content-Type: ${body[0]}`)
  const data = body && JSON.stringify(exampleOf(resolve(body[1].schema, document)))
  return [
    // curl waits for a body of HEAD unless it is told that there is none.
    `curl ${method === 'HEAD' ? '--head' : `-X ${method}`} ${quote(address)}`,
    ...headers.map((header) => `-H ${quote(header)}`),
    ...(data === undefined ? [] : [`-d ${quote(data)}`]),
  ].join(' ')
}

function textOf(schema: JsonSchema, document: OpenApiDocument): string {
  const example = exampleOf(resolve(schema, document))
  return typeof example === 'string' ? example : JSON.stringify(example)
}

/** For a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** The schema with those it refers to in their places; one inside itself stays a reference. */
function resolve(
  value: JsonSchema,
  document: OpenApiDocument,
  inside: readonly string[] = [],
): JsonSchema {
  const { $ref: reference } = value
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? ''
    const schema = document.components.schemas[name]
    if (schema === undefined || inside.includes(name)) return value
    const { $ref: _, ...beside } = value
    return { ...resolve(schema, document, [...inside, name]), ...beside }
  }
  const resolveAny = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(resolveAny)
    return isObject(one) ? resolve(one, document, inside) : one
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolveAny(one)]))
}

/** A value of this shape: the schema's own example where it has one. */
function exampleOf(schema: JsonSchema): unknown {
  const { examples, default: fallback, const: constant, enum: values, anyOf, oneOf } = schema
  for (const given of [examples, values]) {
    if (Array.isArray(given) && given.length > 0) return given[0]
  }
  if (constant !== undefined) return constant
  if (fallback !== undefined) return fallback
  for (const choices of [anyOf, oneOf]) {
    if (Array.isArray(choices) && isObject(choices[0])) return exampleOf(choices[0])
  }
  return exampleOfType(schema)
}

function exampleOfType({ type, properties, items, minimum, format }: JsonSchema): unknown {
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(isObject(properties) ? properties : {}).map(([key, one]) => [
          key,
          isObject(one) ? exampleOf(one) : null,
        ]),
      )
    case 'array':
      return isObject(items) ? [exampleOf(items)] : []
    case 'string':
      return format === 'date-time' ? '2025-02-04T12:00:00.000Z' : 'text'
    case 'integer':
    case 'number':
      return typeof minimum === 'number' && minimum > 0 ? minimum : 0
    case 'boolean':
      return true
    default:
      return null
  }
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A sentence; what stands between backticks is code. */
function prose(text: string): string {
  return html(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

const styles = `
:root { --text: #1a1d21; --muted: #57606a; --page: #ffffff; --panel: #f3f4f6;
  --line: #d0d5dc; --accent: #0b57d0 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8eb; --muted: #a3abb5; --page: #14171a; --panel: #1f2428;
    --line: #3a4149; --accent: #8ab4f8 }
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 900px; padding: 24px; background: var(--page);
  color: var(--text); font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 24px } h2 { font-size: 18px } h3 { font-size: 15px } h4 { margin: 12px 0 4px }
a { color: var(--accent) } .muted { color: var(--muted) }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
code, pre { font-family: ui-monospace, monospace; font-size: 13px }
pre { margin: 4px 0; padding: 12px; border: 1px solid var(--line); border-radius: 6px;
  background: var(--panel); white-space: pre-wrap }
.curl { user-select: all }
.method { display: inline-block; min-width: 56px; font: 600 13px ui-monospace, monospace }
nav ul { padding: 0; list-style: none }
section { margin-top: 32px; padding-top: 8px; border-top: 1px solid var(--line) }
table { width: 100%; border-collapse: collapse }
thead th { overflow-wrap: normal; white-space: nowrap }
li a { text-decoration: none }
li a code { text-decoration: underline }
caption { padding: 4px 0; font-weight: 600; text-align: left }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top }
summary { cursor: pointer; color: var(--accent) }
`
