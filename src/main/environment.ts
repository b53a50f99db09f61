/** The only place in main that reads `process.env`. */

/** Where electron-vite serves the window during development. */
export function developmentServerUrl(): string | null {
  return process.env.ELECTRON_RENDERER_URL ?? null
}
