import type { Login, LoginOptions } from './types.ts'

/** Makes the login of a platform. */
export function createLogin(_options: LoginOptions): Login {
  throw new Error('Not there yet')
}
