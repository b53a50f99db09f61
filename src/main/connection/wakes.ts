import { networkInterfaces } from 'node:os'
import { powerMonitor } from 'electron'

/** No system tells Electron of another network. */
const lookEveryMs = 2_000

/** Calls back when the computer has woken up, and when its addresses are others. */
export function watchWakes(onWake: () => void): Disposable {
  let addresses = describeAddresses()
  const timer = setInterval(() => {
    const now = describeAddresses()
    if (now === addresses) return
    addresses = now
    onWake()
  }, lookEveryMs)
  powerMonitor.on('resume', onWake)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      powerMonitor.off('resume', onWake)
    },
  }
}

function describeAddresses(): string {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return all
    .filter(({ internal }) => !internal)
    .map(({ cidr }) => cidr)
    .sort()
    .join(' ')
}
