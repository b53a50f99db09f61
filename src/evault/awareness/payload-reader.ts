import { hash } from 'node:crypto'
import type { Grant } from '../access/authorise.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import { ask, type Database } from '../db/database.ts'
import { envelopeHash } from '../log/chain.ts'
import type { StoredAttempt, StoredDelivery } from './delivery-reader.ts'
import type { Destinations } from './destinations.ts'
import { loadOf } from './load.ts'
import {
  forService,
  type Packet,
  packetByReference,
  packetByValue,
  packetOfDeletion,
} from './packet.ts'
import type { WithheldReason } from './plan.ts'
import type { Platforms } from './platforms.ts'
import type { createQueue } from './queue.ts'
import { type RightsMeans, rightsOf } from './rights.ts'
import { toldTo } from './subscription.ts'

/** Why a packet can't be shown, for programs. */
export type MissingCode =
  | WithheldReason
  /** That version is kept no more, or the key was replaced that the packet named. */
  | 'VERSION_GONE'

/** What was sent, or would be. */
export interface DeliveryPayload {
  /** JSON; null where it can't be shown. */
  readonly body: string | null
  readonly wasSent: boolean
  /** Why there is no body, for people. */
  readonly missing: string | null
  readonly missingCode: MissingCode | null
}

interface Means {
  readonly db: Database
  readonly queue: Pick<ReturnType<typeof createQueue>, 'contents'>
  readonly platforms: Pick<Platforms, 'find'>
  readonly destinations: Destinations
  readonly rights: RightsMeans
}

interface Version {
  readonly version_id: string
  readonly ontology: string
  readonly payload: string
}

/** Versions that are looked through. */
const mostVersions = 500

const selectEntry =
  'SELECT envelope_hash, platform FROM operation_log WHERE ename = $1 AND sequence = $2'

/** One after the other: each may be long. */
const selectVersion = `SELECT version_id, ontology, payload::text AS payload FROM versions
  WHERE ename = $1 AND id = $2 AND ($3::uuid IS NULL OR version_id < $3)
  ORDER BY version_id DESC LIMIT 1`

const missingWords: Readonly<Record<MissingCode, string>> = {
  NO_ACCESS: 'The platform may not read this record.',
  NOT_SUBSCRIBED: 'The platform is not told of this type.',
  DELETED: 'The record is deleted, and the platform is not told of deletions.',
  OWN_CHANGE: 'The platform made the newest change itself.',
  VERSION_GONE:
    'That version of the record is no longer kept, or your key was replaced since it was sent.',
}

/**
 * Shows packets. They are not kept: one that was sent is put together again from the record or its
 * history, and compared with the hash of what was sent.
 */
export function createPayloadReader({ db, queue, platforms, destinations, rights }: Means) {
  async function asSent(delivery: StoredDelivery, attempt: StoredAttempt): Promise<string | null> {
    const { ename, metaEnvelopeId: id } = delivery
    const [entry] = await ask<{ envelope_hash: string; platform: string | null }>(db, selectEntry, [
      ...[ename, attempt.sequence],
    ])
    const found = entry && (await versionOf(ename, id, entry.envelope_hash))
    const ontology = found?.ontology ?? delivery.ontology
    const evaultPublicKey = destinations.evaultPublicKey(ename)
    const packet = { id, w3id: ename, schemaId: ontology, evaultPublicKey }
    const maker = entry?.platform == null ? null : normalisePlatform(entry.platform)
    const origins = destinations.isService ? [null, maker] : []
    const bodies = bodiesOf(packet, found?.payload ?? null, entry?.envelope_hash ?? '')
    const all = [
      ...bodies,
      ...origins.flatMap((origin) => bodies.map((b) => forService(b, origin))),
    ]
    return all.find((body) => hash('sha256', body) === attempt.bodyHash) ?? null
  }

  /** The record, or one of its earlier versions, by its hash. */
  async function versionOf(ename: string, id: string, wanted: string): Promise<Version | null> {
    const isIt = ({ ontology, payload }: Omit<Version, 'version_id'>) =>
      envelopeHash(id, ontology, payload) === wanted
    const now = (await queue.contents(ename, [id], 0)).get(id)
    if (now?.payloadText != null) {
      const present = { version_id: '', ontology: now.ontology, payload: now.payloadText }
      if (isIt(present)) return present
    }
    let before: string | null = null
    for (let count = 0; count < mostVersions; count += 1) {
      const [row]: Version[] = await ask<Version>(db, selectVersion, [ename, id, before])
      if (row === undefined || isIt(row)) return row ?? null
      before = row.version_id
    }
    return null
  }

  return async (
    { ename }: Grant<'oversee'>,
    delivery: StoredDelivery,
    attempt: StoredAttempt | undefined,
  ): Promise<DeliveryPayload | null> => {
    if (attempt !== undefined) {
      const body = await asSent(delivery, attempt)
      return body === null ? without('VERSION_GONE', true) : { ...whole, body, wasSent: true }
    }
    const { platform: name, metaEnvelopeId } = delivery
    const platform = platforms.find(ename, name)
    if (platform === null) return null
    const content = (await queue.contents(ename, [metaEnvelopeId], 0)).get(metaEnvelopeId)
    const load = loadOf(delivery, content, {
      ...{ platform: toldTo(platform), isService: destinations.isService },
      grant: rightsOf(rights, ename, name),
      evaultPublicKey: destinations.evaultPublicKey(ename),
    })
    if ('withheld' in load) return without(load.withheld, false)
    return { ...whole, body: load.body, wasSent: false }
  }
}

const whole = { missing: null, missingCode: null }

function without(missingCode: MissingCode, wasSent: boolean): DeliveryPayload {
  return { body: null, wasSent, missing: missingWords[missingCode], missingCode }
}

function bodiesOf(packet: Packet, payloadText: string | null, hashOf: string): string[] {
  return [
    ...(payloadText === null ? [] : [packetByValue(packet, payloadText)]),
    packetByReference(packet, hashOf),
    packetOfDeletion(packet),
  ]
}
