import { type RefObject, useEffect, useRef } from 'react'
import { useLocation } from 'react-router'

/**
 * Gives the focus to a screen that was gone to by menu, key or palette, where nothing in it takes
 * the focus itself: otherwise Tab would begin at the window's start.
 */
export function useScreenFocus(): RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    const focused = document.activeElement
    // What had the focus went with its screen, or is going with the palette.
    if (focused === document.body || focused?.closest('[aria-modal="true"]')) main.current?.focus()
  }, [pathname])
  return main
}
