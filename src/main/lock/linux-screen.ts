import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { sessionBusEnvironment } from '../environment.ts'

/** Of the desktops that tell: KDE and others by the standard's name, GNOME and its kin by their own. */
const interfaces = [
  'org.freedesktop.ScreenSaver',
  'org.gnome.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
]

/**
 * Calls back when the desktop locks its screen, which Electron does not tell on Linux. Where there is
 * no `dbus-monitor`, nothing is told.
 */
export function watchLinuxScreen(onLock: () => void): Disposable {
  const rules = interfaces.map((name) => `type='signal',interface='${name}',member='ActiveChanged'`)
  const monitor = spawn('dbus-monitor', ['--session', ...rules], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: sessionBusEnvironment(),
  })
  // There is none, or no session bus.
  monitor.on('error', () => {})
  createInterface({ input: monitor.stdout }).on('line', (line) => {
    if (line.trim() === 'boolean true') onLock()
  })
  return { [Symbol.dispose]: () => void monitor.kill() }
}
