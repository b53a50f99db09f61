import type { MenuItemConstructorOptions as Item } from 'electron'
import { expect, test } from 'vitest'
import type { WindowCommand } from '../../ipc/contract.ts'
import { menuTemplate } from './menu-template.ts'

const parts = {
  isMac: false,
  isDevelopment: false,
  hasScreens: true,
  run: () => {},
  lock: () => {},
}

test.each([true, false])('no key means two things (macOS: %s)', (isMac) => {
  const keys = all(menuTemplate({ ...parts, isMac, isDevelopment: true }))
    .map(({ accelerator }) => accelerator)
    .filter((key) => key !== undefined)
  expect(keys.length).toBeGreaterThan(10)
  expect(new Set(keys).size).toBe(keys.length)
})

test('what the screens are needed for is off while there are none, the rest is not', () => {
  const items = all(menuTemplate({ ...parts, hasScreens: false }))
  const commands = items.filter(({ click }) => click !== undefined)
  expect(commands.length).toBeGreaterThan(10)
  expect(commands.every(({ enabled }) => enabled === false)).toBe(true)
  const quit = items.find(({ role }) => role === 'quit')
  expect(quit).toMatchObject({ accelerator: 'CmdOrCtrl+Q' })
  expect(quit?.enabled).not.toBe(false)
})

test('the page is loaded anew, and looked into, in development only', () => {
  const roles = (isDevelopment: boolean) =>
    all(menuTemplate({ ...parts, isDevelopment })).map(({ role }) => role)
  expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
  expect(roles(false)).not.toContain('reload')
  expect(roles(false)).not.toContain('toggleDevTools')
})

test('macOS has its own menu in front, and quits and settings in it', () => {
  const [first] = menuTemplate({ ...parts, isMac: true })
  expect(first?.role).toBe('appMenu')
  const items = all([first ?? {}])
  expect(items.map(({ role }) => role)).toEqual(expect.arrayContaining(['hide', 'quit']))
  expect(items.map(({ label }) => label)).toContain('Settings…')
  const others = all(menuTemplate({ ...parts, isMac: true }).slice(1))
  expect(others.map(({ role }) => role)).not.toContain('quit')
})

test('an item has the window do what it says', () => {
  const done: (WindowCommand | 'locked')[] = []
  const items = all(
    menuTemplate({
      ...parts,
      run: (command) => done.push(command),
      lock: () => done.push('locked'),
    }),
  )
  const press = (name: string) => {
    const item = items.find(({ label }) => label === name)
    ;(item?.click as (() => void) | undefined)?.()
  }
  press('New Record…')
  press('Bindings')
  press('Lock')
  expect(done).toEqual([{ kind: 'new-record' }, { kind: 'go', path: '/bindings' }, 'locked'])
})

function all(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])
}
