import { normalisePlatform } from '../access/platform-name.ts'
import type { Permitted } from './addresses.ts'
import type { DeliveryPlatform } from './platforms.ts'
import type { DeliverySecrets } from './secrets.ts'

/** The awareness service that is told instead of the platforms. Source: protocol §8. */
export interface AwarenessService {
  readonly url: string
  /** For `x-ingest-secret`. */
  readonly secret: string | null
}

/** Where packets go, and with what. */
export interface Destinations {
  readonly isService: boolean
  endpointOf(platform: string): string
  /** What is sent along beside what every packet has. */
  readonly headers: Readonly<Record<string, string>>
  permitted(platform: Pick<DeliveryPlatform, 'privateAddresses'>): Permitted
  /** Multibase; null where the vault has no key. */
  evaultPublicKey(ename: string): string | null
  /** What packets for a platform are signed with; null for nothing. */
  secretOf(ename: string, platform: string): Promise<string | null>
}

interface Means {
  readonly service: AwarenessService | null
  /** Platforms of this computer's own registry may be on this computer. */
  readonly isOwnRegistry: boolean
  readonly secrets: Pick<DeliverySecrets, 'of'>
  readonly publicKeys: (ename: string) => readonly string[]
}

export function createDestinations({
  service,
  isOwnRegistry,
  secrets,
  publicKeys,
}: Means): Destinations {
  const secret = service?.secret ?? null
  return {
    isService: service !== null,
    headers: secret === null ? {} : { 'x-ingest-secret': secret },
    endpointOf: (platform) => `${platform}${service === null ? '/api/webhook' : '/ingest'}`,
    permitted({ privateAddresses }) {
      // Whoever runs this server named the service; nobody else chose its address.
      const isTrusted = privateAddresses || service !== null
      return { loopback: isTrusted || isOwnRegistry, private: isTrusted }
    },
    evaultPublicKey: (ename) => publicKeys(ename)[0] ?? null,
    secretOf: secrets.of,
  }
}

/** A service's base URL, in the form in which platforms are compared. */
export function serviceBase(url: string): string {
  return normalisePlatform(url).replace(/\/ingest$/, '')
}
