import { useCallback, useEffect, useState } from 'react'
import type { ConnectionMeans, TokenKind } from '../../../ipc/connection.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'

/** What of each way is there, and the way to get more. */
export interface MeansView {
  /** null while it is not known. */
  readonly means: ConnectionMeans | null
  /** Why it could not be read. */
  readonly failure: string | null
  /** Why the token was not taken. */
  readonly tokenFailure: string | null
  readonly read: () => Promise<void>
  /** Has main take a token from the clipboard; it never comes here. */
  readonly pasteToken: (kind: TokenKind) => Promise<void>
}

export function useMeans(): MeansView {
  const [means, setMeans] = useState<ConnectionMeans | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [tokenFailure, setTokenFailure] = useState<string | null>(null)
  const read = useCallback(async () => {
    setFailure(null)
    try {
      setMeans(await bridge.call('connection:means'))
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  useEffect(() => void read(), [read])
  const pasteToken = async (kind: TokenKind) => {
    setTokenFailure(null)
    try {
      await bridge.call('connection:pasteToken', kind)
      await read()
    } catch (error) {
      setTokenFailure(callFailure(error))
    }
  }
  return { means, failure, tokenFailure, read, pasteToken }
}
