type Environment = Readonly<Record<string, string>>

/** What programs need to run in each of the desktops there are (scripts/desktop-session.mjs). */
export function desktops(): readonly Environment[] {
  return JSON.parse(process.env.EVAULT_DESKTOPS ?? '[{}]')
}

/** Has all that this worker starts, and its own look at the keychain, in a desktop of its own. */
export function enterDesktop(index: number): void {
  const desktop = desktops()[index]
  if (desktop === undefined) throw new Error(`there is no desktop for worker ${index}`)
  Object.assign(process.env, desktop)
}

/** Where the local listener of an app is in this worker’s desktop, unless it is taken. */
export function usualPort(): number {
  return Number(process.env.EVAULT_PORT ?? 4000)
}
