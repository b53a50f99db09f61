/** The ceiling of GraphQL: yoga on node:http as its documentation shows it, answering `{hello}`. */
import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { announce } from '../server.mjs'

const yoga = createYoga({
  schema: createSchema({
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'world' } },
  }),
  logging: false,
})
announce(createServer(yoga))
