import { describe, expect, it } from 'vitest'
import { completeJson, rangeOfPath } from './json-completion.ts'

const complete = completeJson({
  names: ['content', 'visibility'],
  values: { visibility: ['public', 'private'] },
})

/** What is offered where `|` stands. */
function offered(marked: string) {
  const pos = marked.indexOf('|')
  const text = marked.replace('|', '')
  const doc = { length: text.length, toString: () => text }
  const completion = complete({ pos, state: { doc } })
  if (!completion) return null
  const { from, to, options } = completion
  return options.map(({ apply }) => text.slice(0, from) + apply + text.slice(to))
}

describe('completion', () => {
  it('offers the names that are not there yet', () => {
    expect(offered('{"|"}')).toEqual(['{"content": }', '{"visibility": }'])
    expect(offered('{"content": "x", "v|": 1}')).toEqual(['{"content": "x", "visibility": 1}'])
  })

  it('offers the usual values', () => {
    expect(offered('{"visibility": "p|"}')).toEqual([
      '{"visibility": "public"}',
      '{"visibility": "private"}',
    ])
    expect(offered('{"content": "p|"}')).toBe(null)
  })

  it('knows nothing of inner objects', () => {
    expect(offered('{"data": {"|"}}')).toBe(null)
  })
})

describe('the place of a value', () => {
  it('is found by its path', () => {
    const text = '{ "a": [1, {"b\\u0020c": "x"}], "d": null }'
    const at = (...path: string[]) => {
      const { from, to } = rangeOfPath(text, path)
      return text.slice(from, to)
    }
    expect(at('d')).toBe('null')
    expect(at('a', '0')).toBe('1')
    expect(at('a', '1', 'b c')).toBe('"x"')
    expect(at('missing')).toBe('')
  })
})
