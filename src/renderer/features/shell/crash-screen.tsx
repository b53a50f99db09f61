import { t } from '@lingui/core/macro'
import { useRouteError } from 'react-router'
import { ErrorNotice } from '../../components/notice.tsx'

/** Shown in place of the window when drawing it failed. The vault itself is not touched. */
export function CrashScreen() {
  return (
    <ErrorNotice
      title={t`This window could not be drawn. Your vault is not affected.`}
      error={useRouteError()}
      onRetry={() => window.location.reload()}
    />
  )
}
