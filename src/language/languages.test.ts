import { expect, test } from 'vitest'
import { formatLocale, languageOf, preferredLanguage } from './languages.ts'

test('a region is of its language', () => {
  expect(languageOf('de-AT')).toBe('de')
  expect(languageOf('EN')).toBe('en')
  expect(languageOf('fr-FR')).toBeNull()
  expect(languageOf('constructor')).toBeNull()
  expect(languageOf('')).toBeNull()
})

test('the first language that is spoken is taken, and English when none is', () => {
  expect(preferredLanguage(['fr-FR', 'de-CH', 'en-GB'])).toBe('de')
  expect(preferredLanguage(['fr', 'ja'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
})

test('numbers and dates are written as the region of the language does', () => {
  expect(formatLocale('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB')
  expect(formatLocale('de', ['en-GB'])).toBe('de')
})
