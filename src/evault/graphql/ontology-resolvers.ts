import { leaf } from './json-scalar.ts'
import type { QueryResolvers } from './resolvers.generated.ts'

export const ontologyQueries: QueryResolvers = {
  async knownOntologies(_, __, { grant, services }) {
    grant('oversee')
    return [...(await services.ontologies.list())]
  },

  async ontologySchema(_, { id }, { grant, services }) {
    grant('oversee')
    return leaf(await services.ontologies.schemaOf(id))
  },
}
