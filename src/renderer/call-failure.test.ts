import { expect, it } from 'vitest'
import { callFailure } from './call-failure.ts'

it.each([
  ["Error invoking remote method 'identity:restoreKit': Error: Wrong words.", 'Wrong words.'],
  [
    "Error invoking remote method 'identity:saveKit': KitError: The disk is full.",
    'The disk is full.',
  ],
  ["Error invoking remote method 'identity:kit': Not: this one.", 'Not: this one.'],
  ['Error: was said by main itself', 'Error: was said by main itself'],
])('leaves of %j what main said', (message, said) => {
  expect(callFailure(new Error(message))).toBe(said)
})
