import { plural, t } from '@lingui/core/macro'
import { useEffect } from 'react'
import { type NavigateFunction, useNavigate } from 'react-router'
import type { WindowCommand } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { tell } from '../../components/tell.tsx'

/** Does what menus, tray and notifications ask for. An open dialog is answered first. */
export function useWindowCommands(openPalette: () => void): void {
  const navigate = useNavigate()
  useKeptCommands(navigate, openPalette)
  useEffect(
    () =>
      bridge.on('window:command', (command) => {
        if (document.querySelector('[aria-modal="true"]') === null) {
          obey(command, navigate, openPalette)
        } else if (command.kind === 'open-link') {
          // Whoever has opened it waits for an answer, and would not know why there is none.
          const message = t`Close what is open here first, then open the link again.`
          tell({ id: 'link', title: t`A link was not opened`, message })
        }
      }),
    [navigate, openPalette],
  )
}

function obey(command: WindowCommand, navigate: NavigateFunction, openPalette: () => void): void {
  switch (command.kind) {
    case 'go':
      return void navigate(command.path)
    case 'new-record':
      return void navigate({ pathname: '/data', search: onData('new') })
    case 'import':
      return void navigate({ pathname: '/data', search: onData('import') })
    case 'open-link':
      return void navigate(`/identity?${new URLSearchParams({ link: command.link })}`)
    case 'palette':
      openPalette()
      break
    case 'find':
      if (!focusSearch()) void navigate('/data?find')
  }
}

/** On the Data screen one stays where one is, as far as records can be added there. */
function onData(asked: 'new' | 'import'): string {
  const [path = '', search] = location.hash.slice(1).split('?')
  const params = new URLSearchParams(path === '/data' ? search : '')
  params.delete('view')
  params.delete('as')
  params.set(asked, '')
  return params.toString()
}

/** Does what was asked of the window while it was locked; a link that was left out is told. */
function useKeptCommands(navigate: NavigateFunction, openPalette: () => void): void {
  useEffect(() => {
    void bridge.call('lock:kept').then(({ commands, leftOut }) => {
      for (const command of commands) obey(command, navigate, openPalette)
      if (leftOut === 0) return
      const message = plural(leftOut, {
        one: '# older link came while eVault was locked. Open it again if you need it.',
        other: '# older links came while eVault was locked. Open them again if you need them.',
      })
      tell({ id: 'link', title: t`A link was not opened`, message })
    })
  }, [navigate, openPalette])
}

/** The field that `/` leads to; false where the screen has none. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('input[aria-keyshortcuts="/"]')
  field?.select()
  return field !== null
}
