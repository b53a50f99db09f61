import { type DragEvent, useState } from 'react'

/** Follows files that are dragged over an element and what it holds. */
export function useDrop(onDrop: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false)
  const onlyOwnFiles = (act: (event: DragEvent<HTMLElement>) => void) => {
    return (event: DragEvent<HTMLElement>) => {
      // React's events come from dialogs too, which stand elsewhere in the page.
      const isInside = event.currentTarget.contains(event.target as Node)
      if (!isInside || !event.dataTransfer.types.includes('Files')) return
      event.preventDefault()
      act(event)
    }
  }
  const handlers = {
    onDragEnter: onlyOwnFiles(() => setOver(true)),
    onDragOver: onlyOwnFiles((event) => {
      event.dataTransfer.dropEffect = 'copy'
    }),
    onDragLeave: onlyOwnFiles(({ currentTarget, relatedTarget }) => {
      // Each element inside is left by itself.
      if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false)
    }),
    onDrop: onlyOwnFiles((event) => {
      setOver(false)
      onDrop([...event.dataTransfer.files])
    }),
  }
  return { isOver, handlers }
}
