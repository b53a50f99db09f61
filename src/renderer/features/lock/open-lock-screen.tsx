import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { cssVariables, theme } from '../../theme.ts'
import { LockScreen } from './lock-screen.tsx'

/** Draws the lock screen in place of the window, which is not even loaded. */
export function openLockScreen(): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
        >
          <LockScreen />
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  )
}
