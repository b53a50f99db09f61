import { expect, test } from 'vitest'
import { foundLink } from './found-link.ts'

const link = 'w3ds://auth?session=s'

test('the link is found among other codes', () => {
  expect(foundLink(['https://a.example', ` ${link}\n`])).toEqual({ link })
  expect(foundLink([link.toUpperCase()])).toEqual({ link: link.toUpperCase() })
})

test('one that is there twice is one', () => {
  expect(foundLink([link, `${link} `])).toEqual({ link })
})

test('none of several links is chosen', () => {
  expect(foundLink([link, 'w3ds://auth?session=other'])).toEqual({ missing: 'several-links' })
})

test('a code that is no link is told from no code', () => {
  expect(foundLink([])).toEqual({ missing: 'no-code' })
  expect(foundLink(['https://a.example/?w3ds://'])).toEqual({ missing: 'no-link' })
})
