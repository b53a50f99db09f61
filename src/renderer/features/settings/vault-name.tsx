import { t } from '@lingui/core/macro'
import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { VAULT_NAME_LENGTH } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { useSetup } from '../setup/setup-context.tsx'
import { hideSaved, tellSaved } from './tell-saved.ts'

/** The name of the vault, saved when it is left. */
export function VaultName() {
  const name = useSetup()?.name ?? ''
  // A name that came from elsewhere takes the place of what was typed.
  return <NameField key={name} name={name} />
}

function NameField({ name }: { name: string }) {
  const [typed, setTyped] = useState(name)
  const [failure, setFailure] = useState<string | null>(null)

  const rename = async (wanted: string): Promise<boolean> => {
    setFailure(null)
    try {
      await bridge.call('vault:rename', { name: wanted })
      return true
    } catch (error) {
      setFailure(callFailure(error))
      return false
    }
  }
  const commit = async () => {
    const wanted = typed.trim()
    if (wanted === name) return setTyped(name)
    hideSaved()
    if (!(await rename(wanted))) return
    // The field that is left by then is another one: what goes wrong is told where the undo was.
    tellSaved(t`Saved: the name of your vault`, () => bridge.call('vault:rename', { name }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void commit()
    if (event.key === 'Escape') setTyped(name)
  }
  return (
    <TextInput
      dir="auto"
      aria-label={t`Name of the vault`}
      maw={360}
      maxLength={VAULT_NAME_LENGTH}
      placeholder={t`My eVault`}
      value={typed}
      error={failure}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => void commit()}
      onKeyDown={onKeyDown}
    />
  )
}
