import { t } from '@lingui/core/macro'
import type { MenuItemConstructorOptions } from 'electron'
import type { WindowCommand } from '../../ipc/contract.ts'

type Item = MenuItemConstructorOptions

interface MenuParts {
  readonly isMac: boolean
  readonly isDevelopment: boolean
  /** Whether there are screens to go to: not at the first start, nor where the vault failed. */
  readonly hasScreens: boolean
  /** Brings the window to the front and has it do this. */
  readonly run: (command: WindowCommand) => void
  readonly lock: () => void
}

/** In the rail's order. */
const screens = () =>
  [
    [t`Overview`, '/'],
    [t`Data`, '/data'],
    [t`Access`, '/access'],
    [t`Bindings`, '/bindings'],
    [t`Activity`, '/activity'],
    [t`Deliveries`, '/deliveries'],
    [t`Connection`, '/connection'],
    [t`Identity`, '/identity'],
    [t`Settings`, '/settings'],
  ] as const

/**
 * The app's menu. A key that the page handles itself never comes here: Chromium asks the page
 * first.
 */
export function menuTemplate(parts: MenuParts): Item[] {
  const { isMac } = parts
  const command = (label: string, asked: WindowCommand, accelerator?: string): Item => ({
    label,
    enabled: parts.hasScreens,
    click: () => parts.run(asked),
    ...(accelerator !== undefined && { accelerator }),
  })
  const about = command(t`About eVault Desktop`, { kind: 'go', path: '/settings?section=about' })
  const settings = command(t`Settings…`, { kind: 'go', path: '/settings' }, 'CmdOrCtrl+,')
  return [
    ...(isMac ? [appMenu(about, settings)] : []),
    fileMenu(parts, command, settings),
    editMenu(command),
    viewMenu(parts, command),
    { role: 'windowMenu' },
    { role: 'help', submenu: [about] },
  ]
}

type MakeCommand = (label: string, asked: WindowCommand, accelerator?: string) => Item

const line: Item = { type: 'separator' }

function appMenu(about: Item, settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      ...[about, line, settings, line],
      ...[{ role: 'services' as const }, line],
      ...[{ role: 'hide' as const }, { role: 'hideOthers' as const }, { role: 'unhide' as const }],
      ...[line, { role: 'quit' as const }],
    ],
  }
}

function fileMenu(parts: MenuParts, command: MakeCommand, settings: Item): Item {
  const { isMac, hasScreens: enabled } = parts
  const accelerator = 'CmdOrCtrl+Shift+L'
  const lock: Item = { label: t`Lock`, enabled, accelerator, click: () => parts.lock() }
  const quit: Item = { role: 'quit', label: t`Quit`, accelerator: 'CmdOrCtrl+Q' }
  return {
    label: t`&File`,
    submenu: [
      command(t`New Record…`, { kind: 'new-record' }, 'CmdOrCtrl+N'),
      command(t`Import…`, { kind: 'import' }),
      ...[line, lock],
      ...(isMac ? [] : [line, settings, line, quit]),
    ],
  }
}

function editMenu(command: MakeCommand): Item {
  return {
    label: t`&Edit`,
    submenu: [
      ...[{ role: 'undo' as const }, { role: 'redo' as const }, line],
      ...[{ role: 'cut' as const }, { role: 'copy' as const }, { role: 'paste' as const }],
      ...[{ role: 'selectAll' as const }, line],
      command(t`Find`, { kind: 'find' }, 'CmdOrCtrl+F'),
    ],
  }
}

/** Chromium keeps the zoom. */
function viewMenu({ isDevelopment }: MenuParts, command: MakeCommand): Item {
  return {
    label: t`&View`,
    submenu: [
      ...screens().map(([name, path], at) =>
        command(name, { kind: 'go', path }, `CmdOrCtrl+${at + 1}`),
      ),
      line,
      command(t`Command Palette…`, { kind: 'palette' }, 'CmdOrCtrl+K'),
      line,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // Without Shift, which most keyboards need for a plus.
      { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false },
      { role: 'zoomOut' },
      line,
      { role: 'togglefullscreen' },
      ...(isDevelopment
        ? [line, { role: 'reload' as const }, { role: 'toggleDevTools' as const }]
        : []),
    ],
  }
}
