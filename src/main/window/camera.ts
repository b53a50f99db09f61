import { systemPreferences } from 'electron'

/** Whether the owner is scanning a code: only then may the window have the camera’s picture. */
export interface Camera {
  readonly isOpen: boolean
  /** False where the system does not let the app; macOS asks the owner the first time. */
  open(): Promise<boolean>
  close(): void
}

export function createCamera(): Camera {
  let isOpen = false
  let opening = 0
  return {
    get isOpen() {
      return isOpen
    },
    async open() {
      opening += 1
      const current = opening
      const isAllowed = await isAllowedBySystem()
      // Closed while the system was asking.
      if (current === opening) isOpen = isAllowed
      return isAllowed
    },
    close() {
      opening += 1
      isOpen = false
    },
  }
}

function isAllowedBySystem(): Promise<boolean> {
  if (process.platform === 'darwin') return systemPreferences.askForMediaAccess('camera')
  const isDenied =
    process.platform === 'win32' && systemPreferences.getMediaAccessStatus('camera') === 'denied'
  return Promise.resolve(!isDenied)
}
