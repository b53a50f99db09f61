import { normaliseEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'

/**
 * The eName in `X-ENAME`, in its normal form.
 * @throws RequestError `MISSING_ENAME`, `INVALID_ENAME`
 */
export function readEName(header: string | undefined): string {
  if (header === undefined || header.trim() === '') {
    throw new RequestError('MISSING_ENAME', 'X-ENAME header is required')
  }
  try {
    return normaliseEName(header)
  } catch {
    throw new RequestError('INVALID_ENAME', 'X-ENAME is not a valid eName.')
  }
}
