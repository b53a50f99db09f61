import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kitPage } from './kit-page.ts'

const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident'

test('the paper has the words in their order, whose they are and of when', () => {
  const madeAt = Date.UTC(2026, 10, 21, 12)
  const page = kitPage({ words: words.split(' '), ename: '@a.w3id', madeAt })
  const listed = [...page.matchAll(/<li>(\w+)<\/li>/g)].map(([, word]) => word)
  expect(listed.join(' ')).toBe(words)
  expect(page).toContain('<code>@a.w3id</code>')
  expect(page).toContain('November 21, 2026')
})

test('whatever an eName holds, it is text on the page', () => {
  const markup = fc.string({ unit: fc.constantFrom(...'<>&"\'/=ab script') })
  fc.assert(
    fc.property(markup, (ename) => {
      const plain = kitPage({ words: [], ename: '', madeAt: 0 })
      const page = kitPage({ words: [], ename, madeAt: 0 })
      expect(page.match(/[<>]/g)).toHaveLength(plain.match(/[<>]/g)?.length ?? 0)
    }),
  )
})
