import { createRegistryClient } from '../../registry/client.ts'
import {
  type Certification,
  describeProblem,
  isSameAddress,
  OtherAddress,
} from '../keys/certificates.ts'

/** What the registry inside this app says to those who ask it from outside. */
export type SeenOutside = Pick<Certification, 'registered' | 'problem'>

/** Nobody has asked yet. */
export const notSeen: SeenOutside = { registered: null, problem: null }

interface Question {
  /** Of the registry, where others read it. */
  readonly publicUrl: string
  readonly ename: string
  /** Where it should send those who look for the eName. */
  readonly uri: string
  readonly fetch: typeof fetch
}

/**
 * Asks the registry the way others do, through its public address. That the vault answers there
 * does not say that it does: a proxy may put another name in `Host`, or keep a path to itself.
 */
export async function seeOutside(question: Question): Promise<SeenOutside> {
  const { publicUrl: url, ename, uri, fetch } = question
  try {
    const entry = await createRegistryClient({ url, fetch }).resolve(ename)
    if (entry === null || !isSameAddress(entry.uri, uri)) throw new OtherAddress(entry?.uri ?? null)
    return { registered: { uri, at: new Date() }, problem: null }
  } catch (error) {
    return { registered: null, problem: describeProblem(error) }
  }
}
