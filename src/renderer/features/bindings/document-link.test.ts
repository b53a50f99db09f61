import { expect, it } from 'vitest'
import { documentLink, enameProblem, parseDocumentLink, placeOf } from './document-link.ts'

const place = { ename: '@anna.w3id', id: '019a-1' }

it.each([
  'w3ds://file?id=@anna.w3id/019a-1',
  ' W3DS://file?id=%40Anna.w3id%2F019a-1\n',
  '@Anna.w3id/019a-1',
  documentLink(place),
])('reads %j', (text) => {
  expect(parseDocumentLink(text)).toEqual({ place })
})

it.each([
  ['', 'Paste the link'],
  ['hello', 'no link to a document'],
  ['anna/1', 'no link to a document'],
  ['@anna/', 'no link to a document'],
  ['@/1', 'no link to a document'],
  ['@anna/1/2', 'no link to a document'],
  ['@anna/1 2', 'no link to a document'],
  ['https://example.org/@anna/1', 'no link to a document'],
  ['w3ds://file?id=anna', 'The id is not'],
  ['w3ds://auth?redirect=https://a.example&session=s&platform=p', 'to sign in somewhere'],
  ['w3ds://nothing?a=b', 'The URI is none of'],
])('says what is wrong with %j', (text, problem) => {
  expect(parseDocumentLink(text)).toEqual({ problem: expect.stringContaining(problem) })
})

it('asks for the part of an address that is missing', () => {
  expect(placeOf(' ANNA.w3id ', ' 019a-1 ')).toEqual({ place })
  expect(placeOf('', '')).toEqual({
    errors: { ename: 'Enter an eName.', id: 'Enter the id of the document.' },
  })
})

it.each([
  ['@anna', null],
  ['anna', null],
  ['', 'Enter an eName.'],
  ['@', 'The eName is empty.'],
  ['@anna berg', 'An eName holds no spaces.'],
])('judges the eName %j', (text, problem) => expect(enameProblem(text)).toBe(problem))
