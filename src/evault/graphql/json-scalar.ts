import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import type { Json } from '../envelopes/types.ts'

/** Any JSON value, in variables and written into the document. */
export const jsonScalar = new GraphQLScalarType({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => readLiteral(node, variables ?? {}),
})

/** A value with a field `then`, which the executor would take for a promise. */
class Leaf {
  readonly #value: Json
  constructor(value: Json) {
    this.#value = value
  }
  toJSON(): Json {
    return this.#value
  }
}

/** A JSON value as a resolver may return it. */
export function leaf(value: Json): unknown {
  const isThenable = typeof value === 'object' && value !== null && 'then' in value
  return isThenable ? new Leaf(value) : value
}

function readLiteral(node: ValueNode, variables: Record<string, unknown>): Json {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.ENUM:
      return node.value
    case Kind.BOOLEAN:
      return node.value
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value)
    case Kind.NULL:
      return null
    case Kind.LIST:
      return node.values.map((item) => readLiteral(item, variables))
    case Kind.OBJECT:
      // fromEntries defines each key, `__proto__` too, as a plain field.
      return Object.fromEntries(
        node.fields.map(({ name, value }) => [name.value, readLiteral(value, variables)]),
      )
    case Kind.VARIABLE:
      return (variables[node.name.value] ?? null) as Json
    default:
      throw new GraphQLError('This is not a JSON value.', { nodes: node })
  }
}
