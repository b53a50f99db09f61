import { decodeJwt } from 'jose'
import { SigningRefused } from '../../evault/index.ts'

/** The relays that the vault may prove itself to in this moment: those that main connects to. */
export interface RelayProofs {
  /** Lets a proof for this relay be signed until the work is done. */
  during<T>(relayUrl: string, work: () => Promise<T>): Promise<T>
  /**
   * Looks at what is to be signed.
   * @param bytes header and claims of a JWT, as they are signed
   * @throws SigningRefused
   */
  check(bytes: Uint8Array): void
}

const longestSeconds = 60

export function createRelayProofs(): RelayProofs {
  const expected: string[] = []
  return {
    async during(relayUrl, work) {
      expected.push(relayUrl)
      try {
        return await work()
      } finally {
        expected.splice(expected.indexOf(relayUrl), 1)
      }
    },
    check(bytes) {
      const claims = claimsIn(Buffer.from(bytes).toString())
      const { aud, iat = 0, exp = Number.POSITIVE_INFINITY } = claims
      // A token that introduces the owner to another vault has an eName there, which is no URL.
      const isExpected = typeof aud === 'string' && expected.includes(aud)
      if (!isExpected || exp - iat > longestSeconds) {
        throw new SigningRefused('Nothing was signed: this is no proof for a relay in use.')
      }
    },
  }
}

function claimsIn(signed: string) {
  try {
    return decodeJwt(`${signed}.`)
  } catch {
    return {}
  }
}
