import { ApolloLink, Observable } from '@apollo/client'
import { share } from 'rxjs'

/**
 * Asks once what several ask in the same turn, as the parts of a screen do when it opens. What is
 * asked later is asked anew: there may have been a change. For queries only.
 */
export function askedTogether(): ApolloLink {
  const unsent = new Map<string, Observable<ApolloLink.Result>>()
  return new ApolloLink((operation, forward) => {
    const key = `${operation.operationName} ${JSON.stringify(operation.variables)}`
    const known = unsent.get(key)
    if (known) return known
    const asking = new Observable<ApolloLink.Result>((observer) => {
      let following: { unsubscribe(): void } | undefined
      let left = false
      queueMicrotask(() => {
        unsent.delete(key)
        if (!left) following = forward(operation).subscribe(observer)
      })
      return () => {
        left = true
        following?.unsubscribe()
      }
    }).pipe(share())
    unsent.set(key, asking)
    return asking
  })
}
