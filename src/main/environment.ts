import { delimiter, isAbsolute } from 'node:path'

/** The only place in main that knows `process.env`. */

/** Where electron-vite serves the window during development. */
export function developmentServerUrl(): string | null {
  return process.env.ELECTRON_RENDERER_URL ?? null
}

/** What the vault process gets; GraphQL is a tenth faster without its checks for developers. */
export function vaultEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', ...process.env }
}

/** Other ports than the usual ones, by the names that `evault serve` knows them by. */
export function chosenPorts(): { port: string | undefined; registryPort: string | undefined } {
  return { port: process.env.EVAULT_PORT, registryPort: process.env.EVAULT_REGISTRY_PORT }
}

/** The file that the app was started from, where it is an AppImage; it is unpacked elsewhere. */
export function appImageFile(): string | null {
  return process.env.APPIMAGE ?? null
}

/** Where Linux keeps what programs have for their user; null: `~/.local/share`. */
export function userDataHome(): string | null {
  return process.env.XDG_DATA_HOME || null
}

/** Linux: where packages put what they have for all users. */
export function systemDataFolders(): string[] {
  return (process.env.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(delimiter)
}

/** Where programs of the owner are, first one first. */
export function programFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
}

/** What a program of the owner gets of ours: nothing but what it needs to find the network. */
export function programEnvironment(): Record<string, string> {
  const wanted =
    /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TMPDIR|TEMP|TMP|LANG|(HTTPS?|NO|ALL)_PROXY|SSL_CERT_(FILE|DIR))$/i
  const known = Object.entries(process.env).filter(([name]) => wanted.test(name))
  return Object.fromEntries(known) as Record<string, string>
}

/** Linux: the socket of the owner's session bus; null where there is none to be found. */
export function sessionBusSocket(): string | null {
  const { DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtime } = process.env
  const [, kind, path] = /^unix:(path|abstract)=([^,;]+)/.exec(address) ?? []
  if (path !== undefined) return kind === 'abstract' ? `\0${path}` : path
  return runtime === undefined ? null : `${runtime}/bus`
}
