import { expect, test } from 'vitest'
import { authorise } from '../src/evault/access/authorise.ts'
import type { Consent } from '../src/evault/access/consents.ts'
import { policyPresets } from '../src/evault/access/policy.ts'
import { readersOf } from '../src/evault/access/reach.ts'
import { activateLanguage } from '../src/language/activate.ts'
import { readerSentences, readerWords } from '../src/renderer/features/records/reader-words.ts'

const ename = '@owner'
const platform = 'https://post.example'
const ontology = 'post'

/** All that the vault says of who reaches a record, over policies, decisions and access lists. */
function allSaid(): Set<string> {
  const said = new Set<string>()
  const owner = { kind: 'owner' } as const
  for (const policy of Object.values(policyPresets)) {
    const grant = authorise(owner, 'oversee', ename, { policy, consent: null })
    for (const acl of [[], ['*'], ['@friend'], [`@${platform}`], ['@https://other.example']]) {
      for (const consents of decisions.map((decision) => [decision])) {
        for (const one of readersOf(grant, { ename, ontology, acl }, policy, consents)) {
          said.add(one.because)
          if (one.kind === 'public') said.add(one.name)
        }
      }
    }
  }
  return said
}

const uses = [{ ontology, read: true, write: true }]
const decisions = [
  { decision: 'blocked', ontologies: [] },
  { decision: 'everything', ontologies: [] },
  { decision: 'read', ontologies: [] },
  { decision: 'ontologies', ontologies: [] },
  { decision: 'ontologies', ontologies: uses },
].map((one) => ({ ...one, platform, verified: false, migrator: false }) as unknown as Consent)

test('the window has words for all that the vault says of who reaches a record, and no others', () => {
  expect([...allSaid()].sort()).toEqual(Object.keys(readerSentences).sort())
})

test('what the vault says in other words is said as it comes', () => {
  activateLanguage('de', 'de', {})
  expect(readerWords('Something new.')).toBe('Something new.')
  expect(readerWords('constructor')).toBe('constructor')
  activateLanguage('en', 'en', {})
})
