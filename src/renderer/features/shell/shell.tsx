import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Outlet } from 'react-router'
import { useDeletion } from '../data/use-deletion.tsx'
import { LockNotice } from '../lock/lock-notice.tsx'
import { VaultBanner } from '../vault/vault-banner.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { StatusBar } from './status-bar.tsx'
import { useScreenFocus } from './use-screen-focus.ts'
import { useWindowCommands } from './use-window-commands.ts'

/** The frame around every screen: rail at the left, status at the bottom. */
export function Shell() {
  const { undo } = useDeletion()
  useHotkeys([['mod+Z', undo]])
  const [isPaletteOpen, palette] = useDisclosure(false)
  useWindowCommands(palette.open)
  const main = useScreenFocus()
  return (
    <div className={classes.shell}>
      <Rail />
      <div className={classes.content}>
        <VaultBanner />
        <main ref={main} tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <StatusBar />
      <LockNotice />
      <Palette opened={isPaletteOpen} onClose={palette.close} />
    </div>
  )
}
