import type { Plugin } from 'graphql-yoga'
import type { GraphQLContext } from './context.ts'
import { noIntrospection, parseWithinLimits, validateWithinLimits } from './limits.ts'

/** Bounds a query before it is executed; the schema is shown to programs on this computer only. */
export function boundQueries(): Plugin<GraphQLContext> {
  return {
    onParse: ({ setParseFn }) => setParseFn(parseWithinLimits as never),
    onValidate({ context, addValidationRule, setValidationFn }) {
      const { caller } = context as GraphQLContext
      if (caller.kind !== 'owner' && !caller.thisComputer) addValidationRule(noIntrospection)
      setValidationFn(validateWithinLimits as never)
    },
  }
}
