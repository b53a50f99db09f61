import { t } from '@lingui/core/macro'
import type { ConnectionCause, ConnectionState } from '../../../ipc/connection.ts'
import type { ReachQuery } from '../../graphql/documents.generated.ts'
import { causeWords } from './cause-words.ts'
import { registryProblemWords } from './registry-words.ts'
import { kindName } from './way-words.ts'

export type Registration = ReachQuery['reach']['registration']

/** `ok` is for what was proven alone; `warn` for what is known not to work. */
export type LegTone = 'ok' | 'plain' | 'warn'

/** One part of the way between the world and the vault. */
export interface Leg {
  readonly id: 'tunnel' | 'registry' | 'world'
  readonly tone: LegTone
  /** Its state in a word or two. */
  readonly word: string
  /** When it was last proven, whatever has been since; ms since the epoch. */
  readonly provenAt: number | null
  /** What is known, and why it does not work where it does not. */
  readonly what: string
  /** What can be done; empty where nothing is to be done. */
  readonly wayOut: string
  /** Leads to the choice of the registry. */
  readonly isForRegistry?: true
}

type LegState = Omit<Leg, 'id'>

/** The way from the vault to the world, in its order. */
export function legsOf(state: ConnectionState, registration: Registration | null): Leg[] {
  const tunnel = tunnelLeg(state)
  const registry = registryLeg(registration, publicUrlOf(state))
  const world = worldLeg(tunnel, registry, registration)
  return [
    { id: 'tunnel', ...tunnel },
    { id: 'registry', ...registry },
    { id: 'world', ...world },
  ]
}

/** The state with the last proof that the vault has kept, where the app has seen none yet. */
export function withKeptProof(
  state: ConnectionState,
  spans: ReachQuery['reach']['spans'],
): ConnectionState {
  const [last] = spans
  if (state.lastProof !== null || last === undefined) return state
  return { ...state, lastProof: { publicUrl: last.publicUrl, at: Date.parse(last.provenAt) } }
}

/** The address at which the world reaches the vault, or did so last; null where none is known. */
export function publicUrlOf({ status, lastProof }: ConnectionState): string | null {
  return 'publicUrl' in status ? status.publicUrl : (lastProof?.publicUrl ?? null)
}

/** The cause that was told last, of the ways that are tried. */
export function lastCause({ status }: ConnectionState): ConnectionCause | null {
  if ('cause' in status && status.cause !== null) return status.cause
  if (!('failures' in status)) return null
  const [last] = status.failures.toSorted((a, b) => b.at - a.at)
  return last?.cause ?? null
}

function tunnelLeg(state: ConnectionState): LegState {
  const { status, ways, lastProof } = state
  const provenAt = 'provenAt' in status ? status.provenAt : (lastProof?.at ?? null)
  const cause = lastCause(state)
  const told = cause === null ? null : causeWords(cause)
  const kind = 'provider' in status ? kindName(ways[status.provider]?.kind ?? '') : ''
  const plain = { tone: 'plain', provenAt, wayOut: told?.wayOut ?? '' } as const
  switch (status.state) {
    case 'off':
      return {
        ...{ ...plain, word: t`Off`, wayOut: '' },
        what: t`The vault is not open, so there is nothing to reach.`,
      }
    case 'connecting':
      return { ...plain, word: t`Connecting`, what: told?.what ?? t`${kind} is being connected.` }
    case 'proving': {
      const { publicUrl } = status
      const what = t`It is connected, which proves nothing. Whether this vault answers at ${publicUrl} is being tried.`
      return { ...plain, word: t`Not proven yet`, what: told?.what ?? what }
    }
    case 'up': {
      const { publicUrl } = status
      const what = t`What is sent to ${publicUrl} arrives here: a probe came back through it.`
      return { ...plain, tone: 'ok', word: t`Proven`, what, wayOut: '' }
    }
    case 'checking': {
      const what = t`Something has changed, so it is being looked whether the address still leads here.`
      const isCause = status.cause !== null
      return {
        ...{ ...plain, word: t`Being checked`, wayOut: isCause ? plain.wayOut : '' },
        what: isCause && told !== null ? told.what : what,
      }
    }
    case 'waiting': {
      const what = told?.what ?? t`None of the ways that you set up works now.`
      return { ...plain, tone: 'warn', word: t`Not connected`, what }
    }
  }
}

