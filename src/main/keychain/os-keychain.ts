import keytar from 'keytar'
import { type Keychain, type SecretStore, VaultStartError } from '../../evault/index.ts'

/** Under this name the owner finds our entries in their keychain. */
const service = 'eVault Desktop'
/** The system may ask the owner for a password before it answers. */
const longestAnswerMs = 60_000

const keychains: Partial<Record<NodeJS.Platform, Keychain>> = {
  darwin: { id: 'macos-keychain', name: 'macOS Keychain', weak: false },
  win32: { id: 'windows-credentials', name: 'Windows Credential Manager', weak: false },
  linux: { id: 'secret-service', name: 'Secret Service', weak: false },
}

/**
 * The keychain of the operating system, proven to answer.
 * @throws VaultStartError `KEYCHAIN_UNAVAILABLE`, `KEYCHAIN_LOCKED`
 */
export async function openOsKeychain(platform = process.platform): Promise<SecretStore> {
  const keychain = keychains[platform]
  if (keychain === undefined) throw unavailable('there is none on this system')
  const store: SecretStore = {
    keychain,
    get: (name) => answered(keytar.getPassword(service, name)),
    set: (name, secret) => answered(keytar.setPassword(service, name, secret)),
    async remove(name) {
      await answered(keytar.deletePassword(service, name))
    },
    async names(prefix) {
      const found = await answered(keytar.findCredentials(service))
      return found.map(({ account }) => account).filter((name) => name.startsWith(prefix))
    },
  }
  // A locked Secret Service answers that it holds nothing: only writing tells.
  await store.set('probe', 'ok')
  return store
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(locked('it did not answer')), longestAnswerMs)
  })
  try {
    return await Promise.race([answer, timeout])
  } catch (error) {
    if (error instanceof VaultStartError) throw error
    const cause = error instanceof Error ? error.message : String(error)
    // libsecret keeps its session with a service that is gone.
    if (/session .*does not exist/i.test(cause)) throw restarted()
    throw /locked|prompt|dismissed|cancel/i.test(cause) ? locked(cause) : unavailable(cause)
  } finally {
    clearTimeout(timer)
  }
}

function locked(cause: string): VaultStartError {
  return new VaultStartError(
    'KEYCHAIN_LOCKED',
    `The keychain of this computer is locked (${cause}). Unlock it, then try again.`,
  )
}

function restarted(): VaultStartError {
  return new VaultStartError(
    'KEYCHAIN_UNAVAILABLE',
    'The keychain of this computer was restarted. Quit the app and open it again.',
  )
}

function unavailable(cause: string): VaultStartError {
  return new VaultStartError(
    'KEYCHAIN_UNAVAILABLE',
    `No keychain answers on this computer (${cause}). On Linux, install and start GNOME Keyring or KeePassXC’s Secret Service, then try again.`,
  )
}
