import { t } from '@lingui/core/macro'
import { useCallback, useEffect, useState } from 'react'
import type { KitStatus } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { tellChange } from '../../components/tell.tsx'

/** The recovery kit that was saved last, and the way to save one: main does both. */
export function useKit() {
  const [kit, setKit] = useState<KitStatus | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)

  const read = useCallback(async () => {
    setFailure(null)
    try {
      setKit(await bridge.call('identity:kit'))
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  useEffect(() => void read(), [read])

  const save = async () => {
    setFailure(null)
    setSaving(true)
    try {
      if (await bridge.call('identity:saveKit')) {
        await read()
        tellChange(t`Your recovery kit was saved`, t`Keep the file and the words apart.`)
      }
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setSaving(false)
    }
  }
  return { kit, failure, saving, read, save }
}
