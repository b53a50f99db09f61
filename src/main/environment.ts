/** The only place in main that knows `process.env`. */

/** Where electron-vite serves the window during development. */
export function developmentServerUrl(): string | null {
  return process.env.ELECTRON_RENDERER_URL ?? null
}

/** What the vault process gets; GraphQL is a tenth faster without its checks for developers. */
export function vaultEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: 'production', ...process.env }
}

/** The file that the app was started from, where it is an AppImage; it is unpacked elsewhere. */
export function appImageFile(): string | null {
  return process.env.APPIMAGE ?? null
}

/** Where Linux keeps what programs have for their user; null: `~/.local/share`. */
export function userDataHome(): string | null {
  return process.env.XDG_DATA_HOME || null
}
