import { normaliseEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'
import type { Caller } from './caller.ts'
import type { Consents } from './consents.ts'

const form = /^(person|platform) +(.*\S) *$/
const longestName = 512

/**
 * The caller in the owner's `X-View-As`: `person @ename`, `platform <name>` or `anonymous`, who
 * asks from another computer. What is not ASCII is percent-encoded, as in a URL. A platform has
 * proved itself where the one the owner knows by that name has.
 * @throws RequestError `INVALID_INPUT`
 */
export function readViewedCaller(
  header: string,
  ename: string,
  consents: Pick<Consents, 'of'>,
): Caller {
  const thisComputer = false
  if (header.trim() === 'anonymous') return { kind: 'anonymous', thisComputer }
  const [, kind, name = ''] = form.exec(decoded(header).trim()) ?? []
  if (kind === undefined || name.length > longestName) throw noCaller()
  if (kind === 'platform') {
    const verified = consents.of(ename, { platform: name, verified: true })?.verified ?? false
    return { kind: 'platform', platform: name, verified, thisComputer }
  }
  const person = personIn(name)
  return person === ename ? { kind: 'owner' } : { kind: 'person', ename: person, thisComputer }
}

function personIn(name: string): string {
  try {
    return normaliseEName(name)
  } catch {
    throw noCaller()
  }
}

function decoded(header: string): string {
  try {
    return decodeURI(header)
  } catch {
    return header
  }
}

function noCaller(): RequestError {
  const forms = '`person @ename`, `platform <name>` or `anonymous`'
  return new RequestError('INVALID_INPUT', `X-View-As is ${forms}.`, 'X-View-As')
}
