import type { EmbeddedRegistry } from '../../registry/embedded/server.ts'
import type { Settings } from '../access/settings.ts'
import type { Tenants } from '../keys/tenants.ts'
import { ownRegistryPath } from '../own-registry.ts'
import { notSeen, type SeenOutside, seeOutside } from './seen-outside.ts'

/** How it stands with the registry: who can ask it, and so what it is told. */
export interface RegistryStanding {
  /** Whether others can ask it now. */
  readonly isPublic: boolean
  /** Null where it is not the one inside this app. */
  readonly own: OwnRegistryStanding | null
  /** Takes note of where the world reaches the vault from now on; null for nowhere. */
  reached(publicUrl: string | null): void
}

export interface OwnRegistryStanding {
  /** Whether the owner lets everybody read it. */
  readonly isOpen: boolean
  /** Where others read it; null while they can't. */
  readonly publicUrl: string | null
  /** What it says to them there. */
  readonly seen: SeenOutside
}

interface Means {
  readonly tenants: Pick<Tenants, 'moveTo'>
  readonly onChange: () => void
}

/** A registry on the network: it is told of public addresses, and keeps the last one. */
export function standingOfOther({ tenants, onChange }: Means): RegistryStanding {
  let last: string | null = null
  return {
    ...{ isPublic: true, own: null },
    reached(publicUrl) {
      const isNew = publicUrl !== null && publicUrl !== last
      last = publicUrl
      // Coming back to the same address, it may be what the registry was away for, too.
      if (isNew) void tenants.moveTo(publicUrl).then(onChange)
    },
  }
}

interface OwnMeans extends Means {
  /** This server's owner, whose settings say who may read it. */
  readonly ename: string
  readonly settings: Pick<Settings, 'of' | 'whenChanged'>
  readonly registry: Pick<EmbeddedRegistry, 'expose'>
  /** Where programs on this computer reach the vault. */
  readonly localUrl: () => string
  readonly fetch: typeof fetch
}

/**
 * The registry inside this app. Others read it below the vault's own public address, when the owner
 * lets them and as long as that address is proven; then it is told of this address. At all other
 * times it is told of this computer's, which is where those who ask it are.
 */
export function standingOfOwn(means: OwnMeans): RegistryStanding {
  const { ename, settings, registry, localUrl, fetch, tenants, onChange } = means
  const isOpen = () => settings.of(ename).readRegistry === 'anyone'
  let proven: string | null = null
  /** What the registry is, or is being, told; null for this computer's address. */
  let told: string | null = null
  /** The same, once it was told: then others can read the registry below that address. */
  let shown: string | null = null
  let seen = notSeen
  let moves = 0
  const publicUrl = () => shown && `${shown.replace(/\/+$/, '')}${ownRegistryPath}`

  function look(): void {
    const next = isOpen() ? proven : null
    if (next === told) return void lookFromOutside()
    told = next
    show(null)
    moves += 1
    const move = moves
    void tenants.moveTo(next ?? localUrl()).then(() => {
      // Not before: others would remember an address of this computer.
      if (move === moves) show(next)
      onChange()
      return lookFromOutside()
    })
  }
  function show(address: string | null): void {
    shown = address
    seen = notSeen
    registry.expose({ publicUrl: publicUrl() })
  }
  /** Until it was seen to be as it should; the vault is proven anew twice a minute. */
  async function lookFromOutside(): Promise<void> {
    const [uri, url] = [shown, publicUrl()]
    if (uri === null || url === null || seen.registered !== null) return
    const found = await seeOutside({ publicUrl: url, ename, uri, fetch })
    // Meanwhile another address has come, or an answer to somebody who asked later.
    if (uri !== shown || seen.registered !== null) return
    seen = found
    onChange()
  }
  settings.whenChanged((changed) => {
    if (changed !== ename) return
    look()
    onChange()
  })
  return {
    get isPublic() {
      return shown !== null
    },
    get own() {
      return { isOpen: isOpen(), publicUrl: publicUrl(), seen }
    },
    reached(found) {
      proven = found
      look()
    },
  }
}
