import { createContext, useContext } from 'react'

/** Through whose eyes one looks, as the logs name callers; null for the owner's own. */
export const ViewerContext = createContext<string | null>(null)

/** Whether one looks as the owner. Unlike the whole address, it does not change with each step. */
export function useIsOwnView(): boolean {
  return useContext(ViewerContext) === null
}
