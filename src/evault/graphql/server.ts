import { getOperationAST, OperationTypeNode } from 'graphql'
import { createSchema, createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga'
import { onlyLooking } from '../access/authorise.ts'
import { onlyFilesAreLarge, onlyUploads } from '../http/spooled-body.ts'
import type { Log } from '../log.ts'
import accessSdl from './access.graphql?raw'
import activitySdl from './activity.graphql?raw'
import backupsSdl from './backups.graphql?raw'
import { boundQueries } from './bound-queries.ts'
import type { GraphQLContext } from './context.ts'
import dataSdl from './data.graphql?raw'
import deliveriesSdl from './deliveries.graphql?raw'
import { createErrorMask } from './errors.ts'
import exportSdl from './export.graphql?raw'
import identitySdl from './identity.graphql?raw'
import inboundSdl from './inbound.graphql?raw'
import migrationSdl from './migration.graphql?raw'
import { observeOperations } from './observe.ts'
import ontologiesSdl from './ontologies.graphql?raw'
import ownerSdl from './owner.graphql?raw'
import { ownerResolvers } from './owner-resolvers.ts'
import reachSdl from './reach.graphql?raw'
import recoverySdl from './recovery.graphql?raw'
import type { Resolvers } from './resolvers.generated.ts'
import { publicResolvers } from './resolvers.ts'
import publicSdl from './schema.graphql?raw'
import sessionsSdl from './sessions.graphql?raw'
import signingSdl from './signing.graphql?raw'

export type GraphQLServer = YogaServerInstance<GraphQLContext, object>

/** Answers the public contract: what the local and the ingress listener serve. */
export function createPublicGraphQL(log: Log): GraphQLServer {
  return createServer([publicSdl], publicResolvers, log)
}

/** Answers the public contract and the owner's: what the owner listener serves. */
export function createOwnerGraphQL(log: Log): GraphQLServer {
  return createServer(
    [
      ...[publicSdl, ownerSdl, dataSdl, accessSdl, activitySdl, ontologiesSdl, signingSdl],
      ...[identitySdl, recoverySdl, deliveriesSdl, sessionsSdl, inboundSdl, reachSdl, migrationSdl],
      backupsSdl,
      exportSdl,
    ],
    ownerResolvers,
    log,
  )
}

function createServer(typeDefs: string[], resolvers: Resolvers, log: Log): GraphQLServer {
  const maskError = createErrorMask(log)
  return createYoga<GraphQLContext, object>({
    schema: createSchema<GraphQLContext>({ typeDefs, resolvers }),
    graphqlEndpoint: '/graphql',
    plugins: [boundQueries(), refuseOtherLargeBodies(), refuseWritesInViews(), observeOperations()],
    // The listener limits bodies, and lets files be longer.
    maxRequestBodySize: false,
    maskedErrors: { maskError },
    // What a browser may do is decided by the listener, before a request comes here.
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    logging: false,
  })
}

/** Who looks at their vault as somebody else changes nothing, whatever the mutation asks for. */
function refuseWritesInViews(): Plugin<GraphQLContext> {
  return {
    onExecute({ args: { contextValue, document, operationName } }) {
      if (!contextValue.isView) return
      const operation = getOperationAST(document, operationName)?.operation
      if (operation !== OperationTypeNode.QUERY) throw onlyLooking()
    },
  }
}

/** A large body may bring files and nothing else. */
function refuseOtherLargeBodies(): Plugin<GraphQLContext> {
  return {
    onExecute({ args: { contextValue, document, operationName } }) {
      if (contextValue.spooled.size === 0 || onlyUploads(document, operationName)) return
      throw onlyFilesAreLarge()
    },
  }
}
