import { contextBridge, ipcRenderer } from 'electron'
import type { EvaultBridge, IpcCallChannel, IpcEventChannel } from '../ipc/contract.ts'

const callChannels: Record<IpcCallChannel, true> = {
  'vault:status': true,
  'vault:wayOut': true,
  'backups:chooseFolder': true,
  'vault:openFolder': true,
  'vault:rename': true,
  'bringBack:read': true,
  'bringBack:choose': true,
  'bringBack:findBackups': true,
  'bringBack:readArchive': true,
  'bringBack:begin': true,
  'bringBack:cancel': true,
  'bringBack:leave': true,
  'bringBack:setAside': true,
  'bringBack:open': true,
  'setup:read': true,
  'setup:goTo': true,
  'window:hold': true,
  'camera:open': true,
  'camera:close': true,
  'clipboard:writeText': true,
  'desktop:read': true,
  'desktop:change': true,
  'storage:read': true,
  'storage:change': true,
  'export:choose': true,
  'export:show': true,
  'identity:kit': true,
  'identity:saveKit': true,
  'identity:restoreKit': true,
  'language:read': true,
  'language:choose': true,
  'lock:read': true,
  'lock:lock': true,
  'lock:stay': true,
  'lock:unlock': true,
  'lock:unlockWithSystem': true,
  'lock:recover': true,
  'lock:setPassphrase': true,
  'lock:settings': true,
  'lock:change': true,
  'lock:kept': true,
  'registry:read': true,
  'registry:pasteSecret': true,
  'registry:use': true,
  'connection:read': true,
  'connection:means': true,
  'connection:test': true,
  'connection:use': true,
  'connection:tryNow': true,
  'connection:pasteToken': true,
  'connection:trustNewHostKey': true,
}

const eventChannels: Record<IpcEventChannel, true> = {
  'vault:statusChanged': true,
  'bringBack:changed': true,
  'setup:changed': true,
  'window:command': true,
  'connection:changed': true,
  'camera:closed': true,
  'lock:changed': true,
}

/** The page is not trusted to stay inside its types, so the list holds at run time too. */
function refuseUnknown(channels: object, channel: string): void {
  if (!Object.hasOwn(channels, channel)) throw new Error(`Unknown channel: ${channel}`)
}

const bridge: EvaultBridge = {
  async call(channel, ...request) {
    refuseUnknown(callChannels, channel)
    return ipcRenderer.invoke(channel, request[0])
  },
  on(channel, listener) {
    refuseUnknown(eventChannels, channel)
    const relay = (_event: unknown, payload: Parameters<typeof listener>[0]) => listener(payload)
    ipcRenderer.on(channel, relay)
    return () => {
      ipcRenderer.removeListener(channel, relay)
    }
  },
}

contextBridge.exposeInMainWorld('evault', bridge)
