import type pino from 'pino'
import { version } from '../../../package.json'
import {
  createKeyCustody,
  openPlainKeyFile,
  openVault,
  parseConfig,
  type Vault,
  type VaultMeans,
} from '../../evault/index.ts'
import { personFolder } from './folder.ts'
import type { DevSettings } from './settings.ts'

/** Somebody of the development network, and their vault. */
export interface DevPerson {
  /** For people; nothing on the network knows it. */
  readonly name: string
  readonly vault: Vault
}

/** The vaults of all, and the registry they share. Disposed, they are closed. */
export interface DevPeople extends AsyncDisposable {
  readonly all: readonly DevPerson[]
  readonly registry: { readonly url: string; readonly secret: string }
}

const names = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus', 'Hana', 'Ida', 'Jon']

type Built = Pick<VaultMeans, 'templateDirectory' | 'workerEntry'>

/**
 * Opens a vault for each person, the registry inside the first. Their keys lie unencrypted in their
 * folders; everything else is as in `evault serve` with the policy `open`.
 * @throws VaultStartError
 */
export async function openPeople(
  settings: DevSettings,
  built: Built,
  log: pino.Logger,
): Promise<DevPeople> {
  const { registrySecret: secret } = settings
  const all: DevPerson[] = []
  // The registry is in the first: it is closed when nobody asks it any more.
  const close = async () => {
    await Promise.all(all.slice(1).map(({ vault }) => vault[Symbol.asyncDispose]()))
    await all[0]?.vault[Symbol.asyncDispose]()
  }
  try {
    for (let number = 1; number <= settings.people; number += 1) {
      const registryUrl = all[0]?.vault.registry.url ?? null
      const vault = await openPerson(number, { settings, built, log, registryUrl })
      all.push({ name: names[number - 1] ?? `Person ${number}`, vault })
    }
  } catch (error) {
    await close()
    throw error
  }
  const url = all[0]?.vault.registry.url ?? ''
  return { all, registry: { url, secret }, [Symbol.asyncDispose]: close }
}

interface Network {
  readonly settings: DevSettings
  readonly built: Built
  readonly log: pino.Logger
  /** null for the first, who has it inside. */
  readonly registryUrl: string | null
}

function openPerson(
  number: number,
  { settings, built, log, registryUrl }: Network,
): Promise<Vault> {
  const { folder, port, registryPort, registrySecret } = settings
  const dataDirectory = personFolder(folder, number)
  const config = parseConfig({
    ...{ dataDirectory, registryPort, policy: 'open' },
    port: port === 0 ? 0 : port + number - 1,
    registry: registryUrl ?? 'embedded',
  })
  return openVault(config, {
    openCustody: async () => createKeyCustody(await openPlainKeyFile(dataDirectory)),
    ...{ ...built, registrySecret, version, log, windowOrigin: null },
    besideRegistry: registryUrl !== null,
  })
}
