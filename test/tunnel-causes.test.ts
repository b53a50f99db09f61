import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { causeWords, knownCauses } from '../src/renderer/features/connection/cause-words.ts'

/** The codes of `TunnelCode`, and what the comment above says that each names. */
function codesOfTunnel(): Map<string, readonly string[]> {
  const source = readFileSync('src/tunnel/tunnel.ts', 'utf8')
  const [comment = '', type = ''] = source.split('export type TunnelCode =')
  const codes = type.slice(0, type.indexOf('\n\n')).match(/(?<=')\w+(?=')/g) ?? []
  const named = (code: string) => new RegExp(`\`${code}\` \\{([^}]*)\\}`).exec(comment)?.[1] ?? ''
  return new Map(codes.map((code) => [code, named(code).split(', ').filter(Boolean)]))
}

test('the window has words for all that goes wrong with a tunnel, and no others', () => {
  const codes = codesOfTunnel()
  expect(codes.size).toBeGreaterThan(15)
  expect([...knownCauses].sort()).toEqual([...codes.keys()].sort())
})

test('each says what happened, with what it names, and what can be done', () => {
  // The fingerprints are shown beside it.
  const besides = ['expected', 'found']
  for (const [code, names] of codesOfTunnel()) {
    const parameters = Object.fromEntries(names.map((name) => [name, `THE_${name.toUpperCase()}`]))
    const { what, wayOut } = causeWords({ code, parameters })
    expect([code, what, wayOut]).not.toContain('')
    for (const name of names.filter((one) => !besides.includes(one))) {
      expect([code, `${what} ${wayOut}`]).toEqual([
        code,
        expect.stringContaining(`THE_${name.toUpperCase()}`),
      ])
    }
  }
})

test('a cause that the window does not know is told by its code', () => {
  expect(causeWords({ code: 'constructor', parameters: {} }).what).toContain('constructor')
})

test('words that say nothing to owners are left out', () => {
  const words = causeWords({ code: 'PROBE_UNREACHABLE', parameters: { detail: 'TypeError' } })
  expect(words.what).toBe('Nothing answers at the public address.')
})
