import { join } from 'node:path'
import { t } from '@lingui/core/macro'
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { VaultStatus } from '../../ipc/contract.ts'
import { countOf, type WaitingItem, waitingKinds } from './waiting.ts'
import { screenOf, vaultInWords, waitingInWords } from './words.ts'

/** The app's icon in the tray, with what the vault is doing and what waits. */
export interface VaultTray extends Disposable {
  show(status: VaultStatus, waiting: readonly WaitingItem[]): void
}

interface Means {
  /** The folder with the icons. */
  readonly resources: string
  readonly open: () => void
  /** Opens the window at a screen. */
  readonly go: (path: string) => void
  readonly copy: (text: string) => void
  readonly isLocked: () => boolean
  readonly lock: () => void
}

export function createTray(means: Means): VaultTray {
  const { resources, open, go, copy, isLocked, lock } = means
  // macOS colours what is called a template as its menu bar.
  const picture = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'
  const tray = new Tray(nativeImage.createFromPath(join(resources, picture)))
  // There a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', open)
  let ename: string | null = null
  let shown = ''

  function itemsOf(status: VaultStatus, waiting: readonly WaitingItem[]) {
    const counted = waitingKinds
      .map((kind) => ({ kind, count: countOf(waiting.filter((item) => item.kind === kind)) }))
      .filter(({ count }) => count > 0)
    const known = ename
    return [
      { label: literally(vaultInWords(status)), enabled: false },
      line,
      { label: t`Open eVault`, click: open },
      ...counted.map(({ kind, count }) => ({
        label: waitingInWords(kind, count),
        click: () => go(screenOf[kind]),
      })),
      { label: t`Copy eName`, enabled: known !== null, click: () => known !== null && copy(known) },
      isLocked()
        ? { label: t`Unlock…`, click: open }
        : { label: t`Lock`, enabled: status.state === 'ready', click: lock },
      line,
      { label: t`Quit`, click: () => app.quit() },
    ] satisfies MenuItemConstructorOptions[]
  }

  return {
    show(status, waiting) {
      if (status.state === 'ready') ename = status.ename
      const items = itemsOf(status, status.state === 'ready' ? waiting : [])
      const text = JSON.stringify(items)
      // A menu that is open would close.
      if (text === shown) return
      shown = text
      tray.setToolTip(`${app.getName()}: ${vaultInWords(status)}`)
      tray.setContextMenu(Menu.buildFromTemplate(items))
    },
    [Symbol.dispose]: () => tray.destroy(),
  }
}

const line: MenuItemConstructorOptions = { type: 'separator' }

/** In a menu, `&` marks the letter that is pressed for an item. */
function literally(text: string): string {
  return text.replaceAll('&', '&&')
}
