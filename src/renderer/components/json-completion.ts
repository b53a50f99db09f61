import { jsonLanguage } from '@codemirror/lang-json'

/** What may stand in an object: the names of its fields, and values where only some are usual. */
export interface JsonSuggestions {
  readonly names: readonly string[]
  readonly values: Readonly<Record<string, readonly unknown[]>>
}

/** The part of CodeMirror's `CompletionContext` that is needed here. */
interface Place {
  readonly pos: number
  readonly state: { readonly doc: { readonly length: number; toString(): string } }
}

interface Completion {
  readonly from: number
  readonly to: number
  readonly options: readonly {
    readonly label: string
    readonly displayLabel: string
    readonly apply: string
    readonly type: string
  }[]
}

/** Reading a larger text with every key would be felt. */
const LARGEST = 200_000

/** Completes names and values of the outermost object's fields. */
export function completeJson(suggestions: JsonSuggestions) {
  return ({ pos, state }: Place): Completion | null => {
    if (state.doc.length > LARGEST) return null
    const text = state.doc.toString()
    const node = jsonLanguage.parser.parse(text).resolveInner(pos, -1)
    const property = node.parent
    const isOutermost = property?.parent?.parent?.name === 'JsonText'
    if (!isOutermost || property?.name !== 'Property') return null
    const range = { from: node.from, to: node.to }
    if (node.name === 'PropertyName') {
      const hasColon = /^\s*:/.test(text.slice(node.to))
      const held = namesIn(text)
      const names = suggestions.names.filter((name) => !held.has(name))
      return { ...range, options: names.map((name) => option(name, hasColon ? '' : ': ')) }
    }
    const name = property.getChild('PropertyName')
    const values = name && suggestions.values[nameAt(text, name)]
    if (node.name !== 'String' || !values) return null
    return { ...range, options: values.map((value) => option(value, '')) }
  }
}

function option(value: unknown, after: string) {
  const label = JSON.stringify(value)
  return { label, displayLabel: String(value), apply: `${label}${after}`, type: 'property' }
}

/** The range of a field's value at `path`, or of the whole text where there is none. */
export function rangeOfPath(text: string, path: readonly string[]): { from: number; to: number } {
  let node = jsonLanguage.parser.parse(text).topNode.firstChild
  for (const step of path) {
    const inner = node?.name === 'Array' ? itemAt(node, Number(step)) : null
    const property = node
      ?.getChildren('Property')
      .find((it) => nameAt(text, it.getChild('PropertyName')) === step)
    node = inner ?? property?.lastChild ?? null
  }
  return node ? { from: node.from, to: node.to } : { from: 0, to: 0 }
}

type SyntaxNode = NonNullable<ReturnType<typeof jsonLanguage.parser.parse>['topNode']['firstChild']>

function itemAt(list: SyntaxNode, index: number): SyntaxNode | null {
  let item = list.firstChild
  let at = -1
  while (item) {
    if (!/^[[\],]$/.test(item.name)) at++
    if (at === index) return item
    item = item.nextSibling
  }
  return null
}

function namesIn(text: string): ReadonlySet<string> {
  const outermost = jsonLanguage.parser.parse(text).topNode.firstChild
  const properties = outermost?.getChildren('Property') ?? []
  return new Set(properties.map((it) => nameAt(text, it.getChild('PropertyName'))))
}

function nameAt(text: string, node: SyntaxNode | null): string {
  if (!node) return ''
  try {
    return String(JSON.parse(text.slice(node.from, node.to)))
  } catch {
    return ''
  }
}