function registryLeg(registration: Registration | null, publicUrl: string | null): LegState {
  const plain = { tone: 'plain', provenAt: null, wayOut: '' } as const
  if (registration === null) {
    return { ...plain, word: t`Not known yet`, what: t`The vault is being asked.` }
  }
  const { ownRegistry } = registration
  const host = hostOf(ownRegistry?.publicUrl ?? registration.registryUrl)
  if (!registration.isPublic && ownRegistry?.isOpen) {
    const what = t`The registry inside this app can be read by everybody as soon as the public address is proven.`
    return { ...plain, word: t`This computer only`, what }
  }
  if (!registration.isPublic) {
    return {
      ...{ ...plain, word: t`This computer only`, isForRegistry: true },
      what: t`The registry inside this app is known to this computer alone: nobody outside can ask it where your vault is.`,
      wayOut: t`Use a registry on the network, so that others find your vault by your eName.`,
    }
  }
  const { uri, problem } = registration
  const isHere = uri !== null && publicUrl !== null && isSame(uri, publicUrl)
  const provenAt = isHere && registration.confirmedAt ? Date.parse(registration.confirmedAt) : null
  if (problem !== null) {
    const { what, wayOut } = registryProblemWords(problem, registration.problemDetail, host)
    return { tone: 'warn', word: t`Not confirmed`, provenAt, what, wayOut }
  }
  if (isHere) {
    const what = ownRegistry
      ? t`The registry inside this app sends those who look for your eName to ${uri}.`
      : t`The registry at ${host} sends those who look for your eName to ${uri}.`
    return { ...plain, tone: 'ok', word: t`Confirmed`, provenAt, what }
  }
  if (uri === null || publicUrl === null) {
    const what = t`The registry at ${host} is told of the public address as soon as that is proven.`
    return { ...plain, word: t`Not told yet`, what }
  }
  return {
    ...{ ...plain, tone: 'warn', word: t`Another address` },
    what: t`The registry at ${host} sends those who look for your eName to ${uri}, which is not the public address.`,
    wayOut: t`It is told of the right one when that is proven next.`,
  }
}

function worldLeg(
  tunnel: LegState,
  registry: LegState,
  registration: Registration | null,
): LegState {
  const plain = { tone: 'plain', provenAt: null, wayOut: '' } as const
  if (tunnel.tone === 'warn') {
    const word = t({ message: 'Closed', context: 'state' })
    const what = t`Nobody outside this computer reaches your vault now.`
    return { ...plain, tone: 'warn', word, what }
  }
  if (tunnel.tone === 'plain') {
    const what = t`Whether anybody outside reaches your vault is not known now.`
    return { ...plain, word: t`Not proven yet`, what }
  }
  if (registry.tone === 'ok') {
    return {
      ...{ ...plain, tone: 'ok', word: t({ message: 'Open', context: 'state' }) },
      // As old as the older of the two that it follows from.
      provenAt: Math.min(tunnel.provenAt ?? 0, registry.provenAt ?? 0),
      what: registration?.ownRegistry
        ? t`Whoever asks the registry inside this app for your eName is led to your vault. The probe set out from this computer and came in through the public address; what others see may differ.`
        : t`Whoever knows your eName is led to your vault. The probe set out from this computer and came in through the public address; what others see may differ.`,
    }
  }
  const what =
    registration?.isPublic === false
      ? t`Only those whom you give the public address reach your vault; nobody finds it by your eName.`
      : t`Those who know the public address reach your vault; whether others are led to it is not known.`
  return { ...plain, word: t`By address only`, what }
}

function isSame(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return one === other
  return new URL(one).href === new URL(other).href
}

/** Host of a URL; another text as it is. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
