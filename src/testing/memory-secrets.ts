import type { SecretStore } from '../evault/index.ts'

/** A keychain in memory: what it holds is gone with the process. */
export function memorySecretStore(): SecretStore & { readonly secrets: Map<string, string> } {
  const secrets = new Map<string, string>()
  return {
    secrets,
    keychain: { id: 'memory', name: 'Memory', weak: false },
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => void secrets.set(name, secret),
    remove: async (name) => void secrets.delete(name),
    names: async (prefix) => [...secrets.keys()].filter((name) => name.startsWith(prefix)),
  }
}
