import { t } from '@lingui/core/macro'
import { useCallback, useEffect, useState } from 'react'
import { useVault } from '../vault/vault-context.tsx'
import { isPictureType, mediaType } from './file-text.ts'

/** A file of the own vault, by the record that stands for it. */
export interface StoredFileId {
  readonly ename: string
  readonly id: string
}

/** Reads a file's bytes; rejects with the cause when there are none to have. */
export type ReadFile = (signal?: AbortSignal) => Promise<Blob>

/** How a stored file is read. The owner listener serves it; main adds the token on the way out. */
export function useReadFile({ ename, id }: StoredFileId): ReadFile {
  const ownerUrl = useVault().lastReady?.ownerUrl ?? undefined
  return useCallback(
    async (signal) => {
      const path = `/files/${encodeURIComponent(ename)}/${encodeURIComponent(id)}`
      const response = await fetch(new URL(path, ownerUrl), { ...(signal && { signal }) })
      if (response.ok) return response.blob()
      const answer: { error?: string } = await response.json().catch(() => ({}))
      throw new Error(answer.error ?? t`The vault gave no answer.`)
    },
    [ename, id, ownerUrl],
  )
}

/** A picture on its way to the screen. */
export type PictureState =
  | { readonly state: 'loading' }
  | { readonly state: 'shown'; readonly src: string }
  | { readonly state: 'failed'; readonly error: unknown }

/** Reads a stored picture for as long as it is on screen; `retry` after a failure. */
export function usePicture(read: ReadFile): PictureState & { readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [picture, setPicture] = useState<PictureState>({ state: 'loading' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads once more
  useEffect(() => {
    const control = new AbortController()
    let src: string | null = null
    const show = (bytes: Blob) => {
      if (control.signal.aborted) return
      // What the vault says of the bytes counts, not what somebody wrote into the record.
      if (!isPictureType(bytes.type)) throw new Error(t`The file is no picture.`)
      src = URL.createObjectURL(bytes.slice(0, bytes.size, mediaType(bytes.type)))
      setPicture({ state: 'shown', src })
    }
    setPicture({ state: 'loading' })
    read(control.signal)
      .then(show)
      .catch((error) => control.signal.aborted || setPicture({ state: 'failed', error }))
    return () => {
      control.abort()
      if (src !== null) URL.revokeObjectURL(src)
    }
  }, [read, attempt])
  return { ...picture, retry: () => setAttempt((now) => now + 1) }
}
