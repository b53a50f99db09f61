import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useCallback, useRef, useState } from 'react'
import { vaultWords } from '../../components/vault-words.ts'
import {
  ChangeSettingsDocument,
  type ChangeSettingsMutation,
  type SettingsInput,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import type { Settings } from './policies.ts'
import { hideSaved, tellSaved } from './tell-saved.ts'

type Changes = Partial<Settings>
type Refusals = { readonly [K in keyof Settings]?: string }

/** Settings that are saved as soon as they are chosen, with the way back. */
export interface SettingsChange {
  /** What was chosen and is on its way. */
  readonly pending: Changes
  /** Why the vault did not take it, at each setting. */
  readonly refusals: Refusals
  /** Saves changes and tells `what` was done; false when the vault refused. */
  save(changes: Changes, what: string): Promise<boolean>
}

export function useSettingsChange(settings: Settings): SettingsChange {
  const [mutate] = useMutation(ChangeSettingsDocument)
  const [pending, setPending] = useState<Changes>({})
  const [refusals, setRefusals] = useState<Refusals>({})
  /** The undo in a notification must know what holds when it is pressed. */
  const now = useRef(settings)
  now.current = settings

  const send = useCallback(
    async (changes: Changes): Promise<boolean> => {
      const names = Object.keys(changes) as (keyof Settings)[]
      setPending((before) => ({ ...before, ...changes }))
      setRefusals((before) => without(before, names))
      const refusal = await refusalOf(() => mutate({ variables: { changes: inputOf(changes) } }))
      setPending((before) => without(before, names))
      if (refusal === null) return true
      setRefusals((before) => ({
        ...before,
        ...Object.fromEntries(names.map((name) => [name, refusal])),
      }))
      return false
    },
    [mutate],
  )
  const save = useCallback(
    async (changes: Changes, what: string) => {
      hideSaved()
      const names = Object.keys(changes) as (keyof Settings)[]
      const before = Object.fromEntries(names.map((name) => [name, now.current[name]]))
      if (!(await send(changes))) return false
      tellSaved(what, () => void send(before))
      return true
    },
    [send],
  )
  return { pending, refusals, save }
}

function inputOf(changes: Changes): SettingsInput {
  return changes
}

function without<T extends object>(values: T, names: readonly (keyof T)[]): T {
  const kept = Object.entries(values).filter(([name]) => !names.includes(name as keyof T))
  return Object.fromEntries(kept) as T
}

async function refusalOf(
  send: () => Promise<{ readonly data?: ChangeSettingsMutation | undefined }>,
): Promise<string | null> {
  try {
    const { data } = await send()
    if (!data) return t`The vault refused.`
    const { errors } = data.change
    return errors?.length ? errors.map(vaultWords).join(' ') : null
  } catch (error) {
    return errorCause(error)
  }
}
