import type { RegistryClient } from '../registry/client.ts'
import { RegistryError } from '../registry/errors.ts'
import { readRelayProof } from '../registry/relay-proof.ts'
import { normaliseEName } from '../w3id/ename.ts'

export interface AdmissionOptions {
  readonly registry: Pick<RegistryClient, 'verifyCertificate'>
  /** The relay’s public origin. */
  readonly relayUrl: string
}

/** Decides which vault may connect. */
export interface Admission {
  /**
   * @param user the eName, with or without its `@`
   * @param proof as `makeRelayProof` makes it
   * @returns the id of the vault, which is its eName without the `@`; null when it is not proven,
   * or the name is no UUID: it has to fit into a host name
   * @throws RegistryError when that cannot be told now
   */
  admit(user: string, proof: string): Promise<string | null>
}

export const vaultId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function createAdmission({ registry, relayUrl }: AdmissionOptions): Admission {
  /** When each proof that was used ends, in seconds since the epoch. In order of use. */
  const used = new Map<string, number>()

  function isFirstUse(name: string, exp: number, now: Date): boolean {
    const seconds = now.getTime() / 1000
    for (const [old, end] of used) if (end <= seconds) used.delete(old)
    if (used.has(name)) return false
    used.set(name, exp)
    return true
  }

  return {
    async admit(user, proof) {
      const now = new Date()
      try {
        const { ename, jti, exp } = await readRelayProof(proof, {
          verifyCertificate: registry.verifyCertificate,
          relayUrl,
          now,
        })
        const id = ename.slice(1)
        const isHis = normaliseEName(user) === ename && vaultId.test(id)
        return isHis && isFirstUse(`${id} ${jti}`, exp, now) ? id : null
      } catch (error) {
        if (error instanceof RegistryError && error.code !== 'INVALID_TOKEN') throw error
        return null
      }
    },
  }
}
