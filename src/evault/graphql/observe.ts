import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { RequestTrace } from '../inbound/trace.ts'
import type { GraphQLContext } from './context.ts'

/** More than that would not fit into a line. */
const mostNames = 5

/** Notes what a request asks for and whether it gets it, where somebody looks on. */
export function observeOperations(): Plugin<GraphQLContext, GraphQLContext> {
  return {
    onExecute({ args: { contextValue, document, operationName } }) {
      const { trace } = contextValue as GraphQLContext
      if (trace !== null) trace.operation = rootFields(document, operationName)
    },
    onResultProcess({ result, serverContext: { trace } }) {
      if (trace !== null && !Array.isArray(result) && 'errors' in result) noteErrors(trace, result)
    },
  }
}

interface Result {
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[]
}

function noteErrors(trace: RequestTrace, { errors = [] }: Result): void {
  for (const { extensions } of errors) {
    if (extensions?.code === 'INTERNAL_SERVER_ERROR') trace.isFailed = true
    else trace.isRefused = true
  }
}

/**
 * The names of the fields an operation asks for, as the schema has them. To be called with a
 * document that is valid: what somebody made up never gets here.
 */
function rootFields(document: DocumentNode, operationName: string | null | undefined) {
  const operation = getOperationAST(document, operationName)
  if (operation == null) return null
  const names = new Set<string>()
  collect(operation.selectionSet, fragmentsOf(document), names)
  const shown = [...names].slice(0, mostNames).join(', ')
  return names.size > mostNames ? `${shown}, …` : shown
}

/** Fragments of a valid document never use themselves; each is looked into once. */
function collect(
  { selections }: SelectionSetNode,
  fragments: Map<string, FragmentDefinitionNode>,
  names: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value)
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, fragments, names)
    } else {
      const fragment = fragments.get(selection.name.value)
      fragments.delete(selection.name.value)
      if (fragment !== undefined) collect(fragment.selectionSet, fragments, names)
    }
  }
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    }
  }
  return fragments
}
