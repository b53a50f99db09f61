import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'

/** Does what the address asks for (`/data?new`), once, and takes it out of the address. */
export function useAddressAction(
  name: 'new' | 'import' | 'export' | 'find',
  act: () => void,
): void {
  const [params, setParams] = useSearchParams()
  const isAsked = params.has(name)
  const isDone = useRef(false)
  useEffect(() => {
    if (isAsked && !isDone.current) {
      act()
      setParams(
        (now) => {
          now.delete(name)
          return now
        },
        { replace: true },
      )
    }
    isDone.current = isAsked
  }, [isAsked, name, act, setParams])
}
