// Before all other styles, which change them: those of a later chunk come after these.
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import { activateLanguage } from '../language/activate.ts'
import { bridge } from './bridge.ts'
import { catalogues } from './language/catalogues.ts'

// Modules make texts when they are loaded, so the language comes first.
const { language, locale } = await bridge.call('language:read')
document.documentElement.lang = language
activateLanguage(language, locale, await catalogues[language]())
// Main loads this page anew whenever it locks or unlocks: locked, nothing else of the window is there.
const { isLocked } = await bridge.call('lock:read')
if (isLocked) {
  const { openLockScreen } = await import('./features/lock/open-lock-screen.tsx')
  openLockScreen()
} else {
  const { openWindow } = await import('./open-window.tsx')
  openWindow()
}
