import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ParseOptions,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  type Source,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql'

/** What one query may ask for at most. */
export const queryLimits = {
  /** Fields within fields. */
  depth: 12,
  aliases: 30,
  rootFields: 30,
  /** Words and signs, counted by the parser. */
  tokens: 50_000,
  /** Fields that may have to be answered, those in lists once for each element. */
  cost: 20_000,
} as const

/** The cost of a mutation in itself: it writes the record, its log row and its deliveries. */
const mutationCost = 10
/** Elements expected of a page whose size is absent, or only known when the query runs. */
const pageSizes = { absent: 20, variable: 100 } as const
/** Elements expected of a list without a page size: of the whole vault, and of one record. */
const listSizes = { query: 100, elsewhere: 10 } as const
/** Fields and fragments within each other that are followed: the call stack has an end. */
const mostNested = 500

/** What a selection asks for, with every fragment counted as often as it is spread. */
interface Size {
  readonly depth: number
  readonly aliases: number
  /** Fields of the selection itself, without those inside them. */
  readonly fields: number
  readonly cost: number
}

type Limit = keyof typeof queryLimits

const refusals: { readonly [L in Limit]: string } = {
  depth: `A query may nest fields ${queryLimits.depth} deep at most.`,
  aliases: `A query may have ${queryLimits.aliases} aliases at most.`,
  tokens: `A query may have ${queryLimits.tokens} tokens at most: put large values in variables.`,
  rootFields: `A query may have ${queryLimits.rootFields} fields at its top level at most.`,
  cost: `A query may cost ${queryLimits.cost} at most: ask for fewer fields or smaller pages.`,
}

/**
 * Refuses operations over `queryLimits`, before anything of them runs: one error for each
 * limit passed, with the code `QUERY_TOO_COMPLEX`. Takes time in proportion to the document,
 * however its fragments use each other. What is no valid query is left to the other rules.
 */
export const limitRules: readonly ValidationRule[] = [QueryLimitsRule]

/** Refuses `__schema` and `__type` with the code `INTROSPECTION_DISABLED`. */
export const noIntrospection: ValidationRule = NoIntrospectionRule

/**
 * `parse` of graphql with the limit of tokens. What is nested deeper than the call stack is
 * refused as well, where it would be an unexpected error otherwise.
 * @throws GraphQLError with the code `QUERY_TOO_COMPLEX`, or of a syntax error
 */
export function parseWithinLimits(source: string | Source, options: ParseOptions = {}) {
  try {
    return parse(source, { ...options, maxTokens: queryLimits.tokens })
  } catch (error) {
    if (error instanceof RangeError) throw refuse(refusals.depth, 'QUERY_TOO_COMPLEX')
    if (!(error instanceof GraphQLError) || !tooManyTokens.test(error.message)) throw error
    throw refuse(refusals.tokens, 'QUERY_TOO_COMPLEX')
  }
}

const tooManyTokens = /^Syntax Error: Document contains more tha[nt] /

/**
 * `validate` of graphql, which sees a document only when it passes `limitRules`: its own rules
 * follow fragments until the call stack ends.
 */
export function validateWithinLimits(...parameters: Parameters<typeof validate>) {
  const [schema, document] = parameters
  const passed = validate(schema, document, limitRules)
  return passed.length > 0 ? passed : validate(...parameters)
}

// Yoga tells rules apart by the name of their function.
function QueryLimitsRule(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const measure = new Measure(context.getSchema(), document)
      for (const node of document.definitions) {
        if (node.kind !== Kind.OPERATION_DEFINITION) continue
        const { fields: rootFields, ...size } = measure.ofOperation(node)
        for (const [limit, asked] of Object.entries({ ...size, rootFields })) {
          if (asked > queryLimits[limit as Limit]) {
            context.reportError(refuse(refusals[limit as Limit], 'QUERY_TOO_COMPLEX', node))
          }
        }
      }
    },
  }
}

function NoIntrospectionRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!isIntrospection(node)) return
      const message = `This vault does not describe its schema: ${node.name.value} is disabled.`
      context.reportError(refuse(message, 'INTROSPECTION_DISABLED', node))
    },
  }
}

function refuse(message: string, code: string, node?: OperationDefinitionNode | FieldNode) {
  return new GraphQLError(message, { ...(node && { nodes: node }), extensions: { code } })
}

