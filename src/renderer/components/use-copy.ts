import { useCallback, useEffect, useRef, useState } from 'react'
import { bridge } from '../bridge.ts'

const SHOWN_MS = 1_500

/** Puts text on the clipboard; `copied` holds for a moment afterwards. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = useCallback((text: string) => {
    void bridge.call('clipboard:writeText', text).then(() => {
      setCopied(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopied(false), SHOWN_MS)
    })
  }, [])
  return { copied, copy }
}
