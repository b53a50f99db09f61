import type { Row } from './types.ts'

const forbidden = new Set(['__proto__', 'prototype', 'constructor'])
const mostParts = 8
const part = /^[A-Za-z_$][\w$-]*$/

/** Whether this is a path of names between dots that leads to nothing but fields. */
export function isPath(path: string): boolean {
  const parts = path.split('.')
  return parts.length <= mostParts && parts.every((name) => part.test(name) && !forbidden.has(name))
}

/** What stands at a dotted path; undefined where nothing does. */
export function valueAt(row: Row, path: string): unknown {
  let value: unknown = row
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Row)[name]
  }
  return value
}

/** Puts a value at a dotted path, and objects on the way to it. */
export function putAt(row: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? path
  let place = row
  for (const name of names) {
    if (!Object.hasOwn(place, name)) place[name] = {}
    place = place[name] as Record<string, unknown>
  }
  place[last] = value
}

/** The column in which a path begins. */
export function columnOf(path: string): string {
  return path.split('.')[0] ?? path
}