/** Where a selection stands. */
interface Place {
  /** undefined where the query is not valid. */
  readonly type: GraphQLNamedType | undefined
  /** The page size of the connection directly around; its list of edges has this length. */
  readonly pageSize: number | null
  readonly introspection: boolean
  /** Fields and fragments around. */
  readonly nested: number
}

/** Measures the operations of one document. */
class Measure {
  private readonly fragments = new Map<string, FragmentDefinitionNode>()
  /** Each fragment is measured once for each kind of place: using it again costs nothing. */
  private readonly measured = new Map<string, Size>()

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node)
    }
  }

  ofOperation({ operation, selectionSet }: OperationDefinitionNode): Size {
    const type = this.schema.getRootType(operation) ?? undefined
    const place = { type, pageSize: null, introspection: false, nested: 0 }
    return this.ofSelections(selectionSet, place)
  }

  private ofSelections({ selections }: SelectionSetNode, place: Place): Size {
    if (place.nested > mostNested) return { ...nothing, depth: Number.POSITIVE_INFINITY }
    return selections.map((node) => this.ofSelection(node, place)).reduce(add, nothing)
  }

  private ofSelection(node: SelectionNode, place: Place): Size {
    if (node.kind === Kind.FIELD) return this.ofField(node, place)
    if (node.kind === Kind.FRAGMENT_SPREAD) return this.ofFragment(node.name.value, place)
    const { typeCondition, selectionSet } = node
    const type = typeCondition ? this.schema.getType(typeCondition.name.value) : place.type
    return this.ofSelections(selectionSet, { ...place, type, nested: place.nested + 1 })
  }

  private ofFragment(name: string, place: Place): Size {
    const fragment = this.fragments.get(name)
    if (fragment === undefined) return nothing
    const key = `${name} ${place.pageSize} ${place.introspection}`
    const known = this.measured.get(key)
    if (known !== undefined) return known
    // What a fragment finds of itself inside itself: the rule on fragment cycles refuses it.
    this.measured.set(key, nothing)
    const type = this.schema.getType(fragment.typeCondition.name.value)
    const nested = place.nested + 1
    const size = this.ofSelections(fragment.selectionSet, { ...place, type, nested })
    this.measured.set(key, size)
    return size
  }

  private ofField(node: FieldNode, place: Place): Size {
    const definition = definitionOf(node, place.type)
    const introspection = place.introspection || isIntrospection(node)
    const isList = definition !== undefined && isListType(getNullableType(definition.type))
    const pageSize = definition === undefined ? null : pageSizeOf(node, definition)
    const inside =
      node.selectionSet === undefined
        ? nothing
        : this.ofSelections(node.selectionSet, {
            type: definition && getNamedType(definition.type),
            pageSize: isList ? null : pageSize,
            introspection,
            nested: place.nested + 1,
          })
    const aliases = inside.aliases + (node.alias === undefined ? 0 : 1)
    // The schema is no record of anybody: describing it costs the vault next to nothing.
    if (introspection) return { depth: inside.depth, aliases, fields: 1, cost: 0 }
    const length = isList ? (pageSize ?? place.pageSize ?? this.lengthIn(place)) : 1
    const cost = this.ownCostIn(place) + length * inside.cost
    return { depth: inside.depth + 1, aliases, fields: 1, cost }
  }

  private ownCostIn({ type }: Place): number {
    return type !== undefined && type === this.schema.getMutationType() ? mutationCost : 1
  }

  private lengthIn({ type }: Place): number {
    return type === this.schema.getQueryType() ? listSizes.query : listSizes.elsewhere
  }
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0, cost: 0 }

function add(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    fields: a.fields + b.fields,
    cost: a.cost + b.cost,
  }
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type'
}

type FieldDefinition = GraphQLField<unknown, unknown>

function definitionOf(
  node: FieldNode,
  type: GraphQLNamedType | undefined,
): FieldDefinition | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
}

/** The elements a page may have, or null where the field has no pages. */
function pageSizeOf(node: FieldNode, definition: FieldDefinition): number | null {
  if (!definition.args.some(({ name }) => isPageArgument(name))) return null
  const sizes = (node.arguments ?? [])
    .filter(({ name, value }) => isPageArgument(name.value) && value.kind !== Kind.NULL)
    .map(({ value }) => (value.kind === Kind.INT ? Number(value.value) : pageSizes.variable))
  return sizes.length === 0 ? pageSizes.absent : Math.max(1, ...sizes)
}

function isPageArgument(name: string): boolean {
  return name === 'first' || name === 'last'
}
