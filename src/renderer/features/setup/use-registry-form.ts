import { t } from '@lingui/core/macro'
import { useEffect, useState } from 'react'
import { bridge } from '../../bridge.ts'
import type { Flow } from './use-flow.ts'

export type Where = 'here' | 'network'

/** A secret that was pasted is for whatever address is typed; one that is kept, for its own. */
const anyRegistry = ''

/** What is chosen and typed about the registry. Its secret is in main, never here. */
export function useRegistryForm({ failure, attempt, fail, clear }: Flow) {
  const [where, setWhere] = useState<Where>('here')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState<{ readonly of: string } | null>(null)
  const [failedAt, setFailedAt] = useState<'address' | 'secret'>('address')
  const hasSecret = secret !== null && (secret.of === anyRegistry || secret.of === url.trim())

  useEffect(() => {
    let isGone = false
    void attempt(async () => {
      const choice = await bridge.call('registry:read')
      if (isGone) return
      if (choice.hasSecret) setSecret({ of: choice.url ?? anyRegistry })
      if (choice.url === null) return
      setWhere('network')
      setUrl(choice.url)
    })
    return () => {
      isGone = true
    }
  }, [attempt])

  return {
    where,
    url,
    hasSecret,
    failures: failuresAt(where === 'here' ? 'form' : failedAt, failure),
    choose(next: Where) {
      clear()
      setWhere(next)
    },
    type(text: string) {
      clear()
      setUrl(text)
    },
    pasteSecret() {
      setFailedAt('secret')
      return attempt(async () => {
        await bridge.call('registry:pasteSecret')
        setSecret({ of: anyRegistry })
      })
    },
    /** Has main check what was chosen and use it; false when it was not taken. */
    async use(): Promise<boolean> {
      if (where === 'here') return attempt(() => bridge.call('registry:use', { url: null }))
      const typed = url.trim()
      if (typed !== '' && !hasSecret) {
        setFailedAt('secret')
        fail(t`Paste the secret of this registry first.`)
        return false
      }
      setFailedAt('address')
      return attempt(() => bridge.call('registry:use', { url: typed }))
    },
  }
}

/** Why the last thing did not work, at the field it is about; `form` where it is about none. */
type Failures = { readonly [K in 'form' | 'address' | 'secret']?: string }

function failuresAt(field: keyof Failures, failure: string | null): Failures {
  return failure === null ? {} : { [field]: failure }
}
