import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { DeliveryState } from '../../graphql/documents.generated.ts'

/** What is looked at of a platform. */
export const sides = ['deliveries', 'received', 'settings'] as const
export type Side = (typeof sides)[number]

/** By what deliveries are narrowed: what the owner tells apart, each with the vault's states. */
export const statesOf = {
  waiting: ['waiting', 'sending'],
  delivered: ['delivered'],
  failed: ['failed'],
  withheld: ['withheld'],
} as const satisfies Readonly<Record<string, readonly DeliveryState[]>>
export type StateFilter = keyof typeof statesOf

/** What the Deliveries screen shows. */
export interface DeliveriesPlace {
  /** Whose deliveries; none while nobody was chosen. */
  readonly platform?: string
  /** The first side where none is given. */
  readonly side?: Side
  readonly state?: StateFilter
  /** The delivery that is open. */
  readonly delivery?: string
}

/** Where the Deliveries screen shows this. */
export function deliveriesPath(place: DeliveriesPlace): string {
  return `/deliveries?${searchOf(place)}`
}

/** The query string of a place; what goes without saying is left out. */
export function searchOf(place: DeliveriesPlace): string {
  const { side, ...others } = place
  const given = { ...others, ...(side !== 'deliveries' && { side }) }
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value)).toString()
}

/** A place, read from a query string; what is not known is left out. */
export function placeOf(params: URLSearchParams): DeliveriesPlace {
  const platform = params.get('platform')
  const side = sides.find((one) => one === params.get('side'))
  const state = params.get('state')
  const delivery = params.get('delivery')
  return {
    ...(platform && { platform }),
    ...(side && { side }),
    ...(isStateFilter(state) && { state }),
    ...(delivery && { delivery }),
  }
}

function isStateFilter(state: string | null): state is StateFilter {
  return state !== null && Object.hasOwn(statesOf, state)
}

/** The Deliveries screen's place in the address. */
export function useDeliveriesAddress() {
  const [params, setParams] = useSearchParams()
  const place = useMemo(() => placeOf(params), [params])
  const go = useCallback(
    (next: DeliveriesPlace, replace = false) => setParams(searchOf(next), { replace }),
    [setParams],
  )
  return { place, go }
}
