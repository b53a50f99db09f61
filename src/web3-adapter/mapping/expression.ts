import jsep from 'jsep'
import { columnOf, isPath, valueAt } from './paths.ts'
import type { Expression, Row } from './types.ts'

const longestText = 500
const deepest = 30

type Compute = (row: Row) => unknown

const functions: Readonly<Record<string, (...values: unknown[]) => unknown>> = {
  round: (value, digits = 0) => {
    const factor = 10 ** number(digits)
    return Math.round(number(value) * factor) / factor
  },
  floor: (value) => Math.floor(number(value)),
  ceil: (value) => Math.ceil(number(value)),
  abs: (value) => Math.abs(number(value)),
  min: (...values) => Math.min(...values.map(number)),
  max: (...values) => Math.max(...values.map(number)),
  length: (value) => (typeof value === 'string' || Array.isArray(value) ? value.length : 0),
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  concat: (...values) => values.map(text).join(''),
}

const binary: Readonly<Record<string, (left: unknown, right: unknown) => unknown>> = {
  '+': (left, right) =>
    typeof left === 'string' || typeof right === 'string'
      ? text(left) + text(right)
      : number(left) + number(right),
  '-': (left, right) => number(left) - number(right),
  '*': (left, right) => number(left) * number(right),
  '/': (left, right) => number(left) / number(right),
  '%': (left, right) => number(left) % number(right),
  '<': (left, right) => number(left) < number(right),
  '<=': (left, right) => number(left) <= number(right),
  '>': (left, right) => number(left) > number(right),
  '>=': (left, right) => number(left) >= number(right),
  '==': (left, right) => (left ?? null) === (right ?? null),
  '===': (left, right) => (left ?? null) === (right ?? null),
  '!=': (left, right) => (left ?? null) !== (right ?? null),
  '!==': (left, right) => (left ?? null) !== (right ?? null),
}

/**
 * Reads an expression of `__calc`: numbers, texts, columns, arithmetic, comparison, `&& || ! ?:` and
 * the functions above. It is parsed and computed here; nothing of it is ever run as code.
 * @throws Error that says what is wrong with it
 */
export function parseExpression(source: string): Expression {
  if (source.length > longestText) throw new Error(`longer than ${longestText} characters`)
  const columns = new Set<string>()
  const compute = compile(jsep(source), columns, 0)
  return {
    text: source,
    columns: [...columns],
    compute(row) {
      const value = compute(row)
      if (typeof value === 'number' && !Number.isFinite(value)) return null
      return value ?? null
    },
  }
}

function compile(node: jsep.Expression, columns: Set<string>, depth: number): Compute {
  if (depth > deepest) throw new Error('too deep')
  const inner = (child: unknown) => compile(child as jsep.Expression, columns, depth + 1)
  if (node.type === 'Literal') return () => node.value
  if (node.type === 'Identifier' || node.type === 'MemberExpression') {
    const path = pathOf(node, depth)
    columns.add(columnOf(path))
    return (row) => valueAt(row, path) ?? null
  }
  if (node.type === 'UnaryExpression') return unary(String(node.operator), inner(node.argument))
  if (node.type === 'BinaryExpression') {
    return operation(String(node.operator), inner(node.left), inner(node.right))
  }
  if (node.type === 'ConditionalExpression') {
    const [condition, yes, no] = [node.test, node.consequent, node.alternate].map(inner)
    if (condition && yes && no) return (row) => (condition(row) ? yes(row) : no(row))
  }
  if (node.type === 'CallExpression') return callOf(node, inner)
  throw new Error(`${node.type} is not allowed`)
}

function unary(operator: string, argument: Compute): Compute {
  if (operator === '!') return (row) => !argument(row)
  if (operator === '-') return (row) => -number(argument(row))
  if (operator === '+') return (row) => number(argument(row))
  throw new Error(`the operator ${operator} is not allowed`)
}

function operation(operator: string, left: Compute, right: Compute): Compute {
  if (operator === '&&') return (row) => left(row) && right(row)
  if (operator === '||') return (row) => left(row) || right(row)
  const apply = Object.hasOwn(binary, operator) ? binary[operator] : undefined
  if (apply === undefined) throw new Error(`the operator ${operator} is not allowed`)
  return (row) => apply(left(row), right(row))
}

function callOf(node: jsep.Expression, inner: (child: unknown) => Compute): Compute {
  const { name } = node.callee as { name?: unknown }
  const apply =
    typeof name === 'string' && Object.hasOwn(functions, name) ? functions[name] : undefined
  if (apply === undefined) {
    throw new Error(`there are only the functions ${Object.keys(functions).join(', ')}`)
  }
  const values = (node.arguments as unknown[]).map(inner)
  return (row) => apply(...values.map((value) => value(row)))
}

function pathOf(node: jsep.Expression, depth: number): string {
  if (depth > deepest) throw new Error('too deep')
  const path =
    node.type === 'Identifier'
      ? String(node.name)
      : `${pathOf(node.object as jsep.Expression, depth + 1)}.${
          node.computed ? '[]' : String((node.property as { name?: unknown }).name)
        }`
  if (!isPath(path)) throw new Error(`“${path}” is no column`)
  return path
}

function number(value: unknown): number {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}
