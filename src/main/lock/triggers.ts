import { powerMonitor } from 'electron'
import type { LockSettings } from '../../ipc/lock.ts'
import type { AppLock } from './app-lock.ts'
import { watchLinuxScreen } from './linux-screen.ts'

interface Means {
  readonly settings: () => LockSettings
  readonly lock: Pick<AppLock, 'lock' | 'back'>
}

const LOOK_EVERY_MS = 2_000

/** Locks when nobody uses the computer, when it goes to sleep, and when the system locks. */
export function watchTriggers({ settings, lock }: Means): Disposable {
  const timer = setInterval(() => {
    const { idleMinutes } = settings()
    if (idleMinutes === null) return
    if (powerMonitor.getSystemIdleTime() >= idleMinutes * 60) lock.lock('idle')
    else lock.back()
  }, LOOK_EVERY_MS)
  const onSleep = () => {
    if (settings().atSleep) lock.lock('sleep')
  }
  const onSystemLock = () => {
    if (settings().atSystemLock) lock.lock('system')
  }
  powerMonitor.on('suspend', onSleep)
  // macOS and Windows.
  powerMonitor.on('lock-screen', onSystemLock)
  const screen = process.platform === 'linux' ? watchLinuxScreen(onSystemLock) : null
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      powerMonitor.off('suspend', onSleep)
      powerMonitor.off('lock-screen', onSystemLock)
      screen?.[Symbol.dispose]()
    },
  }
}
