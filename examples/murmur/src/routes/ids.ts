import { PageError } from '../page-error.ts'

/** An id from an address. @throws PageError for what cannot be one */
export function checkedId(id: string): string {
  if (!/^[\w-]{1,64}$/.test(id)) throw new PageError(404, 'There is nothing here.')
  return id
}
