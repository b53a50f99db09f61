import { knownOntologies } from '../../w3id/known-ontologies.ts'
import type { JsonObject } from '../envelopes/types.ts'

/**
 * JSON Schemas (draft-07) of the record types in use on the network. They describe, they never
 * refuse: a record of a known type may have other fields, and lack some.
 * Source: protocol §9, which lists all fields of User and SocialMediaPost and of the others those
 * that are required.
 */

const text = { type: 'string' }
const longText = { type: 'string', contentMediaType: 'text/plain' }
const moment = { type: 'string', format: 'date-time' }
const uri = { type: 'string', format: 'uri-reference' }
const flag = { type: 'boolean' }
const count = { type: 'integer', minimum: 0 }
const amount = { type: 'number' }
const object = { type: 'object' }
const texts = { type: 'array', items: text }
const oneOf = (...values: string[]) => ({ type: 'string', enum: values })

/** Fields whose name says their kind, in every type. */
const byName: Readonly<Record<string, JsonObject>> = {
  createdAt: moment,
  updatedAt: moment,
  start: moment,
  end: moment,
  content: longText,
  message: longText,
  isArchived: flag,
  participantIds: texts,
  members: texts,
  admins: texts,
  parties: texts,
  amount,
  size: count,
  data: object,
  signatures: { type: 'array', items: object },
}

/** The fields of a type, in the order a form shows them, beyond those that are required. */
const furtherFields: Readonly<Record<string, Readonly<Record<string, JsonObject>>>> = {
  User: {
    givenName: text,
    familyName: text,
    email: { type: 'string', format: 'email' },
    telephone: text,
    address: text,
    inLanguage: text,
    bio: longText,
    avatarUrl: uri,
    bannerUrl: uri,
    website: uri,
    location: text,
    isVerified: flag,
    isPrivate: flag,
    followerCount: count,
    followingCount: count,
    postCount: count,
    updatedAt: moment,
    isArchived: flag,
  },
  SocialMediaPost: {
    content: longText,
    mediaUrls: { type: 'array', items: uri },
    parentPostId: text,
    hashtags: texts,
    likeCount: count,
    likedBy: texts,
    replyCount: count,
    repostCount: count,
    updatedAt: moment,
    isArchived: flag,
    visibility: oneOf('public', 'private', 'followers'),
  },
}

/** By the id of the ontology. */
export const builtInSchemas: ReadonlyMap<string, JsonObject> = new Map(
  knownOntologies.map(({ id, title, required }) => [id, schemaOf(id, title, required.split(' '))]),
)

function schemaOf(id: string, title: string, required: string[]): JsonObject {
  const fields = required.map((name) => [name, byName[name] ?? text] as const)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: id,
    title,
    type: 'object',
    properties: { ...Object.fromEntries(fields), ...furtherFields[title] },
    required,
    additionalProperties: true,
  }
}
