/** Why an attempt failed, for programs. The window says it in its own language. */
export type AttemptErrorCode =
  | 'ADDRESS_NOT_ALLOWED'
  | 'CONNECTION_REFUSED'
  | 'CONNECTION_CLOSED'
  | 'NAME_UNKNOWN'
  | 'NO_WAY_THERE'
  | 'TIMED_OUT'
  | 'CERTIFICATE_INVALID'
  | 'NO_HTTP'
  | 'REDIRECTED'
  | 'ERROR_STATUS'

/** Why an attempt failed. */
export interface AttemptError {
  readonly code: AttemptErrorCode
  /** What the text names: a status, seconds, or what the system calls it; null for nothing. */
  readonly detail: string | null
  /** For people, in English. */
  readonly text: string
}

const texts: Readonly<Record<AttemptErrorCode, (detail: string) => string>> = {
  ADDRESS_NOT_ALLOWED: () =>
    'Its address is one of this computer or a private network, which is not allowed for it.',
  CONNECTION_REFUSED: () => 'It refuses connections: nothing answers there.',
  CONNECTION_CLOSED: () => 'It closed the connection before it had answered.',
  NAME_UNKNOWN: () => 'Its name leads to no address.',
  NO_WAY_THERE: () => 'It can’t be reached from here.',
  TIMED_OUT: (seconds) => `It did not answer within ${seconds} s.`,
  CERTIFICATE_INVALID: (code) => `Its certificate does not hold (${code}).`,
  NO_HTTP: (code) => `What it answers is no HTTP (${code}).`,
  REDIRECTED: (status) => `It redirects (${status}), which is not followed.`,
  ERROR_STATUS: (status) => `It answered ${status}.`,
}

/** @param detail see `AttemptError` */
export function attemptError(
  code: AttemptErrorCode,
  detail: string | number | null = null,
): AttemptError {
  const named = detail === null ? null : String(detail)
  return { code, detail: named, text: texts[code](named ?? '') }
}

/** What a status says that is not one of success. */
export function errorOfStatus(status: number): AttemptError {
  return attemptError(status >= 300 && status < 400 ? 'REDIRECTED' : 'ERROR_STATUS', status)
}
