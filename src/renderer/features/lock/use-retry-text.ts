import { t } from '@lingui/core/macro'
import { useNow } from '../../components/now.ts'

/** How long no passphrase is tried; null for none of it. */
export function useRetryText(retryAt: number | null): string | null {
  const seconds = Math.ceil(((retryAt ?? 0) - useNow('second')) / 1_000)
  if (seconds <= 0) return null
  if (seconds < 60) return t`Try again in ${seconds} s.`
  const minutes = Math.ceil(seconds / 60)
  return t`Try again in ${minutes} min.`
}
