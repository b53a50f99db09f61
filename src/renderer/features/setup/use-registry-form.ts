import { useEffect, useState } from 'react'
import { bridge } from '../../bridge.ts'
import type { Flow } from './use-flow.ts'

export type Where = 'here' | 'network'

/** A secret that was pasted is for whatever address is typed; one that is kept, for its own. */
const anyRegistry = ''

/** What is chosen and typed about the registry. Its secret is in main, never here. */
export function useRegistryForm({ attempt, fail, clear }: Flow) {
  const [where, setWhere] = useState<Where>('here')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState<{ readonly of: string } | null>(null)
  const [failedAt, setFailedAt] = useState<'address' | 'secret'>('address')
  const hasSecret = secret !== null && (secret.of === anyRegistry || secret.of === url.trim())

  useEffect(() => {
    void attempt(async () => {
      const choice = await bridge.call('registry:read')
      if (choice.hasSecret) setSecret({ of: choice.url ?? anyRegistry })
      if (choice.url === null) return
      setWhere('network')
      setUrl(choice.url)
    })
  }, [attempt])

  return {
    where,
    url,
    hasSecret,
    /** Where in the form the failure of the flow is told. */
    failedAt,
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
        fail('Paste the secret of this registry first.')
        return false
      }
      setFailedAt('address')
      return attempt(() => bridge.call('registry:use', { url: typed }))
    },
  }
}
