import { columnOf } from './paths.ts'
import type { MappedField, Mapping } from './types.ts'

/** The columns of a row that a mapping names, each once: those of its fields and of its owner. */
export function columnsOf({ fields, owner }: Mapping): string[] {
  return [
    ...new Set([...fields.flatMap(columnsOfField), ...owner.map(({ path }) => columnOf(path))]),
  ]
}

/** The columns that one field is made of. */
export function columnsOfField(field: MappedField): readonly string[] {
  if (field.kind === 'calculation') return field.expression.columns
  const { path } = field
  return [columnOf(typeof path === 'string' ? path : path.path)]
}
