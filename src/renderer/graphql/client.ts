import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { OperationTypeNode, print } from 'graphql'
import { createClient } from 'graphql-sse'
import { asapScheduler, filter, identity, Observable, observeOn, switchMap, take } from 'rxjs'
import { answersInOrder } from './answers-in-order.ts'
import { askedTogether } from './asked-together.ts'
import type { OwnerEndpoint } from './owner-endpoint.ts'

/** Holds each operation back until there is a vault to ask, then sends it to where that is. */
function whenAnswering(url$: OwnerEndpoint['url$']): ApolloLink {
  return new ApolloLink((operation, forward) =>
    url$.pipe(
      filter((url) => url !== null),
      take(1),
      // The screen's own question goes before those of what is around it.
      operation.getContext().isFirst ? identity : observeOn(asapScheduler),
      switchMap((uri) => {
        operation.setContext({ uri })
        return forward(operation)
      }),
    ),
  )
}

/** One event stream for each subscription; whoever subscribes decides about trying again. */
const eventStream = new ApolloLink(
  (operation) =>
    new Observable((observer) => {
      const { uri, onOpen }: Record<string, unknown> = operation.getContext()
      const stream = createClient({ url: String(uri), retryAttempts: 0 })
      stream.subscribe(
        {
          query: print(operation.query),
          variables: operation.variables,
          ...(operation.operationName && { operationName: operation.operationName }),
        },
        {
          next: (result) => observer.next(result as ApolloLink.Result),
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        },
        { connected: () => typeof onOpen === 'function' && onOpen() },
      )
      return () => stream.dispose()
    }),
)

/** A mutation is never answered by another one. */
function queriesInOrder(questions: ApolloLink): ApolloLink {
  return ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.QUERY,
    ApolloLink.from([askedTogether(), answersInOrder(), questions]),
    questions,
  )
}

/** The window's GraphQL client. It carries no token: the main process adds it on the way out. */
export function createOwnerClient(endpoint: OwnerEndpoint): ApolloClient {
  return new ApolloClient({
    // An answer that is on its way may be older than the change that made somebody ask again.
    queryDeduplication: false,
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      whenAnswering(endpoint.url$).concat(eventStream),
      queriesInOrder(whenAnswering(endpoint.questionsUrl$).concat(new HttpLink())),
    ),
    cache: new InMemoryCache({
      typePolicies: {
        Vault: { keyFields: [] },
        Identity: { keyFields: [] },
        Settings: { keyFields: [] },
        Backups: { keyFields: [] },
        Consent: { keyFields: ['platform'] },
        DeliveryPlatform: { keyFields: ['platform'] },
        OntologySummary: { keyFields: ['ontology'] },
      },
    }),
  })
}
