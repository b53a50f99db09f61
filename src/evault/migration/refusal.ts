import { RegistryError } from '../../registry/errors.ts'
import { RequestError } from '../errors.ts'
import { RemoteError } from './remote-http.ts'
import { MoveStopped } from './run.ts'

/** What an owner who waits for the answer is told of why something could not be done. */
export function refusalOf(error: unknown): unknown {
  const isTold =
    error instanceof RemoteError || error instanceof MoveStopped || error instanceof RegistryError
  return isTold ? new RequestError('UNAVAILABLE', error.message) : error
}
