import { type RefObject, useEffect, useRef } from 'react'

/** For what takes the place of something that had the focus: a further step of a dialog. */
export function useFocusOnMount<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null)
  useEffect(() => element.current?.focus(), [])
  return element
}
