import { createConnection } from 'node:net'
import { sessionBusSocket } from '../environment.ts'
import { authentication, isActivation, methodCall, splitMessages } from './dbus-messages.ts'

/** Of the desktops that tell: KDE and others by the standard's name, GNOME and its kin by their own. */
const interfaces = [
  'org.freedesktop.ScreenSaver',
  'org.gnome.ScreenSaver',
  'org.cinnamon.ScreenSaver',
  'org.mate.ScreenSaver',
]

/**
 * Calls back when the desktop locks its screen, which Electron does not tell on Linux. Where no
 * session bus answers, nothing is told. It is asked by a socket of our own: a program that is started
 * by main gets hold of Chromium's files and sockets, and keeps its processes alive after a crash.
 */
export function watchLinuxScreen(onLock: () => void): Disposable {
  const path = sessionBusSocket()
  if (path === null) return { [Symbol.dispose]() {} }
  const socket = createConnection({ path })
  let received = Buffer.alloc(0)
  let isAuthenticated = false

  function subscribe(): void {
    socket.write('BEGIN\r\n')
    socket.write(methodCall(1, 'Hello'))
    for (const [at, name] of interfaces.entries()) {
      const rule = `type='signal',interface='${name}',member='ActiveChanged'`
      socket.write(methodCall(at + 2, 'AddMatch', rule))
    }
  }

  function listen(): void {
    try {
      const { messages, rest } = splitMessages(received)
      received = rest
      if (messages.some(isActivation)) onLock()
    } catch {
      socket.destroy()
    }
  }

  socket.on('connect', () => socket.write(authentication(process.getuid?.() ?? 0)))
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    if (!isAuthenticated) {
      const end = received.indexOf('\r\n')
      if (end === -1) return
      if (!received.toString('latin1', 0, end).startsWith('OK ')) return void socket.destroy()
      isAuthenticated = true
      received = received.subarray(end + 2)
      subscribe()
    }
    listen()
  })
  // There is none, or it has ended with the session.
  socket.on('error', () => {})
  return { [Symbol.dispose]: () => void socket.destroy() }
}
