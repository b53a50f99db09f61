import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { tell } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { vaultWords } from '../../components/vault-words.ts'
import {
  ChangeDeliverySettingsDocument,
  type DeliverySettingsInput,
} from '../../graphql/documents.generated.ts'
import type { DeliveryPlatform } from './platform-health.ts'
import { wayBack } from './settings-change.ts'

/** What is told below when a setting counts. */
interface Told {
  readonly title: string
  readonly message: string
}

/** Changes a platform's settings at once, and tells it with the way back. */
export function usePlatformChange({ platform, settings }: DeliveryPlatform) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const send = (changes: DeliverySettingsInput) =>
    client.mutate({
      mutation: ChangeDeliverySettingsDocument,
      variables: { platform, changes },
    })

  const save = async (changes: DeliverySettingsInput, told: Told): Promise<boolean> => {
    const before = wayBack(settings, changes)
    if (await change(() => send(changes))) return false
    const onUndo = async () => {
      const { data } = await send(before)
      const refused = data?.change.errors
      if (refused?.length) throw new Error(refused.map(vaultWords).join(' '))
    }
    tell({ id: 'delivery-settings', ...told, onUndo })
    return true
  }
  return { save, ...state }
}

/** Pauses a platform, or lets it go on. */
export function usePausing(platform: DeliveryPlatform, title: string) {
  const { save, ...state } = usePlatformChange(platform)
  const toggle = () =>
    platform.settings.paused
      ? save(
          { paused: false },
          { title: t`${title} goes on`, message: t`What waited is sent now, in order.` },
        )
      : save(
          { paused: true },
          { title: t`${title} is paused`, message: t`What changes waits until you resume.` },
        )
  return { toggle, ...state }
}
