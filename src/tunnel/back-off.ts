import type { TunnelCode } from './tunnel.ts'

const firstMs = 250
const firstReturnMs = 2 * 60_000

/** It comes back by itself, and to ask costs next to nothing. */
const brisk = 3_000
/** To ask costs a log-in or a process, so not too often. */
const gentle = 30_000
/** It is the owner’s turn; only in case that somebody mended it elsewhere. */
const rare = 15 * 60_000

const longestMs: Record<TunnelCode, number> = {
  UNREACHABLE: brisk,
  LOST: brisk,
  TIMEOUT: brisk,
  SERVICE_UNREACHABLE: brisk,
  SERVICE_REFUSED: gentle,
  BAD_ANSWER: gentle,
  FORWARDING_REFUSED: gentle,
  PROOF_REFUSED: gentle,
  PROOF_UNAVAILABLE: gentle,
  PORT_TAKEN: gentle,
  PROGRAM_ENDED: gentle,
  PROBE_UNREACHABLE: gentle,
  PROBE_TIMEOUT: gentle,
  PROBE_REFUSED: gentle,
  PROBE_WRONG: gentle,
  UNEXPECTED: gentle,
  HOST_KEY_CHANGED: rare,
  HOST_KEY_NOT_KEPT: rare,
  KEY_UNUSABLE: rare,
  LOGIN_REFUSED: rare,
  TOKEN_MISSING: rare,
  TOKEN_REFUSED: rare,
  PROGRAM_MISSING: rare,
  FORWARDS_ELSEWHERE: rare,
}

/**
 * How long to wait before a provider is tried again: not at all when it had worked well, else 250 ms
 * and then twice as long each time, up to what suits the cause; 15 minutes at once where only the
 * owner can help. Up to half of it is left to chance, so that those who lost one server do not
 * return to it as one.
 * @param failures in a row; 0 when it had worked well before
 */
export function retryDelayMs(failures: number, code: TunnelCode): number {
  const longest = longestMs[code]
  if (longest === rare) return jittered(rare)
  if (failures === 0) return 0
  return jittered(Math.min(longest, firstMs * 2 ** (failures - 1)))
}

/**
 * How long to wait before earlier providers are tried beside the one in use: two minutes, and twice
 * as long each time, up to a quarter of an hour; up to half of it is left to chance.
 * @param rounds in which they were tried already
 */
export function returnDelayMs(rounds: number): number {
  return jittered(Math.min(rare, firstReturnMs * 2 ** rounds))
}

/** Between half and all of a time. */
export function jittered(ms: number): number {
  return Math.round(ms * (0.5 + Math.random() / 2))
}
