import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { docsContentSecurityPolicy, renderDocs } from './docs-page.ts'
import { describeApi, graphqlDescription } from './openapi.ts'
import { type RouteDescription, refusal, wholeNumber } from './route.ts'

const nasty = `</style></code><script>alert("1")</script><img src=x onerror='alert(1)'> & 'quoted'`
const treeSchema: z.ZodType = z
  .object({
    name: z.string(),
    get children() {
      return z.array(treeSchema)
    },
  })
  .meta({ id: 'DocsTestTree' })

const routes: RouteDescription[] = [
  graphqlDescription,
  {
    method: 'GET',
    path: '/logs',
    summary: 'Reads the log',
    needs: 'ename',
    query: z.object({
      limit: wholeNumber(1, 100).default(20).describe('Page size'),
      from: z.iso.datetime(),
      order: z.enum(['newest', 'oldest']).optional(),
    }),
    answers: {
      200: {
        description: 'A page',
        schema: z.object({ logs: z.array(z.object({ id: z.string(), size: z.int() })) }),
      },
      400: refusal('Wrong input'),
    },
  },
  {
    method: 'HEAD',
    path: '/whois',
    summary: 'Says that it is there',
    needs: 'none',
    answers: { 200: { description: 'It is `fine`' } },
  },
  {
    method: 'PATCH',
    path: '/public-key/:kind',
    summary: nasty,
    description: nasty,
    needs: 'ename-and-token',
    params: z.object({ kind: z.string().describe(nasty) }),
    body: z.object({ publicKey: z.string().meta({ examples: [nasty], description: nasty }) }),
    answers: {
      200: { description: nasty, schema: treeSchema, headers: { Location: nasty } },
      404: { description: 'None', contentType: nasty, schema: z.string() },
    },
  },
]
const page = renderDocs(
  describeApi(routes, {
    title: `eVault ${nasty}`,
    version: nasty,
    description: nasty,
    serverUrl: 'http://127.0.0.1:4000',
  }),
)

/** What a browser would show of it. */
function textOf(html: string): string {
  const characters = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(\w+|#39);/g, (_, name: keyof typeof characters) => characters[name])
}

function section(id: string): string {
  return page.match(new RegExp(`<section id="${id}"[\\s\\S]*?</section>`))?.[0] ?? ''
}

/** The arguments a shell makes of the section's curl line. */
function shellArguments(id: string): string[] {
  const [, line = ''] = section(id).match(/<pre class="curl"><code>([\s\S]*?)<\/code>/) ?? []
  const script = `curl() { printf '%s\\0' "$@"; }; ${textOf(line)}`
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('the page', () => {
  test('holds no script, loads nothing, and every tag is one of its own', () => {
    const allowed = new Set(
      ['html head meta title style body header h1 h2 h3 h4 p code nav ul li a span main section']
        .concat(['strong table caption thead tbody tr th td pre details summary'])
        .flatMap((names) => names.split(' ')),
    )
    const tags = [...page.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag ?? '')
    expect(tags.filter((tag) => !allowed.has(tag))).toEqual([])
    expect(page).not.toMatch(/<[^>]*\s(on\w+|src)=/)
    expect(page).not.toMatch(/url\(|@import|javascript:/)
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to = '']) => to.startsWith('#'))).toBe(
      true,
    )
    expect(docsContentSecurityPolicy).toBe("default-src 'none'; style-src 'unsafe-inline'")
  })

  test('closes what it opens', () => {
    const open: string[] = []
    for (const [, close, tag = ''] of page.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (close === '/') expect(open.pop()).toBe(tag)
      else if (tag !== 'meta') open.push(tag)
    }
    expect(open).toEqual([])
  })

  test('shows texts as they are', () => {
    expect(textOf(page).split(nasty).length).toBeGreaterThan(7)
  })

  test('leads to each operation from a table of contents', () => {
    const [contents = ''] = page.match(/<nav[\s\S]*<\/nav>/) ?? []
    for (const id of ['postGraphql', 'getLogs', 'headWhois', 'patchPublicKeyKind']) {
      expect(contents).toContain(`href="#${id}"`)
      expect(page.split(` id="${id}"`)).toHaveLength(2)
    }
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('an operation', () => {
  test('says what it is, needs, takes and answers', () => {
    const text = textOf(section('getLogs')).replace(/\s+/g, ' ')
    expect(text).toContain('GET /logs Reads the log')
    expect(text).toContain('Needs: header X-ENAME')
    expect(text).toContain('limitquery noPage size {"default":20,"type":"integer"')
    expect(text).toContain(
      '200 A page application/json { "logs": [ { "id": "text", "size": 0 } ] }',
    )
    expect(text).toContain('400 Wrong input application/json { "error": "text" }')
    expect(textOf(section('headWhois'))).toContain('Needs: nothing')
    expect(section('headWhois')).toContain('It is <code>fine</code>')
    expect(textOf(section('patchPublicKeyKind'))).toContain('header X-ENAME, Bearer token')
    expect(textOf(section('postGraphql'))).toContain('Bearer token (optional)')
  })

  test('shows a schema that contains itself', () => {
    expect(textOf(section('patchPublicKeyKind'))).toContain('#/components/schemas/DocsTestTree')
  })

  test('has a curl line that a shell understands', () => {
    const ename = 'X-ENAME: @e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'
    expect(shellArguments('headWhois')).toEqual(['--head', 'http://127.0.0.1:4000/whois'])
    expect(shellArguments('getLogs')).toEqual([
      ...['-X', 'GET', 'http://127.0.0.1:4000/logs?from=2025-02-04T12%3A00%3A00.000Z', '-H', ename],
    ])
    expect(shellArguments('patchPublicKeyKind')).toEqual([
      ...['-X', 'PATCH', 'http://127.0.0.1:4000/public-key/<kind>', '-H', ename],
      ...['-H', 'Authorization: Bearer <token>', '-H', 'Content-Type: application/json'],
      ...['-d', JSON.stringify({ publicKey: nasty })],
    ])
    const data = JSON.parse(shellArguments('postGraphql').at(-1) ?? '')
    expect(data.query).toContain('metaEnvelopes')
  })
})

describe.each(['light', 'dark'])('in %s', (mode) => {
  const roots = [...page.matchAll(/:root \{([^}]*)\}/g)].map(([, text = '']) => text)
  const colours = Object.fromEntries(
    [...(roots[mode === 'light' ? 0 : 1] ?? '').matchAll(/--(\w+): (#\w{6})/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )

  test.each([
    ['text', 'page'],
    ['text', 'panel'],
    ['muted', 'page'],
    ['accent', 'page'],
  ])('%s on %s has the contrast WCAG AA asks for', (front, back) => {
    const [a = 0, b = 0] = [luminance(colours[front]), luminance(colours[back])].sort(
      (x, y) => y - x,
    )
    expect((a + 0.05) / (b + 0.05)).toBeGreaterThanOrEqual(4.5)
  })

  function luminance(colour = ''): number {
    const [red = 0, green = 0, blue = 0] = (colour.match(/\w\w/g) ?? []).map((hex) => {
      const part = Number.parseInt(hex, 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
})
