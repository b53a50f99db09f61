import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredMetaEnvelope } from '../envelopes/types.ts';
import type { RecordVersion as StoredVersion } from '../history/reader.ts';
import type { AccessPreview } from '../access/preview.ts';
import type { InboundRequest as StoredInbound } from '../inbound/inbound-log.ts';
import type { Visitor as StoredVisitor } from '../log/visitors.ts';
import type { BindingDocument as StoredBindingDocument } from '../bindings/types.ts';
import type { PlatformView } from '../awareness/platform-reader.ts';
import type { StoredDelivery, StoredAttempt, Disclosure as StoredDisclosure } from '../awareness/delivery-reader.ts';
import type { BackupsOutcome } from './backup-resolvers.ts';
import type { PendingSignature as StoredPending } from '../bindings/pending.ts';
import type { GraphQLContext } from './context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

export type AccessLogEntry = {
  __typename?: 'AccessLogEntry';
  allowed: Scalars['Boolean']['output'];
  caller: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Types of the records that were read, 100 at most. */
  ontologies: Array<Scalars['String']['output']>;
  operation: Scalars['String']['output'];
  /** The code of the refusal. */
  reason: Maybe<Scalars['String']['output']>;
  /** Ids of the records concerned, 1,000 at most. */
  records: Array<Scalars['String']['output']>;
  times: Scalars['Int']['output'];
  /** When; entries of one caller within half a second are one. */
  timestamp: Scalars['String']['output'];
};

/** All that is given has to hold. */
export type AccessLogFilterInput = {
  allowed?: InputMaybe<Scalars['Boolean']['input']>;
  /** As the log has it; a platform in any spelling. */
  caller?: InputMaybe<Scalars['String']['input']>;
  /** A type that was read. */
  ontology?: InputMaybe<Scalars['String']['input']>;
  operation?: InputMaybe<Scalars['String']['input']>;
  /** A record's id. */
  record?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 8601: then or later. */
  since?: InputMaybe<Scalars['String']['input']>;
  /** ISO 8601: earlier. */
  until?: InputMaybe<Scalars['String']['input']>;
};

export type ActivityDay = {
  __typename?: 'ActivityDay';
  /** YYYY-MM-DD */
  day: Scalars['String']['output'];
  reads: Scalars['Int']['output'];
  refusals: Scalars['Int']['output'];
  writes: Scalars['Int']['output'];
};

/** Why an attempt failed. What a code names in addition is the `errorDetail` beside it. */
export type AttemptErrorCode =
  /** Of this computer or a private network, which is not allowed for it. */
  | 'ADDRESS_NOT_ALLOWED'
  /** `errorDetail`: what is wrong with it, as TLS calls it. */
  | 'CERTIFICATE_INVALID'
  | 'CONNECTION_CLOSED'
  | 'CONNECTION_REFUSED'
  /** `errorDetail`: the status. */
  | 'ERROR_STATUS'
  /** Of the host. */
  | 'NAME_UNKNOWN'
  /** `errorDetail`: what is wrong with it, as the reader calls it. */
  | 'NO_HTTP'
  | 'NO_WAY_THERE'
  /** `errorDetail`: the status. Redirects are not followed. */
  | 'REDIRECTED'
  /** `errorDetail`: after how many seconds. */
  | 'TIMED_OUT';

export type BackupChanges = {
  keepsEverything?: InputMaybe<Scalars['Boolean']['input']>;
  schedule?: InputMaybe<BackupSchedule>;
};

/** A part of the vault that a trial did not find as it was backed up. */
export type BackupDifference = {
  __typename?: 'BackupDifference';
  /** How many there were, and are. Where they are as many, their content is other. */
  expected: Scalars['Int']['output'];
  found: Scalars['Int']['output'];
  part: VaultPart;
};

export type BackupFailure = {
  __typename?: 'BackupFailure';
  at: Scalars['String']['output'];
  /**
   * `PLACE_ABSENT`, `PLACE_REFUSED`, `PLACE_FULL`, `PLACE_BUSY`, `PLACE_FAILED`, `NO_BACKUPS`,
   * `BACKUP_DAMAGED`, `WRONG_KEY`, `CANCELLED`; `DISK_FULL`, `KEYCHAIN_LOCKED`, `KEYCHAIN_UNAVAILABLE`;
   * `UNEXPECTED`.
   */
  code: Scalars['String']['output'];
  /** What differs, of a trial: each part of the vault once. */
  differences: Array<BackupDifference>;
  /** In English, with the way out. */
  message: Scalars['String']['output'];
  work: BackupWork;
};

export type BackupPlaceKind =
  | 'folder'
  | 's3';

export type BackupPlan = {
  __typename?: 'BackupPlan';
  hasPassphrase: Scalars['Boolean']['output'];
  keepsEverything: Scalars['Boolean']['output'];
  kind: BackupPlaceKind;
  schedule: BackupSchedule;
  since: Scalars['String']['output'];
  /** For people: the folder, or s3://bucket/prefix at the endpoint. */
  title: Scalars['String']['output'];
};

export type BackupRun = {
  __typename?: 'BackupRun';
  /** Bytes; total is null until it is known. */
  done: Scalars['Float']['output'];
  startedAt: Scalars['String']['output'];
  total: Maybe<Scalars['Float']['output']>;
  work: BackupWork;
};

export type BackupSchedule =
  | 'daily'
  | 'hourly'
  | 'manual'
  | 'weekly';

export type BackupWork =
  | 'backup'
  /** A trial: the latest backup is restored beside the vault, and compared. */
  | 'drill';

export type Backups = {
  __typename?: 'Backups';
  /** When the next one is due; null where backups are made by hand. ISO 8601. */
  dueAt: Maybe<Scalars['String']['output']>;
  /** Why the last attempt failed, until one succeeds: at most one for each work. */
  failures: Array<BackupFailure>;
  /** Backups are planned, and the latest is older than the schedule allows, or there is none. */
  isStale: Scalars['Boolean']['output'];
  latest: Maybe<MadeBackup>;
  /** null while there is none. */
  plan: Maybe<BackupPlan>;
  proofDueAt: Maybe<Scalars['String']['output']>;
  /** The backup that a trial restored whole last. */
  proven: Maybe<ProvenBackup>;
  running: Maybe<BackupRun>;
};

export type BackupsPayload = {
  __typename?: 'BackupsPayload';
  backups: Backups;
  /** Their codes are those of `BackupFailure` as well. */
  errors: Maybe<Array<UserError>>;
};

/** A record that ties an eName to an identity by signatures. */
export type BindingDocument = {
  __typename?: 'BindingDocument';
  data: Scalars['JSON']['output'];
  /** The id of its meta envelope. */
  id: Scalars['String']['output'];
  ontology: Scalars['String']['output'];
  parsed: Maybe<Scalars['JSON']['output']>;
  signatures: Array<BindingDocumentSignature>;
  subject: Scalars['String']['output'];
  type: BindingDocumentType;
  /**
   * Whether each signature counts, in the order of `signatures`. Verified anew: for signers
   * elsewhere the registry and their vaults are asked, with answers up to a minute old.
   */
  verdicts: Array<SignatureVerdict>;
};

export type BindingDocumentConnection = {
  __typename?: 'BindingDocumentConnection';
  edges: Array<BindingDocumentEdge>;
  pageInfo: PageInfo;
  totalCount: Maybe<Scalars['Int']['output']>;
};

export type BindingDocumentEdge = {
  __typename?: 'BindingDocumentEdge';
  cursor: Scalars['String']['output'];
  node: BindingDocument;
};

export type BindingDocumentSignature = {
  __typename?: 'BindingDocumentSignature';
  signature: Scalars['String']['output'];
  /** An eName, or the URL of a provider's key. */
  signer: Scalars['String']['output'];
  /** ISO 8601, as the signer gave it. */
  timestamp: Scalars['String']['output'];
};

export type BindingDocumentSignatureInput = {
  signature: Scalars['String']['input'];
  signer: Scalars['String']['input'];
  timestamp: Scalars['String']['input'];
};

export type BindingDocumentType =
  | 'id_document'
  | 'personal_parameters'
  | 'photograph'
  | 'security_question'
  | 'self'
  | 'social_connection';

export type BulkChangePayload = {
  __typename?: 'BulkChangePayload';
  errorCount: Scalars['Int']['output'];
  errors: Maybe<Array<UserError>>;
  /** One for each id, in their order. */
  results: Array<BulkChangeResult>;
  successCount: Scalars['Int']['output'];
};

export type BulkChangeResult = {
  __typename?: 'BulkChangeResult';
  /** Why not: NOT_FOUND, for example. */
  code: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  message: Maybe<Scalars['String']['output']>;
  success: Scalars['Boolean']['output'];
};

export type BulkCreateMetaEnvelopesPayload = {
  __typename?: 'BulkCreateMetaEnvelopesPayload';
  errorCount: Scalars['Int']['output'];
  errors: Maybe<Array<UserError>>;
  results: Array<BulkMetaEnvelopeResult>;
  successCount: Scalars['Int']['output'];
};

export type BulkMetaEnvelopeInput = {
  acl: Array<Scalars['String']['input']>;
  /** Kept as it is, for migrations; the vault makes one when it is left out. */
  id?: InputMaybe<Scalars['ID']['input']>;
  ontology: Scalars['String']['input'];
  payload: Scalars['JSON']['input'];
};

export type BulkMetaEnvelopeResult = {
  __typename?: 'BulkMetaEnvelopeResult';
  error: Maybe<Scalars['String']['output']>;
  /** The record's id; for an item that failed, the one that was asked for. */
  id: Scalars['String']['output'];
  success: Scalars['Boolean']['output'];
};

export type CancelMovePayload = {
  __typename?: 'CancelMovePayload';
  /** How many records the move had brought to the other side. */
  brought: Scalars['Int']['output'];
  errors: Maybe<Array<UserError>>;
  /** Ids of the first that are still there. */
  left: Array<Scalars['String']['output']>;
  /** How many of them were taken away again. */
  removed: Scalars['Int']['output'];
};

export type ChangeKind =
  | 'CREATED'
  | 'DELETED'
  | 'RESTORED'
  | 'UPDATED';

export type ChangeSettingsPayload = {
  __typename?: 'ChangeSettingsPayload';
  errors: Maybe<Array<UserError>>;
  settings: Maybe<Settings>;
};

export type Consent = {
  __typename?: 'Consent';
  askedAt: Scalars['String']['output'];
  decidedAt: Maybe<Scalars['String']['output']>;
  /** A `ConsentDecision`, or `undecided`. */
  decision: Scalars['String']['output'];
  migrator: Scalars['Boolean']['output'];
  ontologies: Array<ConsentOntology>;
  /** Base URL or name, as the platform's token says it. */
  platform: Scalars['String']['output'];
  /** Refused while the owner has locked the app. */
  refusedWhileLocked: Scalars['Boolean']['output'];
  /** The registry made the platform prove itself; otherwise the name is only claimed. */
  verified: Scalars['Boolean']['output'];
};

/** `read` and `ontologies` leave ACLs in force; `everything` does not. */
export type ConsentDecision =
  | 'blocked'
  | 'everything'
  | 'ontologies'
  | 'read';

export type ConsentOntology = {
  __typename?: 'ConsentOntology';
  ontology: Scalars['String']['output'];
  write: Scalars['Boolean']['output'];
};

export type ConsentOntologyInput = {
  ontology: Scalars['String']['input'];
  write: Scalars['Boolean']['input'];
};

export type ConsentPreview = {
  __typename?: 'ConsentPreview';
  records: MetaEnvelopeConnection;
  totalCount: Scalars['Int']['output'];
  types: Array<OntologySummary>;
};


export type ConsentPreviewRecordsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type CreateBindingDocumentInput = {
  data: Scalars['JSON']['input'];
  ownerSignature: BindingDocumentSignatureInput;
  /** The eName being bound. */
  subject: Scalars['String']['input'];
  type: BindingDocumentType;
};

export type CreateBindingDocumentPayload = {
  __typename?: 'CreateBindingDocumentPayload';
  bindingDocument: Maybe<BindingDocument>;
  errors: Maybe<Array<UserError>>;
  metaEnvelopeId: Maybe<Scalars['String']['output']>;
};

export type CreateBindingDocumentSignatureInput = {
  bindingDocumentId: Scalars['String']['input'];
  signature: BindingDocumentSignatureInput;
};

export type CreateBindingDocumentSignaturePayload = {
  __typename?: 'CreateBindingDocumentSignaturePayload';
  bindingDocument: Maybe<BindingDocument>;
  errors: Maybe<Array<UserError>>;
};

export type CreateMetaEnvelopePayload = {
  __typename?: 'CreateMetaEnvelopePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelope: Maybe<MetaEnvelope>;
};

export type DecideConsentPayload = {
  __typename?: 'DecideConsentPayload';
  consent: Maybe<Consent>;
  errors: Maybe<Array<UserError>>;
};

export type Delivery = {
  __typename?: 'Delivery';
  /** Attempts since it was last delivered, replayed or given up. */
  attemptCount: Scalars['Int']['output'];
  /** Newest first, 100 at most, those of earlier versions of the record too. Kept as long as the access log. */
  attempts: Array<DeliveryAttempt>;
  /** When the record was changed. */
  changedAt: Scalars['String']['output'];
  /** When the platform received it; null where it has not. */
  deliveredAt: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  metaEnvelopeId: Scalars['String']['output'];
  /** When it is tried next; null unless it waits. */
  nextTryAt: Maybe<Scalars['String']['output']>;
  ontology: Scalars['String']['output'];
  /** Of the change: `create`, `update`, `delete` or `update_envelope_value`. */
  operation: Scalars['String']['output'];
  /** What the last attempt sent; where there was none, what would be sent now. null where nothing may be. */
  payload: Maybe<DeliveryPayload>;
  platform: Scalars['String']['output'];
  /**
   * Failed: REFUSED, GIVEN_UP, UNREACHABLE (given up while nobody answered: sent by itself when the
   * platform answers again). Withheld: NO_ACCESS, NOT_SUBSCRIBED, DELETED (and deletions are not
   * told), OWN_CHANGE (the platform made the newest change itself). null otherwise.
   */
  reason: Maybe<Scalars['String']['output']>;
  /** The change in the operation log. */
  sequence: Scalars['Int']['output'];
  state: DeliveryState;
};

export type DeliveryAttempt = {
  __typename?: 'DeliveryAttempt';
  at: Scalars['String']['output'];
  durationMs: Scalars['Int']['output'];
  /** Why it failed, for people. */
  error: Maybe<Scalars['String']['output']>;
  /** null for errors from before there were codes, too. */
  errorCode: Maybe<AttemptErrorCode>;
  errorDetail: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** 1 for the first. */
  number: Scalars['Int']['output'];
  ok: Scalars['Boolean']['output'];
  /** Beginning of what the platform answered, 500 characters at most. */
  response: Maybe<Scalars['String']['output']>;
  /** The change that was sent. */
  sequence: Scalars['Int']['output'];
  /** HTTP status; null where there was no answer. */
  status: Maybe<Scalars['Int']['output']>;
};

export type DeliveryCounts = {
  __typename?: 'DeliveryCounts';
  /** Packets that were given up. */
  failed: Scalars['Int']['output'];
  /** Platforms that are failing. */
  failingPlatforms: Scalars['Int']['output'];
  /** Packets on the way or waiting. */
  waiting: Scalars['Int']['output'];
};

/** All that is given has to hold. */
export type DeliveryFilterInput = {
  platform?: InputMaybe<Scalars['String']['input']>;
  /** A record's id. */
  record?: InputMaybe<Scalars['ID']['input']>;
  /** One of these. */
  states?: InputMaybe<Array<DeliveryState>>;
};

export type DeliveryMode =
  /** Packets hold the record's id and hash; the platform fetches it under its access rights. */
  | 'reference'
  /** Packets hold the record. */
  | 'value';

export type DeliveryPage = {
  __typename?: 'DeliveryPage';
  entries: Array<Delivery>;
  nextCursor: Maybe<Scalars['String']['output']>;
};

export type DeliveryPayload = {
  __typename?: 'DeliveryPayload';
  /** JSON as it was sent; null where that version is kept no more. */
  body: Maybe<Scalars['String']['output']>;
  /** Why there is no body, for people. */
  missing: Maybe<Scalars['String']['output']>;
  missingCode: Maybe<MissingPayloadCode>;
  /** Whether `body` was sent, or would be. */
  wasSent: Scalars['Boolean']['output'];
};

export type DeliveryPlatform = {
  __typename?: 'DeliveryPlatform';
  /** Packets on the way or waiting. */
  backlog: Scalars['Int']['output'];
  /** When the oldest of them was changed; ISO 8601. */
  backlogSince: Maybe<Scalars['String']['output']>;
  /** Different records it has received, those by reference too. */
  disclosed: Scalars['Int']['output'];
  /** Where packets go. */
  endpoint: Scalars['String']['output'];
  /** Packets that were given up, and can be replayed. */
  failed: Scalars['Int']['output'];
  /** Since when it is failing. */
  failingSince: Maybe<Scalars['String']['output']>;
  /** Whether it is the awareness service, which tells the platforms. */
  isService: Scalars['Boolean']['output'];
  /** Why the last attempt failed, for people; null where it did not. */
  lastError: Maybe<Scalars['String']['output']>;
  /** null for errors from before there were codes, too. */
  lastErrorCode: Maybe<AttemptErrorCode>;
  lastErrorDetail: Maybe<Scalars['String']['output']>;
  lastFailureAt: Maybe<Scalars['String']['output']>;
  lastSuccessAt: Maybe<Scalars['String']['output']>;
  /** When a failing platform is tried next. */
  nextTryAt: Maybe<Scalars['String']['output']>;
  /** In the form in which platforms are compared. */
  platform: Scalars['String']['output'];
  settings: DeliverySettings;
  state: DeliveryPlatformState;
  /** How the platform itself wants to be told; null where it has not said. */
  subscription: Maybe<DeliverySubscription>;
  /** Of the last 100 attempts, from 0 to 1; null where there are none. */
  successRate: Maybe<Scalars['Float']['output']>;
};

export type DeliveryPlatformPayload = {
  __typename?: 'DeliveryPlatformPayload';
  errors: Maybe<Array<UserError>>;
  platform: Maybe<DeliveryPlatform>;
};

export type DeliveryPlatformState =
  /** The last packet did not arrive: one at a time is tried until one does. */
  | 'failing'
  | 'healthy'
  /** The owner's decision does not let it read: it is told of nothing. */
  | 'notAllowed'
  /** By the owner: packets wait. */
  | 'paused'
  /** The registry lists it no more: packets wait. */
  | 'unlisted';

export type DeliverySecretPayload = {
  __typename?: 'DeliverySecretPayload';
  errors: Maybe<Array<UserError>>;
  platform: Maybe<DeliveryPlatform>;
  /** Text; its UTF-8 bytes are the key of the HMAC. */
  secret: Maybe<Scalars['String']['output']>;
};

export type DeliverySettings = {
  __typename?: 'DeliverySettings';
  /** Whether it is told of deletions. Platforms that don't know such packets may stumble over them. */
  deletes: Scalars['Boolean']['output'];
  /** Whether packets are signed with a secret. */
  hasSecret: Scalars['Boolean']['output'];
  mode: DeliveryMode;
  /** Types it is told of; null for all. */
  ontologies: Maybe<Array<Scalars['String']['output']>>;
  paused: Scalars['Boolean']['output'];
  /** Whether its address may be a private one, as in a home or company network. */
  privateAddresses: Scalars['Boolean']['output'];
};

export type DeliverySettingsInput = {
  /** True for all types, whatever `ontologies` says. */
  allOntologies?: InputMaybe<Scalars['Boolean']['input']>;
  deletes?: InputMaybe<Scalars['Boolean']['input']>;
  mode?: InputMaybe<DeliveryMode>;
  /** Types it is told of. */
  ontologies?: InputMaybe<Array<Scalars['String']['input']>>;
  paused?: InputMaybe<Scalars['Boolean']['input']>;
  privateAddresses?: InputMaybe<Scalars['Boolean']['input']>;
};

export type DeliveryState =
  | 'delivered'
  /** Given up: the platform refused it, or all attempts failed. Can be replayed. */
  | 'failed'
  /** On its way now. */
  | 'sending'
  /** Not yet sent, or to be tried again. */
  | 'waiting'
  /** Not sent, because the platform may not have it or does not want it: `reason` says why. */
  | 'withheld';

/** What a platform wants to be told of. The owner's settings go before it. */
export type DeliverySubscription = {
  __typename?: 'DeliverySubscription';
  byReference: Scalars['Boolean']['output'];
  deletions: Scalars['Boolean']['output'];
  /** Types; null for all. */
  ontologies: Maybe<Array<Scalars['String']['output']>>;
};

export type Disclosure = {
  __typename?: 'Disclosure';
  /** False where the platform never said that it received it: it may have. */
  acknowledged: Scalars['Boolean']['output'];
  /** When it was first sent. */
  at: Scalars['String']['output'];
  /** As the operation log has it. */
  envelopeHash: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Whether that is still what the record is. */
  isCurrent: Scalars['Boolean']['output'];
  /** Whether it was told that the record is deleted. */
  isDeletion: Scalars['Boolean']['output'];
  metaEnvelopeId: Scalars['String']['output'];
  mode: DeliveryMode;
  ontology: Scalars['String']['output'];
  /** The change in the operation log. */
  sequence: Scalars['Int']['output'];
};

export type DisclosurePage = {
  __typename?: 'DisclosurePage';
  entries: Array<Disclosure>;
  nextCursor: Maybe<Scalars['String']['output']>;
};

/** One field of a record. */
export type Envelope = {
  __typename?: 'Envelope';
  fieldKey: Scalars['String']['output'];
  id: Scalars['String']['output'];
  /** Repeats `fieldKey`, as older clients expect. */
  ontology: Scalars['String']['output'];
  value: Maybe<Scalars['JSON']['output']>;
  /** One of string, number, boolean, object, array, null. */
  valueType: Maybe<Scalars['String']['output']>;
};

export type ExportPayload = {
  __typename?: 'ExportPayload';
  errors: Maybe<Array<UserError>>;
  run: Maybe<ExportRun>;
};

export type ExportProblem = {
  __typename?: 'ExportProblem';
  item: Scalars['String']['output'];
  reason: Scalars['String']['output'];
};

export type ExportRun = {
  __typename?: 'ExportRun';
  /** What is in the archive; null until it is whole. */
  archive: Maybe<ExportedArchive>;
  /** Bytes that were read; `total` is about how many there are, and null until that is known. */
  done: Scalars['Float']['output'];
  /** Why it failed. */
  failure: Maybe<UserError>;
  file: Scalars['String']['output'];
  /** ISO 8601. */
  startedAt: Scalars['String']['output'];
  state: ExportState;
  total: Maybe<Scalars['Float']['output']>;
};

export type ExportState =
  | 'cancelled'
  | 'done'
  | 'failed'
  | 'running'
  /** The owner is asked whether the archive is to be signed. */
  | 'signing';

export type ExportedArchive = {
  __typename?: 'ExportedArchive';
  files: Scalars['Int']['output'];
  problemCount: Scalars['Int']['output'];
  /** What could not be read; the first ones. `problems.ndjson` in the archive names all of them. */
  problems: Array<ExportProblem>;
  records: Scalars['Int']['output'];
  /** By the owner's key. */
  signed: Scalars['Boolean']['output'];
};

export type FieldComparison =
  /** More than the value. */
  | 'after'
  /** Less than the value: numbers as numbers, everything else as text, as ISO dates want it. */
  | 'before'
  /** A text, number or boolean in the field, at any depth, holds the value; in any case. */
  | 'contains'
  /** A text, number or boolean in the field, at any depth, is the value; in any case. */
  | 'equals';

export type FieldConditionInput = {
  /** A field of the payload. */
  field: Scalars['String']['input'];
  is: FieldComparison;
  value: Scalars['String']['input'];
};

export type ForeignBindingDocument = {
  __typename?: 'ForeignBindingDocument';
  data: Scalars['JSON']['output'];
  /** Lower-case hex SHA-256 of what a signature covers. */
  digest: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Why the owner can't sign it; null when they can. */
  refusal: Maybe<Scalars['String']['output']>;
  signatures: Array<BindingDocumentSignature>;
  subject: Scalars['String']['output'];
  type: BindingDocumentType;
  /** Whose vault it is in. */
  vault: Scalars['String']['output'];
  /** Of each signature, in their order. */
  verdicts: Array<SignatureVerdict>;
};

export type ForeignBindingDocumentPayload = {
  __typename?: 'ForeignBindingDocumentPayload';
  document: Maybe<ForeignBindingDocument>;
  errors: Maybe<Array<UserError>>;
};

export type GivenUpDeliveries = {
  __typename?: 'GivenUpDeliveries';
  count: Scalars['Int']['output'];
  platform: Scalars['String']['output'];
  /** When the first of them was given up; ISO 8601. */
  since: Scalars['String']['output'];
};

export type Identity = {
  __typename?: 'Identity';
  ename: Scalars['String']['output'];
  evaultId: Scalars['String']['output'];
  /** What keeps the private keys, for people. */
  keychain: Scalars['String']['output'];
  /** True when whoever reads this disk has the keys. */
  keychainWeak: Scalars['Boolean']['output'];
  /** True when no current key is in the keychain: nothing can be signed until there is one. */
  keyless: Scalars['Boolean']['output'];
  /** Those in use first. */
  keys: Array<IdentityKey>;
  /** The identity log, oldest entry first; it was found valid. */
  log: Array<IdentityLogEntry>;
  /** Who may approve a recovery; null while nobody may. */
  trust: Maybe<TrustList>;
};

export type IdentityKey = {
  __typename?: 'IdentityKey';
  /** Who added it; null for this computer's own keys. */
  addedBy: Maybe<Scalars['String']['output']>;
  /** Until when the registry vouches for it; ISO 8601. null when it does not. */
  certifiedUntil: Maybe<Scalars['String']['output']>;
  /** How the owner calls the device; null for this computer's own keys. */
  device: Maybe<Scalars['String']['output']>;
  /** In the identity log; other keys were added beside it. */
  isInLog: Scalars['Boolean']['output'];
  /** The key this computer signs with. */
  isThisComputer: Scalars['Boolean']['output'];
  /**
   * When it last signed something this vault found good: tokens, binding documents, the operation
   * log. ISO 8601, to the minute; null when it never did.
   */
  lastUsedAt: Maybe<Scalars['String']['output']>;
  /** Multibase. */
  publicKey: Scalars['String']['output'];
  /** ISO 8601. */
  since: Scalars['String']['output'];
  state: IdentityKeyState;
  /** ISO 8601; null while it is in use. */
  until: Maybe<Scalars['String']['output']>;
};

export type IdentityKeyState =
  | 'current'
  /** Was replaced by another; what it signed in its time stays valid. */
  | 'retired'
  /** Was ended by the owner. */
  | 'revoked';

/** Format and rules: src/w3id/README.md. */
export type IdentityLogEntry = {
  __typename?: 'IdentityLogEntry';
  /** eNames that approved it; only in a recovery. */
  approvedBy: Array<Scalars['String']['output']>;
  /** The entry as it was signed. */
  entry: Scalars['JSON']['output'];
  nextKeyHashes: Array<Scalars['String']['output']>;
  operation: Scalars['String']['output'];
  /** Keys that signed it. */
  signedBy: Array<Scalars['String']['output']>;
  updateKeys: Array<Scalars['String']['output']>;
  versionId: Scalars['String']['output'];
  versionTime: Scalars['String']['output'];
};

export type IdentityPayload = {
  __typename?: 'IdentityPayload';
  errors: Maybe<Array<UserError>>;
  identity: Maybe<Identity>;
};

export type InboundCallerKind =
  | 'anonymous'
  | 'owner'
  | 'person'
  | 'platform'
  /** It came with a token that does not hold. */
  | 'refusedToken';

export type InboundNews = {
  __typename?: 'InboundNews';
  /** How many more there were. */
  leftOut: Scalars['Int']['output'];
  /** Those since the last news, newest first; 50 at most. */
  requests: Array<InboundRequest>;
};

export type InboundRequest = {
  __typename?: 'InboundRequest';
  /** Where it came from, as our forwarder or the nearest proxy says; `unknown` where none does. */
  address: Scalars['String']['output'];
  /** With its headers. */
  bytesIn: Scalars['Float']['output'];
  /** As the logs have it; null where nobody looked. */
  caller: Maybe<Scalars['String']['output']>;
  callerKind: Maybe<InboundCallerKind>;
  /** The platform or eName. */
  callerName: Maybe<Scalars['String']['output']>;
  durationMs: Scalars['Int']['output'];
  /** Grows with each request; begins anew when the vault starts. */
  id: Scalars['ID']['output'];
  /** Null where it was no HTTP. */
  method: Maybe<Scalars['String']['output']>;
  /** The GraphQL fields it asked for. */
  operation: Maybe<Scalars['String']['output']>;
  /** The pattern of its path; null where there is no such path. */
  route: Maybe<Scalars['String']['output']>;
  /** Of HTTP; null where the connection ended without an answer. */
  status: Maybe<Scalars['Int']['output']>;
  /** When it began. */
  timestamp: Scalars['String']['output'];
  verdict: InboundVerdict;
};

export type InboundVerdict =
  /** There was no answer, or the vault could not give one. */
  | 'failed'
  /** The caller asks too often, or too much was under way. */
  | 'limited'
  /** The caller may not, or asked for what is not there. */
  | 'refused'
  | 'served';

export type KnownOntology = {
  __typename?: 'KnownOntology';
  id: Scalars['ID']['output'];
  title: Scalars['String']['output'];
};

export type LogIntegrity = {
  __typename?: 'LogIntegrity';
  /** The first entry that is not what it was, or is missing. */
  brokenSequence: Maybe<Scalars['Int']['output']>;
  entries: Scalars['Int']['output'];
  reason: Maybe<Scalars['String']['output']>;
  /** The newest entry the owner's key vouches for; those after it are chained, not yet signed. */
  signedSequence: Scalars['Int']['output'];
  whole: Scalars['Boolean']['output'];
};

export type MadeBackup = {
  __typename?: 'MadeBackup';
  /** What was new at the place. */
  added: Scalars['Float']['output'];
  at: Scalars['String']['output'];
  bytes: Scalars['Float']['output'];
  id: Scalars['ID']['output'];
};

/** A typed record: an ontology and one envelope for each field of its payload. */
export type MetaEnvelope = {
  __typename?: 'MetaEnvelope';
  /** eNames that may read and write the record, or `*` for public reading. */
  acl: Array<Scalars['String']['output']>;
  /**
   * The payload for a line in a list: long texts are cut, around what was searched for, and what
   * comes after 200 values is left out.
   */
  brief: Scalars['JSON']['output'];
  /** ISO 8601, UTC. */
  createdAt: Scalars['String']['output'];
  envelopes: Array<Envelope>;
  id: Scalars['String']['output'];
  ontology: Scalars['String']['output'];
  /** The payload as it was stored. */
  parsed: Maybe<Scalars['JSON']['output']>;
  /** Another one for each content and access list. */
  revision: Scalars['String']['output'];
};


/** A typed record: an ontology and one envelope for each field of its payload. */
export type MetaEnvelopeBriefArgs = {
  around?: InputMaybe<Scalars['String']['input']>;
};

export type MetaEnvelopeChange = {
  __typename?: 'MetaEnvelopeChange';
  id: Scalars['ID']['output'];
  kind: ChangeKind;
  /** The record after the change; null when it was deleted. */
  metaEnvelope: Maybe<MetaEnvelope>;
  ontology: Scalars['String']['output'];
};

export type MetaEnvelopeConnection = {
  __typename?: 'MetaEnvelopeConnection';
  edges: Array<MetaEnvelopeEdge>;
  pageInfo: PageInfo;
  /** How many records the caller may read under this filter. */
  totalCount: Maybe<Scalars['Int']['output']>;
};

export type MetaEnvelopeEdge = {
  __typename?: 'MetaEnvelopeEdge';
  cursor: Scalars['String']['output'];
  node: MetaEnvelope;
};

export type MetaEnvelopeFilterInput = {
  /** Records whose ACL holds this name; `*` for those that are public. */
  acl?: InputMaybe<Scalars['String']['input']>;
  /** ISO 8601: created then or later. */
  createdAfter?: InputMaybe<Scalars['String']['input']>;
  /** ISO 8601: created earlier. */
  createdBefore?: InputMaybe<Scalars['String']['input']>;
  /** Ten at most. */
  fields?: InputMaybe<Array<FieldConditionInput>>;
  /** Whether the ACL holds nobody but the owner. */
  isPrivate?: InputMaybe<Scalars['Boolean']['input']>;
  ontologyId?: InputMaybe<Scalars['ID']['input']>;
  search?: InputMaybe<MetaEnvelopeSearchInput>;
  /**
   * A caller, as the logs have it, who created or changed the record as far back as the log goes; a
   * platform in any of its spellings.
   */
  writtenBy?: InputMaybe<Scalars['String']['input']>;
};

export type MetaEnvelopeInput = {
  /** eNames that may read and write the record, or `*` for public reading. */
  acl: Array<Scalars['String']['input']>;
  /**
   * For an update: the record's `revision` as it was read. One that was changed since is not updated;
   * the error is CHANGED_MEANWHILE.
   */
  ifRevision?: InputMaybe<Scalars['String']['input']>;
  /** The ontology's schema id. */
  ontology: Scalars['String']['input'];
  /** An object; each of its fields becomes an envelope. */
  payload: Scalars['JSON']['input'];
};

export type MetaEnvelopeSearchInput = {
  caseSensitive?: InputMaybe<Scalars['Boolean']['input']>;
  /** Names of the payload's fields to look into; all of them when left out. */
  fields?: InputMaybe<Array<Scalars['String']['input']>>;
  mode?: InputMaybe<SearchMode>;
  /** Plain characters, 1,000 at most; without it the search is no filter. */
  term?: InputMaybe<Scalars['String']['input']>;
};

export type MissingPayloadCode =
  /** The record is, and the platform is not told of deletions. */
  | 'DELETED'
  | 'NOT_SUBSCRIBED'
  /** The platform may not read the record. */
  | 'NO_ACCESS'
  /** The platform made the newest change itself. */
  | 'OWN_CHANGE'
  /** That version of the record is kept no more, or the owner's key was replaced since it was sent. */
  | 'VERSION_GONE';

export type Move = {
  __typename?: 'Move';
  access: MoveAccess;
  /** Records that the move has brought to the target, and that are there. */
  brought: Scalars['Int']['output'];
  direction: MoveDirection;
  /** For how long nothing could be written; null before the switch. */
  frozenMs: Maybe<Scalars['Int']['output']>;
  /** Whether the other vault shows ACLs to its owner, and makes room for names. */
  helps: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  isRunning: Scalars['Boolean']['output'];
  /** Records that the other vault did not take, or has others of the same id. */
  leftBehind: Scalars['Int']['output'];
  /** Why it stands still, for people; null while it does not. */
  problem: Maybe<Scalars['String']['output']>;
  report: Maybe<MoveReport>;
  /** ISO 8601. */
  startedAt: Scalars['String']['output'];
  state: MoveState;
  steps: Array<MoveStep>;
  switchedAt: Maybe<Scalars['String']['output']>;
  /** Where the registry is sent; null until the other vault has said so. */
  uri: Maybe<Scalars['String']['output']>;
  url: Scalars['String']['output'];
};

/** How we are let in at the other vault. */
export type MoveAccess =
  /** By tokens signed with the owner's key. */
  | 'owner'
  /** By a platform token of our registry. */
  | 'platform'
  /** By a token that the owner has; it is never kept. */
  | 'token';

export type MoveDirection =
  | 'in'
  | 'out';

export type MovePayload = {
  __typename?: 'MovePayload';
  errors: Maybe<Array<UserError>>;
  move: Maybe<Move>;
};

export type MoveReport = {
  __typename?: 'MoveReport';
  comparedWithAcl: Scalars['Int']['output'];
  comparedWithoutAcl: Scalars['Int']['output'];
  files: Scalars['Int']['output'];
  from: Scalars['String']['output'];
  frozenMs: Scalars['Int']['output'];
  /** All of it, to be kept as a file. */
  json: Scalars['String']['output'];
  notMoved: Array<NotMoved>;
  records: Scalars['Int']['output'];
  to: Scalars['String']['output'];
};

export type MoveState =
  | 'cancelled'
  | 'copying'
  /** All is there and was compared; it waits for `switchMove`. */
  | 'ready'
  | 'released'
  | 'returned'
  /** On its way back to before the switch: it comes to `returned`, or is `switched` as before. */
  | 'returning'
  | 'switched'
  | 'switching';

export type MoveStep = {
  __typename?: 'MoveStep';
  done: Scalars['Int']['output'];
  state: MoveStepState;
  step: MoveStepName;
  /** null where nobody knows how many there are. */
  total: Maybe<Scalars['Int']['output']>;
};

export type MoveStepName =
  | 'check'
  | 'copy'
  | 'files'
  | 'freeze'
  | 'last_changes'
  | 'logs'
  | 'reach'
  | 'settle'
  | 'switch';

export type MoveStepState =
  | 'done'
  | 'running'
  | 'waiting';

export type Mutation = {
  __typename?: 'Mutation';
  /** Lets a key of another device speak for the eName: multibase, P-256. */
  addKey: IdentityPayload;
  /**
   * Asks the owner, signs the session of a `w3ds://auth` or `w3ds://sign` link, and sends the answer
   * to the platform. A session that was signed or refused before is refused.
   */
  answerPlatform: PlatformSessionPayload;
  /**
   * Signs that the asker may get the new keys; the app asks the owner to confirm it. Compare the
   * fingerprints with the asker before, by voice.
   */
  approveRecovery: RecoveryRequestPayload;
  /** Adds a waiting signature to its document. */
  approveSignature: CreateBindingDocumentSignaturePayload;
  /** Makes a backup; the answer comes once it has begun. */
  backUpNow: BackupsPayload;
  /**
   * Stores up to 1,000 records, each by itself: a bad one never fails its neighbours.
   * `skipWebhooks` counts only for platforms the owner has marked as migrators.
   */
  bulkCreateMetaEnvelopes: BulkCreateMetaEnvelopesPayload;
  /** Ends what is running. The backups that are there stay whole. */
  cancelBackupWork: BackupsPayload;
  /** Ends it. Nothing of it is left. */
  cancelExport: ExportPayload;
  /** Ends a move that was not switched. `remove` takes away again what was brought there. */
  cancelMove: CancelMovePayload;
  /** Ends the recovery that is pending, for good. */
  cancelRecovery: RecoveryPayload;
  /** Changes when backups are made and which are kept. */
  changeBackups: BackupsPayload;
  /** Changes the settings that are given. They count for what is not yet sent, too. */
  changeDeliverySettings: DeliveryPlatformPayload;
  /** Changes the settings that are given. */
  changeSettings: ChangeSettingsPayload;
  /** Stores a binding document with the owner's signature, which is verified. */
  createBindingDocument: CreateBindingDocumentPayload;
  /**
   * Adds a signature, which is verified. Where the owner wants to approve counterparties, the
   * document comes back as it stands, with the error code PENDING_OWNER_APPROVAL.
   */
  createBindingDocumentSignature: CreateBindingDocumentSignaturePayload;
  /** Stores a record. Works without a Bearer token where the owner's policy allows it. */
  createMetaEnvelope: CreateMetaEnvelopePayload;
  /** Decides what a platform may do; counts from its next request on. */
  decideConsent: DecideConsentPayload;
  /** Says no, or takes back an approval while the asker waits. */
  declineRecovery: RecoveryRequestPayload;
  /** Legacy: use `removeMetaEnvelope`. */
  deleteMetaEnvelope: Scalars['Boolean']['output'];
  /** Forgets a signature that was sent. It stays where it was delivered. */
  forgetSentSignature: Scalars['Boolean']['output'];
  /**
   * Makes a new secret that packets for the platform are signed with from now on. Shown here and never
   * again; the one before is forgotten.
   */
  makeDeliverySecret: DeliverySecretPayload;
  /**
   * Fetches a binding document out of somebody else's vault, which is found through the registry.
   * The app asks the owner before it speaks for them there.
   */
  openForeignBindingDocument: ForeignBindingDocumentPayload;
  /** Restores the latest backup as a trial and compares it; the answer comes once it has begun. */
  proveBackup: BackupsPayload;
  /**
   * Says whether a platform that was decided about is refused while the owner has locked the app;
   * deliveries to it wait meanwhile.
   */
  refuseWhileLocked: DecideConsentPayload;
  /** Drops a waiting signature. */
  rejectSignature: Scalars['Boolean']['output'];
  /** Ends the time in which one can go back. `confirmation` is the eName. Nothing is deleted. */
  releaseMove: MovePayload;
  removeDeliverySecret: DeliveryPlatformPayload;
  /** Deletes a record with all its envelopes. */
  removeMetaEnvelope: RemoveMetaEnvelopePayload;
  /** Deletes up to 1,000 records, each by itself: one that fails never fails its neighbours. */
  removeMetaEnvelopes: BulkChangePayload;
  /**
   * Takes the trust list away: from then on only a recovery kit brings lost keys back. Renews the
   * key; the app asks the owner to confirm it.
   */
  removeTrust: IdentityPayload;
  /** Sends a platform once more each record that was changed then or later, as it is now. */
  replayDeliveries: ReplayDeliveriesPayload;
  /** Sends a record once more, as it is now, whatever became of the delivery. */
  replayDelivery: ReplayDeliveryPayload;
  /** Sends the same answer again that the platform has not taken. */
  resendPlatformAnswer: PlatformSessionPayload;
  /** Delivers a signature again that could not be delivered. */
  resendSignature: SentSignaturePayload;
  /** Takes a deleted record back from the trash, as it was. */
  restoreMetaEnvelope: RestoreMetaEnvelopePayload;
  /** Gives a record the content of an earlier version; a deleted one returns. */
  restoreVersion: RestoreMetaEnvelopePayload;
  /** Goes on with a move that stands still; the token, where one was typed, is needed again. */
  resumeMove: MovePayload;
  /** Has the registry send those who ask to where they were sent before the switch. */
  returnMove: MovePayload;
  /** Forgets a platform: it has to ask again, where the policy is to ask. */
  revokeConsent: Scalars['Boolean']['output'];
  /** Ends a key of another device, from the next request on. It can't come back. */
  revokeKey: IdentityPayload;
  /**
   * Replaces the key of this computer by the one that was committed to. The app asks the owner to
   * confirm it.
   */
  rotateKey: IdentityPayload;
  /** Sends a packet that is about no record, at once and once. Answers when the platform has, 5 s at most. */
  sendTestPacket: TestPacketPayload;
  /** Sets who may read and write a record. */
  setAcl: RestoreMetaEnvelopePayload;
  /** Sets who may read and write up to 1,000 records, each by itself. */
  setAcls: BulkChangePayload;
  /**
   * Sets who may approve a recovery, how many of them have to, and how long it waits (0 seconds to
   * 10 years). Renews the key; the app asks the owner to confirm it.
   */
  setTrust: IdentityPayload;
  /** Makes a binding document about the owner and signs it with the owner's key. */
  signBindingDocument: CreateBindingDocumentPayload;
  /**
   * Signs a document of somebody else and delivers the signature. `digest` is the one of the document
   * as it was shown: another one is not signed.
   */
  signForeignBindingDocument: SentSignaturePayload;
  /** Begins backups at a place that holds none (`begin`), or takes up those of this vault that are there. Then makes one. */
  startBackups: BackupsPayload;
  /** Writes everything to a new file, which is not encrypted; the answer comes once it has begun. */
  startExport: ExportPayload;
  /**
   * Begins to move this vault to another (`out`), or the one of this eName at another address to here
   * (`in`). Copies and compares; nothing is switched before `switchMove`.
   */
  startMove: MovePayload;
  /** Makes new keys and asks everybody on the trust list to approve them; only while `keyless`. */
  startRecovery: RecoveryPayload;
  /** Forgets the place and its secret. The backups that are there stay. */
  stopBackups: BackupsPayload;
  /** Legacy: use `createMetaEnvelope`. */
  storeMetaEnvelope: StoreMetaEnvelopeResult;
  /** Takes the last changes along, and has the registry send those who ask to the other vault. */
  switchMove: MovePayload;
  /**
   * Takes the latest decision about a platform back, or that it was forgotten: what held before holds
   * again, also that it waits. False where there is none since the vault was opened.
   */
  undoConsent: Scalars['Boolean']['output'];
  /** Legacy: replaces the value of one envelope. */
  updateEnvelopeValue: Scalars['Boolean']['output'];
  /**
   * Replaces a record's content. Fields that stay keep the id of their envelope. An id the vault
   * does not hold is created in place.
   */
  updateMetaEnvelope: UpdateMetaEnvelopePayload;
  /** Legacy: use `updateMetaEnvelope`. */
  updateMetaEnvelopeById: StoreMetaEnvelopeResult;
  /**
   * Stores a file of up to 250 MB and a record of ontology `w3ds-file-v1` that stands for it.
   * `content` larger than 8 MiB must come in a variable.
   */
  uploadFile: UploadFilePayload;
};


export type MutationAddKeyArgs = {
  device: Scalars['String']['input'];
  publicKey: Scalars['String']['input'];
};


export type MutationAnswerPlatformArgs = {
  uri: Scalars['String']['input'];
};


export type MutationApproveRecoveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationApproveSignatureArgs = {
  id: Scalars['ID']['input'];
};


export type MutationBulkCreateMetaEnvelopesArgs = {
  inputs: Array<BulkMetaEnvelopeInput>;
  skipWebhooks?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationCancelMoveArgs = {
  remove?: Scalars['Boolean']['input'];
};


export type MutationChangeBackupsArgs = {
  changes: BackupChanges;
};


export type MutationChangeDeliverySettingsArgs = {
  changes: DeliverySettingsInput;
  platform: Scalars['String']['input'];
};


export type MutationChangeSettingsArgs = {
  changes: SettingsInput;
};


export type MutationCreateBindingDocumentArgs = {
  input: CreateBindingDocumentInput;
};


export type MutationCreateBindingDocumentSignatureArgs = {
  input: CreateBindingDocumentSignatureInput;
};


export type MutationCreateMetaEnvelopeArgs = {
  input: MetaEnvelopeInput;
};


export type MutationDecideConsentArgs = {
  decision: ConsentDecision;
  migrator?: InputMaybe<Scalars['Boolean']['input']>;
  ontologies?: InputMaybe<Array<ConsentOntologyInput>>;
  platform: Scalars['String']['input'];
};


export type MutationDeclineRecoveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteMetaEnvelopeArgs = {
  id: Scalars['String']['input'];
};


export type MutationForgetSentSignatureArgs = {
  id: Scalars['ID']['input'];
};


export type MutationMakeDeliverySecretArgs = {
  platform: Scalars['String']['input'];
};


export type MutationOpenForeignBindingDocumentArgs = {
  ename: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


export type MutationRefuseWhileLockedArgs = {
  platform: Scalars['String']['input'];
  refused: Scalars['Boolean']['input'];
};


export type MutationRejectSignatureArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReleaseMoveArgs = {
  confirmation: Scalars['String']['input'];
};


export type MutationRemoveDeliverySecretArgs = {
  platform: Scalars['String']['input'];
};


export type MutationRemoveMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveMetaEnvelopesArgs = {
  ids: Array<Scalars['ID']['input']>;
};


export type MutationReplayDeliveriesArgs = {
  platform: Scalars['String']['input'];
  since: Scalars['String']['input'];
};


export type MutationReplayDeliveryArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResendPlatformAnswerArgs = {
  id: Scalars['ID']['input'];
};


export type MutationResendSignatureArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreVersionArgs = {
  versionId: Scalars['ID']['input'];
};


export type MutationResumeMoveArgs = {
  token?: InputMaybe<Scalars['String']['input']>;
};


export type MutationReturnMoveArgs = {
  token?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRevokeConsentArgs = {
  platform: Scalars['String']['input'];
};


export type MutationRevokeKeyArgs = {
  publicKey: Scalars['String']['input'];
};


export type MutationSendTestPacketArgs = {
  platform: Scalars['String']['input'];
};


export type MutationSetAclArgs = {
  acl: Array<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
  ifRevision?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSetAclsArgs = {
  acl: Array<Scalars['String']['input']>;
  ids: Array<Scalars['ID']['input']>;
};


export type MutationSetTrustArgs = {
  threshold: Scalars['Int']['input'];
  trusted: Array<Scalars['String']['input']>;
  waitSeconds?: Scalars['Int']['input'];
};


export type MutationSignBindingDocumentArgs = {
  data: Scalars['JSON']['input'];
  type: BindingDocumentType;
};


export type MutationSignForeignBindingDocumentArgs = {
  digest: Scalars['String']['input'];
  ename: Scalars['String']['input'];
  id: Scalars['ID']['input'];
};


export type MutationStartBackupsArgs = {
  input: StartBackupsInput;
};


export type MutationStartExportArgs = {
  file: Scalars['String']['input'];
};


export type MutationStartMoveArgs = {
  input: StartMoveInput;
};


export type MutationStoreMetaEnvelopeArgs = {
  input: MetaEnvelopeInput;
};


export type MutationUndoConsentArgs = {
  platform: Scalars['String']['input'];
};


export type MutationUpdateEnvelopeValueArgs = {
  envelopeId: Scalars['String']['input'];
  newValue: Scalars['JSON']['input'];
};


export type MutationUpdateMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
  input: MetaEnvelopeInput;
};


export type MutationUpdateMetaEnvelopeByIdArgs = {
  id: Scalars['String']['input'];
  input: MetaEnvelopeInput;
};


export type MutationUploadFileArgs = {
  input: UploadFileInput;
};

export type NotMoved = {
  __typename?: 'NotMoved';
  /** null where nobody can tell. */
  count: Maybe<Scalars['Int']['output']>;
  items: Array<Scalars['String']['output']>;
  /** records, conflicts, acls, files, bindings, signatures, ontologies, log, versions, trash, consents, settings, passphrase, keys, identity-log, former-id, deliveries, webhooks, addresses. */
  kind: Scalars['String']['output'];
  reason: Scalars['String']['output'];
};

export type Notary = {
  __typename?: 'Notary';
  ename: Scalars['String']['output'];
  name: Maybe<Scalars['String']['output']>;
  url: Scalars['String']['output'];
};

export type OntologySummary = {
  __typename?: 'OntologySummary';
  count: Scalars['Int']['output'];
  ontology: Scalars['String']['output'];
  /** From the ontology, or null where the vault does not know it. */
  title: Maybe<Scalars['String']['output']>;
};

export type OperationLogEntry = {
  __typename?: 'OperationLogEntry';
  caller: Scalars['String']['output'];
  envelopeHash: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  metaEnvelopeId: Scalars['String']['output'];
  ontology: Scalars['String']['output'];
  operation: Scalars['String']['output'];
  platform: Maybe<Scalars['String']['output']>;
  sequence: Scalars['Int']['output'];
  timestamp: Scalars['String']['output'];
};

/** All that is given has to hold. */
export type OperationLogFilterInput = {
  /** As the log has it; a platform in any spelling. */
  caller?: InputMaybe<Scalars['String']['input']>;
  ontology?: InputMaybe<Scalars['String']['input']>;
  operation?: InputMaybe<Scalars['String']['input']>;
  /** A record's id. */
  record?: InputMaybe<Scalars['ID']['input']>;
  /** ISO 8601: then or later. */
  since?: InputMaybe<Scalars['String']['input']>;
  /** ISO 8601: earlier. */
  until?: InputMaybe<Scalars['String']['input']>;
};

export type OperationLogPage = {
  __typename?: 'OperationLogPage';
  entries: Array<OperationLogEntry>;
  nextCursor: Maybe<Scalars['String']['output']>;
};

export type OwnRegistry = {
  __typename?: 'OwnRegistry';
  /** Whether the owner lets everybody read it (the setting `readRegistry`). */
  isOpen: Scalars['Boolean']['output'];
  /** Where others read it; null while it is not open, or the vault has no proven public address. */
  publicUrl: Maybe<Scalars['String']['output']>;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor: Maybe<Scalars['String']['output']>;
};

export type PendingSignature = {
  __typename?: 'PendingSignature';
  document: BindingDocument;
  id: Scalars['ID']['output'];
  requestedAt: Scalars['String']['output'];
  requestedBy: Scalars['String']['output'];
  signer: Scalars['String']['output'];
  timestamp: Scalars['String']['output'];
  /** As it would be, were it approved now. Checked each time it is asked for: asks the registry, and the signer's vault. */
  verdict: SignatureVerdict;
};

export type PlatformListing =
  | 'listed'
  /** The registry could not be asked. */
  | 'unknown'
  | 'unlisted';

export type PlatformSession = {
  __typename?: 'PlatformSession';
  action: PlatformSessionAction;
  /** ISO 8601. */
  askedAt: Scalars['String']['output'];
  /** Why it was not taken, in English. */
  error: Maybe<Scalars['String']['output']>;
  errorCode: Maybe<AttemptErrorCode>;
  /** What the code names. */
  errorDetail: Maybe<Scalars['String']['output']>;
  /** Where the answer goes, with its port. */
  host: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** Whether the registry listed a platform at this host when it was asked. */
  listing: PlatformListing;
  /** What a link of `sign` said it was for. */
  message: Maybe<Scalars['String']['output']>;
  /** As the link claimed it; a link of `sign` claims none. */
  platform: Maybe<Scalars['String']['output']>;
  /** Multibase. */
  publicKey: Maybe<Scalars['String']['output']>;
  redirect: Scalars['String']['output'];
  /** The beginning of what the platform answered. */
  response: Maybe<Scalars['String']['output']>;
  /** What was signed, in UTF-8. */
  session: Scalars['String']['output'];
  /** Base64 of raw r‖s; null where nothing was signed. */
  signature: Maybe<Scalars['String']['output']>;
  state: PlatformSessionState;
  /** Of HTTP. */
  status: Maybe<Scalars['Int']['output']>;
  /** When the answer was last sent; ISO 8601. */
  triedAt: Maybe<Scalars['String']['output']>;
};

export type PlatformSessionAction =
  /** The owner logs in. */
  | 'auth'
  /** The owner signs what the platform asks for. */
  | 'sign';

export type PlatformSessionPayload = {
  __typename?: 'PlatformSessionPayload';
  errors: Maybe<Array<UserError>>;
  session: Maybe<PlatformSession>;
};

export type PlatformSessionState =
  /** The owner did not confirm it: nothing was signed. */
  | 'declined'
  /** The platform took it. */
  | 'delivered'
  /** The platform does not take it. */
  | 'refused'
  /** Signed; the platform has not taken it, and may yet. */
  | 'undelivered';

export type ProvenBackup = {
  __typename?: 'ProvenBackup';
  /** When the backup was made. */
  at: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** When it was proven. */
  provenAt: Scalars['String']['output'];
};

/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type Query = {
  __typename?: 'Query';
  /** Who read what, and who was refused why; newest first, behind an entry. */
  accessLog: Array<AccessLogEntry>;
  /**
   * How much was done on each of the last days, oldest first, today included; 366 at most. Reads and
   * refusals go back as far as the access log is kept.
   */
  activityByDay: Array<ActivityDay>;
  backups: Backups;
  /** One binding document by the id of its meta envelope; null when there is none the caller may read. */
  bindingDocument: Maybe<BindingDocument>;
  /** Binding documents, page by page like `metaEnvelopes`. */
  bindingDocuments: BindingDocumentConnection;
  /** What a platform would get to read if the owner decided like this. Nothing is decided by asking. */
  consentPreview: ConsentPreview;
  /** Platforms the owner decided about, and those that have asked; newest request first. */
  consents: Array<Consent>;
  /**
   * The newest packet for each platform and record, newest change first; `after` is the `nextCursor` of
   * the page before. Delivered ones are kept as long as the access log.
   */
  deliveries: DeliveryPage;
  delivery: Maybe<Delivery>;
  /** For the rail and the status bar. */
  deliveryCounts: DeliveryCounts;
  /** One of them, in any spelling; null for one that was never told of anything, and is not listed. */
  deliveryPlatform: Maybe<DeliveryPlatform>;
  /**
   * Everyone who is told of changes, or was: those that need the owner first. With an awareness
   * service, that one alone is told.
   */
  deliveryPlatforms: Array<DeliveryPlatform>;
  /** What a platform has received, newest first; `after` is the `nextCursor` of the page before. Kept for ever. */
  disclosures: DisclosurePage;
  /**
   * Who reads and writes a record, with the ACL it has or with this one: the owner, everyone where
   * they get something, those on the ACL, and each platform the owner has decided about.
   */
  effectiveAccess: Array<RecordReader>;
  /** The export that is under way, or the last one since the vault was opened. */
  exportRun: Maybe<ExportRun>;
  /** Legacy: use `metaEnvelopes(filter: {ontologyId})`. */
  findMetaEnvelopesByOntology: Array<MetaEnvelope>;
  /** Legacy: the envelopes of all records the caller may read, without pages. */
  getAllEnvelopes: Array<Envelope>;
  /** Legacy: use `metaEnvelope`. */
  getMetaEnvelopeById: Maybe<MetaEnvelope>;
  /** What `deliveryCounts.failed` counts, by platform, longest ago first. For notifications. */
  givenUpDeliveries: Array<GivenUpDeliveries>;
  /** The eName, the keys that speak for it, and their history. */
  identity: Identity;
  /** The last requests that came in through a tunnel, newest first; 500 are remembered. */
  inboundRequests: Array<InboundRequest>;
  /** Every record type that is known, by title: built in, or by the configured ontology service. */
  knownOntologies: Array<KnownOntology>;
  /** Reads the whole operation log and says whether it is unbroken. */
  logIntegrity: LogIntegrity;
  /** One record by id; null when the vault holds none the caller may read. */
  metaEnvelope: Maybe<MetaEnvelope>;
  /**
   * Records in creation order, page by page. `first`/`after` walk forward, `last`/`before`
   * walk backward from the end; mixing the two directions is an error. 20 a page unless
   * said otherwise, 100 at most.
   */
  metaEnvelopes: MetaEnvelopeConnection;
  /** The move of this vault that was begun last; null when there never was one. */
  move: Maybe<Move>;
  /** Whom the registry proposes for a trust list. */
  notaries: Array<Notary>;
  /** The record types the vault holds, with how many records there are of each. */
  ontologies: Array<OntologySummary>;
  /** JSON Schema (draft-07) of a record type; null for one nobody has described. */
  ontologySchema: Maybe<Scalars['JSON']['output']>;
  /** Each change of a record, newest first; `after` is the `nextCursor` of the page before. */
  operationLog: OperationLogPage;
  /** Verified signatures of counterparties that wait for the owner, oldest first. */
  pendingSignatures: Array<PendingSignature>;
  /** What the owner was asked to sign for platforms, newest first; the newest 200. */
  platformSessions: Array<PlatformSession>;
  reach: Reach;
  /** The recovery of this vault that was asked for last; null when none ever was. */
  recovery: Maybe<Recovery>;
  /** Others who ask the owner to approve that they get new keys, newest first. */
  recoveryRequests: Array<RecoveryRequest>;
  /** Legacy: use `metaEnvelopes(filter: {search})`. */
  searchMetaEnvelopes: Array<MetaEnvelope>;
  /** Signatures of the owner under documents of others, newest first. */
  sentSignatures: Array<SentSignature>;
  /** The owner's policies and retention times. */
  settings: Settings;
  /** Deleted records that can be restored, newest deletion first, behind a version. */
  trash: Array<RecordVersion>;
  /** The vault itself: its name, where it answers, what needs the owner's attention. */
  vault: Vault;
  /** What a record was before each update and deletion, newest first, behind a version. */
  versions: Array<RecordVersion>;
  /** One visitor by the line the logs have, a platform in any spelling; null for who never came. */
  visitor: Maybe<VisitorDetails>;
  /** Everyone who ever came, those seen last first; 2,000 at most. */
  visitors: Array<Visitor>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryAccessLogArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  filter?: InputMaybe<AccessLogFilterInput>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryActivityByDayArgs = {
  days?: InputMaybe<Scalars['Int']['input']>;
  offsetMinutes?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryBindingDocumentArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryBindingDocumentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  type?: InputMaybe<BindingDocumentType>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryConsentPreviewArgs = {
  decision: ConsentDecision;
  ontologies?: InputMaybe<Array<ConsentOntologyInput>>;
  platform: Scalars['String']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryDeliveriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<DeliveryFilterInput>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryDeliveryArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryDeliveryPlatformArgs = {
  platform: Scalars['String']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryDisclosuresArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  platform: Scalars['String']['input'];
  record?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryEffectiveAccessArgs = {
  acl?: InputMaybe<Array<Scalars['String']['input']>>;
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryFindMetaEnvelopesByOntologyArgs = {
  ontology: Scalars['String']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryGetMetaEnvelopeByIdArgs = {
  id: Scalars['String']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryInboundRequestsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryMetaEnvelopesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<MetaEnvelopeFilterInput>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryOntologySchemaArgs = {
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryOperationLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OperationLogFilterInput>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryPendingSignaturesArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QuerySearchMetaEnvelopesArgs = {
  ontology: Scalars['String']['input'];
  term: Scalars['String']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryTrashArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryVersionsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryVisitorArgs = {
  caller: Scalars['String']['input'];
};

export type Reach = {
  __typename?: 'Reach';
  registration: Registration;
  /** When the world was seen to reach this vault, newest first; the newest 500. */
  spans: Array<ReachableSpan>;
};

export type ReachableSpan = {
  __typename?: 'ReachableSpan';
  /** Why it ended, where that was no wish of the owner's: a code of the tunnel's. */
  causeCode: Maybe<Scalars['String']['output']>;
  /** What the code names. */
  causeParameters: Maybe<Scalars['JSON']['output']>;
  /** Null for one that goes on; ISO 8601. */
  endedAt: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** How often somebody asked before it, while the vault was away; null where nobody counted. */
  missed: Maybe<Scalars['Int']['output']>;
  /** When that was last; ISO 8601. */
  missedAt: Maybe<Scalars['String']['output']>;
  /** When a probe last came back; ISO 8601. */
  provenAt: Scalars['String']['output'];
  /** Kind of the tunnel's provider. */
  provider: Scalars['String']['output'];
  publicUrl: Scalars['String']['output'];
  /** ISO 8601. */
  since: Scalars['String']['output'];
};

export type RecordReader = {
  __typename?: 'RecordReader';
  /** For people. */
  because: Scalars['String']['output'];
  canRead: Scalars['Boolean']['output'];
  canWrite: Scalars['Boolean']['output'];
  kind: RecordReaderKind;
  /** An eName, a platform, or in words who is meant. */
  name: Scalars['String']['output'];
};

export type RecordReaderKind =
  | 'owner'
  | 'person'
  | 'platform'
  /** Who is named nowhere: everyone, programs on this computer, everyone with an eName, any platform. */
  | 'public';

export type RecordVersion = {
  __typename?: 'RecordVersion';
  acl: Array<Scalars['String']['output']>;
  /** As of a `MetaEnvelope`. */
  brief: Scalars['JSON']['output'];
  /** Who ended it. */
  caller: Scalars['String']['output'];
  endedAt: Scalars['String']['output'];
  /** `update` or `delete`. */
  endedBy: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  madeAt: Maybe<Scalars['String']['output']>;
  /** Who created the record as it was in this version, or changed it to that; null where the log does not say. */
  madeBy: Maybe<Scalars['String']['output']>;
  ontology: Scalars['String']['output'];
  parsed: Scalars['JSON']['output'];
  versionId: Scalars['ID']['output'];
};

export type Recovery = {
  __typename?: 'Recovery';
  /** Of the new keys: read them out to the friends. */
  fingerprints: Array<Scalars['String']['output']>;
  friends: Array<RecoveryFriend>;
  /** ISO 8601. */
  requestedAt: Scalars['String']['output'];
  state: RecoveryState;
  /** How many have to approve. */
  threshold: Scalars['Int']['output'];
  /** It happens no sooner; ISO 8601. */
  until: Scalars['String']['output'];
};

export type RecoveryAnswer =
  | 'approved'
  | 'declined'
  | 'pending';

export type RecoveryFriend = {
  __typename?: 'RecoveryFriend';
  answer: RecoveryAnswer;
  ename: Scalars['String']['output'];
  /** Why the last attempt to ask them failed; null when it did not. */
  problem: Maybe<Scalars['String']['output']>;
  /** Their vault has the request. */
  reached: Scalars['Boolean']['output'];
};

export type RecoveryPayload = {
  __typename?: 'RecoveryPayload';
  errors: Maybe<Array<UserError>>;
  recovery: Maybe<Recovery>;
};

export type RecoveryRequest = {
  __typename?: 'RecoveryRequest';
  /** eName. */
  asker: Scalars['String']['output'];
  /** Of the new keys: the first 16 hexadecimal digits of SHA-256. */
  fingerprints: Array<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  /** ISO 8601. */
  receivedAt: Scalars['String']['output'];
  /** ISO 8601, as the asker says. */
  requestedAt: Scalars['String']['output'];
  status: RecoveryAnswer;
};

export type RecoveryRequestPayload = {
  __typename?: 'RecoveryRequestPayload';
  errors: Maybe<Array<UserError>>;
  request: Maybe<RecoveryRequest>;
};

export type RecoveryState =
  /** The owner's window has stopped it. */
  | 'cancelled'
  | 'collecting'
  | 'done'
  /** A current key has stopped it. */
  | 'vetoed'
  /** The identity log went on without it. */
  | 'void'
  /** Enough have approved; it waits for its time. */
  | 'waiting';

export type Refusal = {
  __typename?: 'Refusal';
  at: Scalars['String']['output'];
  /** Its code. */
  reason: Scalars['String']['output'];
};

export type Registration = {
  __typename?: 'Registration';
  /** When that was; ISO 8601. */
  confirmedAt: Maybe<Scalars['String']['output']>;
  /**
   * Whether others can ask this registry now. Where they can't, it is told of the vault's address on
   * this computer.
   */
  isPublic: Scalars['Boolean']['output'];
  /** How it stands with the registry inside this app; null where another one is used. */
  ownRegistry: Maybe<OwnRegistry>;
  /** Why the last attempt to register the address or certify the keys failed. */
  problem: Maybe<RegistryProblemCode>;
  /** In English, with what the registry said. */
  problemDetail: Maybe<Scalars['String']['output']>;
  registryUrl: Scalars['String']['output'];
  /** Where the registry was last seen to send those who look for the eName; a public one, from outside. */
  uri: Maybe<Scalars['String']['output']>;
};

export type RegistryProblemCode =
  /** It answered with something the protocol does not say. */
  | 'BAD_ANSWER'
  /** What it issued does not hold. */
  | 'INVALID_TOKEN'
  /** It took the address, and sends those who ask somewhere else. */
  | 'OTHER_ADDRESS'
  /** It answered with an error. */
  | 'REFUSED'
  | 'UNEXPECTED'
  /** No answer within the time limit. */
  | 'UNREACHABLE';

export type RemoveMetaEnvelopePayload = {
  __typename?: 'RemoveMetaEnvelopePayload';
  deletedId: Maybe<Scalars['String']['output']>;
  errors: Maybe<Array<UserError>>;
  success: Scalars['Boolean']['output'];
};

export type ReplayDeliveriesPayload = {
  __typename?: 'ReplayDeliveriesPayload';
  /** How many packets wait because of it. */
  count: Scalars['Int']['output'];
  errors: Maybe<Array<UserError>>;
};

export type ReplayDeliveryPayload = {
  __typename?: 'ReplayDeliveryPayload';
  delivery: Maybe<Delivery>;
  errors: Maybe<Array<UserError>>;
};

export type RestoreMetaEnvelopePayload = {
  __typename?: 'RestoreMetaEnvelopePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelope: Maybe<MetaEnvelope>;
};

/** A bucket of any server that speaks S3. */
export type S3PlaceInput = {
  accessKeyId: Scalars['String']['input'];
  bucket: Scalars['String']['input'];
  endpoint: Scalars['String']['input'];
  prefix?: Scalars['String']['input'];
  region: Scalars['String']['input'];
  secretAccessKey: Scalars['String']['input'];
};

export type SearchMode =
  | 'CONTAINS'
  | 'EXACT'
  | 'STARTS_WITH';

export type SentSignature = {
  __typename?: 'SentSignature';
  data: Scalars['JSON']['output'];
  documentId: Scalars['ID']['output'];
  id: Scalars['ID']['output'];
  /** Why it is refused or undelivered. */
  reason: Maybe<Scalars['String']['output']>;
  /** ISO 8601. */
  signedAt: Scalars['String']['output'];
  state: SentSignatureState;
  subject: Scalars['String']['output'];
  /** Of the last attempt to deliver it; ISO 8601. */
  triedAt: Scalars['String']['output'];
  type: BindingDocumentType;
  /** Whose vault the document is in. */
  vault: Scalars['String']['output'];
};

export type SentSignaturePayload = {
  __typename?: 'SentSignaturePayload';
  errors: Maybe<Array<UserError>>;
  signature: Maybe<SentSignature>;
};

export type SentSignatureState =
  /** The other vault has it under the document. */
  | 'delivered'
  /** The other vault does not take it. */
  | 'refused'
  /** The other vault could not be reached. */
  | 'undelivered'
  /** The other vault has it; its owner has to approve it. */
  | 'waits';

/** Meaning and values: docs/architecture.md, "Policies". */
export type Settings = {
  __typename?: 'Settings';
  accessLogDays: Scalars['Int']['output'];
  addKeys: Scalars['String']['output'];
  cors: Scalars['String']['output'];
  counterpartySignatures: Scalars['String']['output'];
  createWithoutToken: Scalars['String']['output'];
  historyDays: Scalars['Int']['output'];
  platformConsent: Scalars['String']['output'];
  provisioning: Scalars['String']['output'];
  readLogs: Scalars['String']['output'];
  readPublicWithoutToken: Scalars['String']['output'];
  readRegistry: Scalars['String']['output'];
  trashDays: Scalars['Int']['output'];
};

export type SettingsInput = {
  accessLogDays?: InputMaybe<Scalars['Int']['input']>;
  addKeys?: InputMaybe<Scalars['String']['input']>;
  cors?: InputMaybe<Scalars['String']['input']>;
  counterpartySignatures?: InputMaybe<Scalars['String']['input']>;
  createWithoutToken?: InputMaybe<Scalars['String']['input']>;
  historyDays?: InputMaybe<Scalars['Int']['input']>;
  platformConsent?: InputMaybe<Scalars['String']['input']>;
  provisioning?: InputMaybe<Scalars['String']['input']>;
  readLogs?: InputMaybe<Scalars['String']['input']>;
  readPublicWithoutToken?: InputMaybe<Scalars['String']['input']>;
  readRegistry?: InputMaybe<Scalars['String']['input']>;
  trashDays?: InputMaybe<Scalars['Int']['input']>;
};

export type SignatureVerdict = {
  __typename?: 'SignatureVerdict';
  /** null where no key was found. */
  keyState: Maybe<SigningKeyState>;
  /** For people. */
  message: Scalars['String']['output'];
  /** The key that signed, multibase; null where none was found. */
  publicKey: Maybe<Scalars['String']['output']>;
  /**
   * null when valid. Invalid: WRONG_SIGNATURE, KEY_NOT_CURRENT (at the time of the signature),
   * CERTIFICATE_FOR_ANOTHER_NAME, CERTIFICATE_FROM_UNKNOWN_REGISTRY. Unknown: UNREACHABLE,
   * UNKNOWN_NAME, NO_CERTIFICATE, CERTIFICATE_EXPIRED, LOG_INVALID, LOG_UNVOUCHED (the signer's
   * identity log does not hold; ends with keys that nobody vouches for), TIME_UNPROVEN (a former key
   * signed it, and it came here after that key's time).
   */
  reason: Maybe<Scalars['String']['output']>;
  /** An eName, or the URL of a provider's key. */
  signer: Scalars['String']['output'];
  /** ISO 8601, as the signer gave it. */
  timestamp: Scalars['String']['output'];
  verdict: Verdict;
};

export type SigningKeyState =
  | 'current'
  /** Was replaced or ended since. */
  | 'former';

export type StartBackupsInput = {
  /** Begins backups where there are none. */
  begin?: Scalars['Boolean']['input'];
  /** An absolute path. Exactly one of `folder` and `s3`. */
  folder?: InputMaybe<Scalars['String']['input']>;
  keepsEverything?: Scalars['Boolean']['input'];
  /** Opens the backups beside the recovery key; only with `begin`. It is not kept. */
  passphrase?: InputMaybe<Scalars['String']['input']>;
  s3?: InputMaybe<S3PlaceInput>;
  schedule?: BackupSchedule;
};

export type StartMoveInput = {
  access: MoveAccess;
  direction: MoveDirection;
  /** In: the vault that is to come here, where it is another than this one; room is made for it. */
  ename?: InputMaybe<Scalars['String']['input']>;
  /** For the access `token`. */
  token?: InputMaybe<Scalars['String']['input']>;
  /** Base URL of the other vault. */
  url: Scalars['String']['input'];
};

export type StoreMetaEnvelopeResult = {
  __typename?: 'StoreMetaEnvelopeResult';
  envelopes: Array<Envelope>;
  metaEnvelope: MetaEnvelope;
};

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * That deliveries have changed, at most four times a second: the platforms concerned. For the window
   * to ask anew.
   */
  deliveriesChanged: Array<Scalars['String']['output']>;
  /** Requests that come in from outside; told four times a second at most. */
  inboundRequests: InboundNews;
  /** Each change of a record, after it is committed, whoever made it. */
  metaEnvelopeChanged: MetaEnvelopeChange;
  /**
   * Somebody came, which is told twice a second at most; or a platform asked or was decided about;
   * or how the world reaches the vault has changed. Changes of records have a subscription of their own.
   */
  visited: VisitNews;
};

export type TestAttempt = {
  __typename?: 'TestAttempt';
  at: Scalars['String']['output'];
  /** JSON as it was sent. */
  body: Scalars['String']['output'];
  durationMs: Scalars['Int']['output'];
  error: Maybe<Scalars['String']['output']>;
  errorCode: Maybe<AttemptErrorCode>;
  errorDetail: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  response: Maybe<Scalars['String']['output']>;
  status: Maybe<Scalars['Int']['output']>;
};

export type TestPacketPayload = {
  __typename?: 'TestPacketPayload';
  /** What came of it; null where it was refused. */
  attempt: Maybe<TestAttempt>;
  errors: Maybe<Array<UserError>>;
};

export type TrustList = {
  __typename?: 'TrustList';
  threshold: Scalars['Int']['output'];
  /** eNames. */
  trusted: Array<Scalars['String']['output']>;
  waitSeconds: Scalars['Int']['output'];
};

export type UpdateMetaEnvelopePayload = {
  __typename?: 'UpdateMetaEnvelopePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelope: Maybe<MetaEnvelope>;
};

export type UploadFileInput = {
  acl: Array<Scalars['String']['input']>;
  /** Base64, or a data: URI. */
  content: Scalars['String']['input'];
  contentType: Scalars['String']['input'];
  filename: Scalars['String']['input'];
};

export type UploadFilePayload = {
  __typename?: 'UploadFilePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelopeId: Maybe<Scalars['String']['output']>;
  publicUrl: Maybe<Scalars['String']['output']>;
  /** `w3ds://file?id=@<ename>/<metaEnvelopeId>` */
  uri: Maybe<Scalars['String']['output']>;
};

/** What was wrong with a request. */
export type UserError = {
  __typename?: 'UserError';
  code: Maybe<Scalars['String']['output']>;
  /** The input field at fault. */
  field: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
};

export type Vault = {
  __typename?: 'Vault';
  /** When the registry last confirmed the eName with a key binding certificate; ISO 8601. */
  certifiedAt: Maybe<Scalars['String']['output']>;
  ename: Scalars['String']['output'];
  evaultId: Scalars['String']['output'];
  /** Protocol API address for programs on this computer. */
  localUrl: Scalars['String']['output'];
  registryUrl: Scalars['String']['output'];
  /** Where the vault stands while it is not simply here: then it takes no changes. null while it is. */
  standing: Maybe<VaultStanding>;
  totalCount: Scalars['Int']['output'];
  version: Scalars['String']['output'];
  /** Things the owner should know, most serious first. */
  warnings: Array<VaultWarning>;
};

export type VaultPart =
  | 'access'
  | 'activity'
  /** All that is no file: it can't be opened, so nothing of it could be compared. */
  | 'database'
  | 'deliveries'
  | 'documents'
  | 'files'
  | 'identity'
  /** It is the vault of another eName. */
  | 'owner'
  | 'records'
  | 'registry'
  | 'settings'
  | 'versions';

export type VaultStanding = {
  __typename?: 'VaultStanding';
  state: VaultStandingState;
  /** Where it is, or comes from; null where that is not known. */
  uri: Maybe<Scalars['String']['output']>;
};

export type VaultStandingState =
  /** It is on its way here; the registry sends nobody here yet. */
  | 'arriving'
  /** The last changes are being taken along to where it goes. */
  | 'frozen'
  /** It is elsewhere; one can go back. */
  | 'left'
  /** It is elsewhere; the owner has let go of what is here. */
  | 'released';

export type VaultWarning = {
  __typename?: 'VaultWarning';
  /** RECOVERY_PENDING, NO_KEYS, DISK_ALMOST_FULL, WEAK_KEYCHAIN, KEYCHAIN_CHANGED, ACKNOWLEDGES_EARLY, CLOCK_BEHIND, REGISTRY_UNREACHABLE, PORT_CHANGED. */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
};

export type Verdict =
  | 'invalid'
  /** It can't be checked now, or nobody vouches for the signer now. */
  | 'unknown'
  | 'valid';

export type VisitNews =
  | 'consent'
  | 'reach'
  | 'visit';

export type VisitedType = {
  __typename?: 'VisitedType';
  ontology: Scalars['String']['output'];
  /** Different records that were read, as far as the access log is kept. */
  read: Scalars['Int']['output'];
  /** Changes that were made. */
  written: Scalars['Int']['output'];
};

export type Visitor = {
  __typename?: 'Visitor';
  /** As the logs have it; of a platform in several spellings the one that came first. */
  caller: Scalars['String']['output'];
  /** A `ConsentDecision`, or `undecided`; null where a platform has neither asked nor been decided about. */
  consent: Maybe<Scalars['String']['output']>;
  firstSeen: Scalars['String']['output'];
  kind: VisitorKind;
  lastRefusal: Maybe<Refusal>;
  lastSeen: Scalars['String']['output'];
  /** The platform or eName; null for the anonymous. */
  name: Maybe<Scalars['String']['output']>;
  reads: Scalars['Int']['output'];
  refusals: Scalars['Int']['output'];
  /** All lines the logs have of it. */
  spellings: Array<Scalars['String']['output']>;
  /** A platform that its registry had made prove itself when it came last; otherwise it is only claimed. */
  verified: Scalars['Boolean']['output'];
  writes: Scalars['Int']['output'];
};

export type VisitorDetails = {
  __typename?: 'VisitorDetails';
  /** As the logs have it; of a platform in several spellings the one that came first. */
  caller: Scalars['String']['output'];
  /** A `ConsentDecision`, or `undecided`; null where a platform has neither asked nor been decided about. */
  consent: Maybe<Scalars['String']['output']>;
  firstSeen: Scalars['String']['output'];
  kind: VisitorKind;
  lastRefusal: Maybe<Refusal>;
  lastSeen: Scalars['String']['output'];
  /** The platform or eName; null for the anonymous. */
  name: Maybe<Scalars['String']['output']>;
  reads: Scalars['Int']['output'];
  refusals: Scalars['Int']['output'];
  /** All lines the logs have of it. */
  spellings: Array<Scalars['String']['output']>;
  types: Array<VisitedType>;
  /** A platform that its registry had made prove itself when it came last; otherwise it is only claimed. */
  verified: Scalars['Boolean']['output'];
  writes: Scalars['Int']['output'];
};

export type VisitorKind =
  | 'anonymous'
  | 'person'
  | 'platform';



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccessLogEntry: ResolverTypeWrapper<AccessLogEntry>;
  AccessLogFilterInput: AccessLogFilterInput;
  ActivityDay: ResolverTypeWrapper<ActivityDay>;
  AttemptErrorCode: AttemptErrorCode;
  BackupChanges: BackupChanges;
  BackupDifference: ResolverTypeWrapper<BackupDifference>;
  BackupFailure: ResolverTypeWrapper<BackupFailure>;
  BackupPlaceKind: BackupPlaceKind;
  BackupPlan: ResolverTypeWrapper<BackupPlan>;
  BackupRun: ResolverTypeWrapper<BackupRun>;
  BackupSchedule: BackupSchedule;
  BackupWork: BackupWork;
  Backups: ResolverTypeWrapper<Backups>;
  BackupsPayload: ResolverTypeWrapper<BackupsOutcome>;
  BindingDocument: ResolverTypeWrapper<StoredBindingDocument>;
  BindingDocumentConnection: ResolverTypeWrapper<Omit<BindingDocumentConnection, 'edges'> & { edges: Array<ResolversTypes['BindingDocumentEdge']> }>;
  BindingDocumentEdge: ResolverTypeWrapper<Omit<BindingDocumentEdge, 'node'> & { node: ResolversTypes['BindingDocument'] }>;
  BindingDocumentSignature: ResolverTypeWrapper<BindingDocumentSignature>;
  BindingDocumentSignatureInput: BindingDocumentSignatureInput;
  BindingDocumentType: BindingDocumentType;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BulkChangePayload: ResolverTypeWrapper<BulkChangePayload>;
  BulkChangeResult: ResolverTypeWrapper<BulkChangeResult>;
  BulkCreateMetaEnvelopesPayload: ResolverTypeWrapper<BulkCreateMetaEnvelopesPayload>;
  BulkMetaEnvelopeInput: BulkMetaEnvelopeInput;
  BulkMetaEnvelopeResult: ResolverTypeWrapper<BulkMetaEnvelopeResult>;
  CancelMovePayload: ResolverTypeWrapper<CancelMovePayload>;
  ChangeKind: ChangeKind;
  ChangeSettingsPayload: ResolverTypeWrapper<ChangeSettingsPayload>;
  Consent: ResolverTypeWrapper<Consent>;
  ConsentDecision: ConsentDecision;
  ConsentOntology: ResolverTypeWrapper<ConsentOntology>;
  ConsentOntologyInput: ConsentOntologyInput;
  ConsentPreview: ResolverTypeWrapper<AccessPreview>;
  CreateBindingDocumentInput: CreateBindingDocumentInput;
  CreateBindingDocumentPayload: ResolverTypeWrapper<Omit<CreateBindingDocumentPayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversTypes['BindingDocument']> }>;
  CreateBindingDocumentSignatureInput: CreateBindingDocumentSignatureInput;
  CreateBindingDocumentSignaturePayload: ResolverTypeWrapper<Omit<CreateBindingDocumentSignaturePayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversTypes['BindingDocument']> }>;
  CreateMetaEnvelopePayload: ResolverTypeWrapper<Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  DecideConsentPayload: ResolverTypeWrapper<DecideConsentPayload>;
  Delivery: ResolverTypeWrapper<StoredDelivery>;
  DeliveryAttempt: ResolverTypeWrapper<StoredAttempt>;
  DeliveryCounts: ResolverTypeWrapper<DeliveryCounts>;
  DeliveryFilterInput: DeliveryFilterInput;
  DeliveryMode: DeliveryMode;
  DeliveryPage: ResolverTypeWrapper<Omit<DeliveryPage, 'entries'> & { entries: Array<ResolversTypes['Delivery']> }>;
  DeliveryPayload: ResolverTypeWrapper<DeliveryPayload>;
  DeliveryPlatform: ResolverTypeWrapper<PlatformView>;
  DeliveryPlatformPayload: ResolverTypeWrapper<Omit<DeliveryPlatformPayload, 'platform'> & { platform?: Maybe<ResolversTypes['DeliveryPlatform']> }>;
  DeliveryPlatformState: DeliveryPlatformState;
  DeliverySecretPayload: ResolverTypeWrapper<Omit<DeliverySecretPayload, 'platform'> & { platform?: Maybe<ResolversTypes['DeliveryPlatform']> }>;
  DeliverySettings: ResolverTypeWrapper<DeliverySettings>;
  DeliverySettingsInput: DeliverySettingsInput;
  DeliveryState: DeliveryState;
  DeliverySubscription: ResolverTypeWrapper<DeliverySubscription>;
  Disclosure: ResolverTypeWrapper<StoredDisclosure>;
  DisclosurePage: ResolverTypeWrapper<Omit<DisclosurePage, 'entries'> & { entries: Array<ResolversTypes['Disclosure']> }>;
  Envelope: ResolverTypeWrapper<Envelope>;
  ExportPayload: ResolverTypeWrapper<ExportPayload>;
  ExportProblem: ResolverTypeWrapper<ExportProblem>;
  ExportRun: ResolverTypeWrapper<ExportRun>;
  ExportState: ExportState;
  ExportedArchive: ResolverTypeWrapper<ExportedArchive>;
  FieldComparison: FieldComparison;
  FieldConditionInput: FieldConditionInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ForeignBindingDocument: ResolverTypeWrapper<ForeignBindingDocument>;
  ForeignBindingDocumentPayload: ResolverTypeWrapper<ForeignBindingDocumentPayload>;
  GivenUpDeliveries: ResolverTypeWrapper<GivenUpDeliveries>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Identity: ResolverTypeWrapper<Identity>;
  IdentityKey: ResolverTypeWrapper<IdentityKey>;
  IdentityKeyState: IdentityKeyState;
  IdentityLogEntry: ResolverTypeWrapper<IdentityLogEntry>;
  IdentityPayload: ResolverTypeWrapper<IdentityPayload>;
  InboundCallerKind: InboundCallerKind;
  InboundNews: ResolverTypeWrapper<Omit<InboundNews, 'requests'> & { requests: Array<ResolversTypes['InboundRequest']> }>;
  InboundRequest: ResolverTypeWrapper<StoredInbound>;
  InboundVerdict: InboundVerdict;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  KnownOntology: ResolverTypeWrapper<KnownOntology>;
  LogIntegrity: ResolverTypeWrapper<LogIntegrity>;
  MadeBackup: ResolverTypeWrapper<MadeBackup>;
  MetaEnvelope: ResolverTypeWrapper<StoredMetaEnvelope>;
  MetaEnvelopeChange: ResolverTypeWrapper<Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  MetaEnvelopeConnection: ResolverTypeWrapper<Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversTypes['MetaEnvelopeEdge']> }>;
  MetaEnvelopeEdge: ResolverTypeWrapper<Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversTypes['MetaEnvelope'] }>;
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  MetaEnvelopeSearchInput: MetaEnvelopeSearchInput;
  MissingPayloadCode: MissingPayloadCode;
  Move: ResolverTypeWrapper<Move>;
  MoveAccess: MoveAccess;
  MoveDirection: MoveDirection;
  MovePayload: ResolverTypeWrapper<MovePayload>;
  MoveReport: ResolverTypeWrapper<MoveReport>;
  MoveState: MoveState;
  MoveStep: ResolverTypeWrapper<MoveStep>;
  MoveStepName: MoveStepName;
  MoveStepState: MoveStepState;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotMoved: ResolverTypeWrapper<NotMoved>;
  Notary: ResolverTypeWrapper<Notary>;
  OntologySummary: ResolverTypeWrapper<OntologySummary>;
  OperationLogEntry: ResolverTypeWrapper<OperationLogEntry>;
  OperationLogFilterInput: OperationLogFilterInput;
  OperationLogPage: ResolverTypeWrapper<OperationLogPage>;
  OwnRegistry: ResolverTypeWrapper<OwnRegistry>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PendingSignature: ResolverTypeWrapper<StoredPending>;
  PlatformListing: PlatformListing;
  PlatformSession: ResolverTypeWrapper<PlatformSession>;
  PlatformSessionAction: PlatformSessionAction;
  PlatformSessionPayload: ResolverTypeWrapper<PlatformSessionPayload>;
  PlatformSessionState: PlatformSessionState;
  ProvenBackup: ResolverTypeWrapper<ProvenBackup>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Reach: ResolverTypeWrapper<Reach>;
  ReachableSpan: ResolverTypeWrapper<ReachableSpan>;
  RecordReader: ResolverTypeWrapper<RecordReader>;
  RecordReaderKind: RecordReaderKind;
  RecordVersion: ResolverTypeWrapper<StoredVersion>;
  Recovery: ResolverTypeWrapper<Recovery>;
  RecoveryAnswer: RecoveryAnswer;
  RecoveryFriend: ResolverTypeWrapper<RecoveryFriend>;
  RecoveryPayload: ResolverTypeWrapper<RecoveryPayload>;
  RecoveryRequest: ResolverTypeWrapper<RecoveryRequest>;
  RecoveryRequestPayload: ResolverTypeWrapper<RecoveryRequestPayload>;
  RecoveryState: RecoveryState;
  Refusal: ResolverTypeWrapper<Refusal>;
  Registration: ResolverTypeWrapper<Registration>;
  RegistryProblemCode: RegistryProblemCode;
  RemoveMetaEnvelopePayload: ResolverTypeWrapper<RemoveMetaEnvelopePayload>;
  ReplayDeliveriesPayload: ResolverTypeWrapper<ReplayDeliveriesPayload>;
  ReplayDeliveryPayload: ResolverTypeWrapper<Omit<ReplayDeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversTypes['Delivery']> }>;
  RestoreMetaEnvelopePayload: ResolverTypeWrapper<Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  S3PlaceInput: S3PlaceInput;
  SearchMode: SearchMode;
  SentSignature: ResolverTypeWrapper<SentSignature>;
  SentSignaturePayload: ResolverTypeWrapper<SentSignaturePayload>;
  SentSignatureState: SentSignatureState;
  Settings: ResolverTypeWrapper<Settings>;
  SettingsInput: SettingsInput;
  SignatureVerdict: ResolverTypeWrapper<SignatureVerdict>;
  SigningKeyState: SigningKeyState;
  StartBackupsInput: StartBackupsInput;
  StartMoveInput: StartMoveInput;
  StoreMetaEnvelopeResult: ResolverTypeWrapper<Omit<StoreMetaEnvelopeResult, 'metaEnvelope'> & { metaEnvelope: ResolversTypes['MetaEnvelope'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TestAttempt: ResolverTypeWrapper<TestAttempt>;
  TestPacketPayload: ResolverTypeWrapper<TestPacketPayload>;
  TrustList: ResolverTypeWrapper<TrustList>;
  UpdateMetaEnvelopePayload: ResolverTypeWrapper<Omit<UpdateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  UploadFileInput: UploadFileInput;
  UploadFilePayload: ResolverTypeWrapper<UploadFilePayload>;
  UserError: ResolverTypeWrapper<UserError>;
  Vault: ResolverTypeWrapper<Vault>;
  VaultPart: VaultPart;
  VaultStanding: ResolverTypeWrapper<VaultStanding>;
  VaultStandingState: VaultStandingState;
  VaultWarning: ResolverTypeWrapper<VaultWarning>;
  Verdict: Verdict;
  VisitNews: VisitNews;
  VisitedType: ResolverTypeWrapper<VisitedType>;
  Visitor: ResolverTypeWrapper<StoredVisitor>;
  VisitorDetails: ResolverTypeWrapper<StoredVisitor>;
  VisitorKind: VisitorKind;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccessLogEntry: AccessLogEntry;
  AccessLogFilterInput: AccessLogFilterInput;
  ActivityDay: ActivityDay;
  BackupChanges: BackupChanges;
  BackupDifference: BackupDifference;
  BackupFailure: BackupFailure;
  BackupPlan: BackupPlan;
  BackupRun: BackupRun;
  Backups: Backups;
  BackupsPayload: BackupsOutcome;
  BindingDocument: StoredBindingDocument;
  BindingDocumentConnection: Omit<BindingDocumentConnection, 'edges'> & { edges: Array<ResolversParentTypes['BindingDocumentEdge']> };
  BindingDocumentEdge: Omit<BindingDocumentEdge, 'node'> & { node: ResolversParentTypes['BindingDocument'] };
  BindingDocumentSignature: BindingDocumentSignature;
  BindingDocumentSignatureInput: BindingDocumentSignatureInput;
  Boolean: Scalars['Boolean']['output'];
  BulkChangePayload: BulkChangePayload;
  BulkChangeResult: BulkChangeResult;
  BulkCreateMetaEnvelopesPayload: BulkCreateMetaEnvelopesPayload;
  BulkMetaEnvelopeInput: BulkMetaEnvelopeInput;
  BulkMetaEnvelopeResult: BulkMetaEnvelopeResult;
  CancelMovePayload: CancelMovePayload;
  ChangeSettingsPayload: ChangeSettingsPayload;
  Consent: Consent;
  ConsentOntology: ConsentOntology;
  ConsentOntologyInput: ConsentOntologyInput;
  ConsentPreview: AccessPreview;
  CreateBindingDocumentInput: CreateBindingDocumentInput;
  CreateBindingDocumentPayload: Omit<CreateBindingDocumentPayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversParentTypes['BindingDocument']> };
  CreateBindingDocumentSignatureInput: CreateBindingDocumentSignatureInput;
  CreateBindingDocumentSignaturePayload: Omit<CreateBindingDocumentSignaturePayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversParentTypes['BindingDocument']> };
  CreateMetaEnvelopePayload: Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  DecideConsentPayload: DecideConsentPayload;
  Delivery: StoredDelivery;
  DeliveryAttempt: StoredAttempt;
  DeliveryCounts: DeliveryCounts;
  DeliveryFilterInput: DeliveryFilterInput;
  DeliveryPage: Omit<DeliveryPage, 'entries'> & { entries: Array<ResolversParentTypes['Delivery']> };
  DeliveryPayload: DeliveryPayload;
  DeliveryPlatform: PlatformView;
  DeliveryPlatformPayload: Omit<DeliveryPlatformPayload, 'platform'> & { platform?: Maybe<ResolversParentTypes['DeliveryPlatform']> };
  DeliverySecretPayload: Omit<DeliverySecretPayload, 'platform'> & { platform?: Maybe<ResolversParentTypes['DeliveryPlatform']> };
  DeliverySettings: DeliverySettings;
  DeliverySettingsInput: DeliverySettingsInput;
  DeliverySubscription: DeliverySubscription;
  Disclosure: StoredDisclosure;
  DisclosurePage: Omit<DisclosurePage, 'entries'> & { entries: Array<ResolversParentTypes['Disclosure']> };
  Envelope: Envelope;
  ExportPayload: ExportPayload;
  ExportProblem: ExportProblem;
  ExportRun: ExportRun;
  ExportedArchive: ExportedArchive;
  FieldConditionInput: FieldConditionInput;
  Float: Scalars['Float']['output'];
  ForeignBindingDocument: ForeignBindingDocument;
  ForeignBindingDocumentPayload: ForeignBindingDocumentPayload;
  GivenUpDeliveries: GivenUpDeliveries;
  ID: Scalars['ID']['output'];
  Identity: Identity;
  IdentityKey: IdentityKey;
  IdentityLogEntry: IdentityLogEntry;
  IdentityPayload: IdentityPayload;
  InboundNews: Omit<InboundNews, 'requests'> & { requests: Array<ResolversParentTypes['InboundRequest']> };
  InboundRequest: StoredInbound;
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  KnownOntology: KnownOntology;
  LogIntegrity: LogIntegrity;
  MadeBackup: MadeBackup;
  MetaEnvelope: StoredMetaEnvelope;
  MetaEnvelopeChange: Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  MetaEnvelopeConnection: Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversParentTypes['MetaEnvelopeEdge']> };
  MetaEnvelopeEdge: Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversParentTypes['MetaEnvelope'] };
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  MetaEnvelopeSearchInput: MetaEnvelopeSearchInput;
  Move: Move;
  MovePayload: MovePayload;
  MoveReport: MoveReport;
  MoveStep: MoveStep;
  Mutation: Record<PropertyKey, never>;
  NotMoved: NotMoved;
  Notary: Notary;
  OntologySummary: OntologySummary;
  OperationLogEntry: OperationLogEntry;
  OperationLogFilterInput: OperationLogFilterInput;
  OperationLogPage: OperationLogPage;
  OwnRegistry: OwnRegistry;
  PageInfo: PageInfo;
  PendingSignature: StoredPending;
  PlatformSession: PlatformSession;
  PlatformSessionPayload: PlatformSessionPayload;
  ProvenBackup: ProvenBackup;
  Query: Record<PropertyKey, never>;
  Reach: Reach;
  ReachableSpan: ReachableSpan;
  RecordReader: RecordReader;
  RecordVersion: StoredVersion;
  Recovery: Recovery;
  RecoveryFriend: RecoveryFriend;
  RecoveryPayload: RecoveryPayload;
  RecoveryRequest: RecoveryRequest;
  RecoveryRequestPayload: RecoveryRequestPayload;
  Refusal: Refusal;
  Registration: Registration;
  RemoveMetaEnvelopePayload: RemoveMetaEnvelopePayload;
  ReplayDeliveriesPayload: ReplayDeliveriesPayload;
  ReplayDeliveryPayload: Omit<ReplayDeliveryPayload, 'delivery'> & { delivery?: Maybe<ResolversParentTypes['Delivery']> };
  RestoreMetaEnvelopePayload: Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  S3PlaceInput: S3PlaceInput;
  SentSignature: SentSignature;
  SentSignaturePayload: SentSignaturePayload;
  Settings: Settings;
  SettingsInput: SettingsInput;
  SignatureVerdict: SignatureVerdict;
  StartBackupsInput: StartBackupsInput;
  StartMoveInput: StartMoveInput;
  StoreMetaEnvelopeResult: Omit<StoreMetaEnvelopeResult, 'metaEnvelope'> & { metaEnvelope: ResolversParentTypes['MetaEnvelope'] };
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TestAttempt: TestAttempt;
  TestPacketPayload: TestPacketPayload;
  TrustList: TrustList;
  UpdateMetaEnvelopePayload: Omit<UpdateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  UploadFileInput: UploadFileInput;
  UploadFilePayload: UploadFilePayload;
  UserError: UserError;
  Vault: Vault;
  VaultStanding: VaultStanding;
  VaultWarning: VaultWarning;
  VisitedType: VisitedType;
  Visitor: StoredVisitor;
  VisitorDetails: StoredVisitor;
};

export type AccessLogEntryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessLogEntry'] = ResolversParentTypes['AccessLogEntry']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  ontologies?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ActivityDayResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ActivityDay'] = ResolversParentTypes['ActivityDay']> = {
  day?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reads?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refusals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  writes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BackupDifferenceResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BackupDifference'] = ResolversParentTypes['BackupDifference']> = {
  expected?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  found?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  part?: Resolver<ResolversTypes['VaultPart'], ParentType, ContextType>;
};

export type BackupFailureResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BackupFailure'] = ResolversParentTypes['BackupFailure']> = {
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  differences?: Resolver<Array<ResolversTypes['BackupDifference']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  work?: Resolver<ResolversTypes['BackupWork'], ParentType, ContextType>;
};

export type BackupPlanResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BackupPlan'] = ResolversParentTypes['BackupPlan']> = {
  hasPassphrase?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keepsEverything?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['BackupPlaceKind'], ParentType, ContextType>;
  schedule?: Resolver<ResolversTypes['BackupSchedule'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BackupRunResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BackupRun'] = ResolversParentTypes['BackupRun']> = {
  done?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  work?: Resolver<ResolversTypes['BackupWork'], ParentType, ContextType>;
};

export type BackupsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Backups'] = ResolversParentTypes['Backups']> = {
  dueAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  failures?: Resolver<Array<ResolversTypes['BackupFailure']>, ParentType, ContextType>;
  isStale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  latest?: Resolver<Maybe<ResolversTypes['MadeBackup']>, ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['BackupPlan']>, ParentType, ContextType>;
  proofDueAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proven?: Resolver<Maybe<ResolversTypes['ProvenBackup']>, ParentType, ContextType>;
  running?: Resolver<Maybe<ResolversTypes['BackupRun']>, ParentType, ContextType>;
};

export type BackupsPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BackupsPayload'] = ResolversParentTypes['BackupsPayload']> = {
  backups?: Resolver<ResolversTypes['Backups'], ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type BindingDocumentResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BindingDocument'] = ResolversParentTypes['BindingDocument']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parsed?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  signatures?: Resolver<Array<ResolversTypes['BindingDocumentSignature']>, ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['BindingDocumentType'], ParentType, ContextType>;
  verdicts?: Resolver<Array<ResolversTypes['SignatureVerdict']>, ParentType, ContextType>;
};

export type BindingDocumentConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BindingDocumentConnection'] = ResolversParentTypes['BindingDocumentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['BindingDocumentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type BindingDocumentEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BindingDocumentEdge'] = ResolversParentTypes['BindingDocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BindingDocument'], ParentType, ContextType>;
};

export type BindingDocumentSignatureResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BindingDocumentSignature'] = ResolversParentTypes['BindingDocumentSignature']> = {
  signature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BulkChangePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BulkChangePayload'] = ResolversParentTypes['BulkChangePayload']> = {
  errorCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  results?: Resolver<Array<ResolversTypes['BulkChangeResult']>, ParentType, ContextType>;
  successCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BulkChangeResultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BulkChangeResult'] = ResolversParentTypes['BulkChangeResult']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BulkCreateMetaEnvelopesPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BulkCreateMetaEnvelopesPayload'] = ResolversParentTypes['BulkCreateMetaEnvelopesPayload']> = {
  errorCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  results?: Resolver<Array<ResolversTypes['BulkMetaEnvelopeResult']>, ParentType, ContextType>;
  successCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BulkMetaEnvelopeResultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BulkMetaEnvelopeResult'] = ResolversParentTypes['BulkMetaEnvelopeResult']> = {
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CancelMovePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CancelMovePayload'] = ResolversParentTypes['CancelMovePayload']> = {
  brought?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  left?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  removed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ChangeSettingsPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ChangeSettingsPayload'] = ResolversParentTypes['ChangeSettingsPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  settings?: Resolver<Maybe<ResolversTypes['Settings']>, ParentType, ContextType>;
};

export type ConsentResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Consent'] = ResolversParentTypes['Consent']> = {
  askedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decidedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  migrator?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  ontologies?: Resolver<Array<ResolversTypes['ConsentOntology']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  refusedWhileLocked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ConsentOntologyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConsentOntology'] = ResolversParentTypes['ConsentOntology']> = {
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  write?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ConsentPreviewResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConsentPreview'] = ResolversParentTypes['ConsentPreview']> = {
  records?: Resolver<ResolversTypes['MetaEnvelopeConnection'], ParentType, ContextType, Partial<ConsentPreviewRecordsArgs>>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  types?: Resolver<Array<ResolversTypes['OntologySummary']>, ParentType, ContextType>;
};

export type CreateBindingDocumentPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateBindingDocumentPayload'] = ResolversParentTypes['CreateBindingDocumentPayload']> = {
  bindingDocument?: Resolver<Maybe<ResolversTypes['BindingDocument']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelopeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CreateBindingDocumentSignaturePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateBindingDocumentSignaturePayload'] = ResolversParentTypes['CreateBindingDocumentSignaturePayload']> = {
  bindingDocument?: Resolver<Maybe<ResolversTypes['BindingDocument']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type CreateMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateMetaEnvelopePayload'] = ResolversParentTypes['CreateMetaEnvelopePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
};

export type DecideConsentPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DecideConsentPayload'] = ResolversParentTypes['DecideConsentPayload']> = {
  consent?: Resolver<Maybe<ResolversTypes['Consent']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type DeliveryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  attemptCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['DeliveryAttempt']>, ParentType, ContextType>;
  changedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deliveredAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metaEnvelopeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextTryAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['DeliveryPayload']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryState'], ParentType, ContextType>;
};

export type DeliveryAttemptResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryAttempt'] = ResolversParentTypes['DeliveryAttempt']> = {
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['AttemptErrorCode']>, ParentType, ContextType>;
  errorDetail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type DeliveryCountsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryCounts'] = ResolversParentTypes['DeliveryCounts']> = {
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failingPlatforms?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeliveryPageResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryPage'] = ResolversParentTypes['DeliveryPage']> = {
  entries?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType>;
  nextCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeliveryPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryPayload'] = ResolversParentTypes['DeliveryPayload']> = {
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  missing?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  missingCode?: Resolver<Maybe<ResolversTypes['MissingPayloadCode']>, ParentType, ContextType>;
  wasSent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeliveryPlatformResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryPlatform'] = ResolversParentTypes['DeliveryPlatform']> = {
  backlog?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  backlogSince?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disclosed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endpoint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failingSince?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isService?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastErrorCode?: Resolver<Maybe<ResolversTypes['AttemptErrorCode']>, ParentType, ContextType>;
  lastErrorDetail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastFailureAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextTryAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['DeliverySettings'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['DeliveryPlatformState'], ParentType, ContextType>;
  subscription?: Resolver<Maybe<ResolversTypes['DeliverySubscription']>, ParentType, ContextType>;
  successRate?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type DeliveryPlatformPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliveryPlatformPayload'] = ResolversParentTypes['DeliveryPlatformPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['DeliveryPlatform']>, ParentType, ContextType>;
};

export type DeliverySecretPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliverySecretPayload'] = ResolversParentTypes['DeliverySecretPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['DeliveryPlatform']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DeliverySettingsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliverySettings'] = ResolversParentTypes['DeliverySettings']> = {
  deletes?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasSecret?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['DeliveryMode'], ParentType, ContextType>;
  ontologies?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  privateAddresses?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DeliverySubscriptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DeliverySubscription'] = ResolversParentTypes['DeliverySubscription']> = {
  byReference?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  deletions?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  ontologies?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type DisclosureResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Disclosure'] = ResolversParentTypes['Disclosure']> = {
  acknowledged?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  envelopeHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isDeletion?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  metaEnvelopeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['DeliveryMode'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DisclosurePageResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['DisclosurePage'] = ResolversParentTypes['DisclosurePage']> = {
  entries?: Resolver<Array<ResolversTypes['Disclosure']>, ParentType, ContextType>;
  nextCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EnvelopeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Envelope'] = ResolversParentTypes['Envelope']> = {
  fieldKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  valueType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExportPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ExportPayload'] = ResolversParentTypes['ExportPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['ExportRun']>, ParentType, ContextType>;
};

export type ExportProblemResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ExportProblem'] = ResolversParentTypes['ExportProblem']> = {
  item?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ExportRunResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ExportRun'] = ResolversParentTypes['ExportRun']> = {
  archive?: Resolver<Maybe<ResolversTypes['ExportedArchive']>, ParentType, ContextType>;
  done?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['UserError']>, ParentType, ContextType>;
  file?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ExportState'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type ExportedArchiveResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ExportedArchive'] = ResolversParentTypes['ExportedArchive']> = {
  files?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problemCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['ExportProblem']>, ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  signed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ForeignBindingDocumentResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ForeignBindingDocument'] = ResolversParentTypes['ForeignBindingDocument']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signatures?: Resolver<Array<ResolversTypes['BindingDocumentSignature']>, ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['BindingDocumentType'], ParentType, ContextType>;
  vault?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdicts?: Resolver<Array<ResolversTypes['SignatureVerdict']>, ParentType, ContextType>;
};

export type ForeignBindingDocumentPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ForeignBindingDocumentPayload'] = ResolversParentTypes['ForeignBindingDocumentPayload']> = {
  document?: Resolver<Maybe<ResolversTypes['ForeignBindingDocument']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type GivenUpDeliveriesResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['GivenUpDeliveries'] = ResolversParentTypes['GivenUpDeliveries']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IdentityResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Identity'] = ResolversParentTypes['Identity']> = {
  ename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  evaultId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keychain?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keychainWeak?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keyless?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  keys?: Resolver<Array<ResolversTypes['IdentityKey']>, ParentType, ContextType>;
  log?: Resolver<Array<ResolversTypes['IdentityLogEntry']>, ParentType, ContextType>;
  trust?: Resolver<Maybe<ResolversTypes['TrustList']>, ParentType, ContextType>;
};

export type IdentityKeyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityKey'] = ResolversParentTypes['IdentityKey']> = {
  addedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  certifiedUntil?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isInLog?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  isThisComputer?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publicKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['IdentityKeyState'], ParentType, ContextType>;
  until?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type IdentityLogEntryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityLogEntry'] = ResolversParentTypes['IdentityLogEntry']> = {
  approvedBy?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  entry?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  nextKeyHashes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signedBy?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  updateKeys?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  versionId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  versionTime?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IdentityPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['IdentityPayload'] = ResolversParentTypes['IdentityPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  identity?: Resolver<Maybe<ResolversTypes['Identity']>, ParentType, ContextType>;
};

export type InboundNewsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['InboundNews'] = ResolversParentTypes['InboundNews']> = {
  leftOut?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requests?: Resolver<Array<ResolversTypes['InboundRequest']>, ParentType, ContextType>;
};

export type InboundRequestResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['InboundRequest'] = ResolversParentTypes['InboundRequest']> = {
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bytesIn?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  caller?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  callerKind?: Resolver<Maybe<ResolversTypes['InboundCallerKind']>, ParentType, ContextType>;
  callerName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['InboundVerdict'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type KnownOntologyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['KnownOntology'] = ResolversParentTypes['KnownOntology']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LogIntegrityResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LogIntegrity'] = ResolversParentTypes['LogIntegrity']> = {
  brokenSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signedSequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  whole?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MadeBackupResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MadeBackup'] = ResolversParentTypes['MadeBackup']> = {
  added?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  bytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MetaEnvelopeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MetaEnvelope'] = ResolversParentTypes['MetaEnvelope']> = {
  acl?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  brief?: Resolver<ResolversTypes['JSON'], ParentType, ContextType, Partial<MetaEnvelopeBriefArgs>>;
  createdAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  envelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parsed?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MetaEnvelopeChangeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MetaEnvelopeChange'] = ResolversParentTypes['MetaEnvelopeChange']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ChangeKind'], ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MetaEnvelopeConnectionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MetaEnvelopeConnection'] = ResolversParentTypes['MetaEnvelopeConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MetaEnvelopeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MetaEnvelopeEdgeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MetaEnvelopeEdge'] = ResolversParentTypes['MetaEnvelopeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MetaEnvelope'], ParentType, ContextType>;
};

export type MoveResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Move'] = ResolversParentTypes['Move']> = {
  access?: Resolver<ResolversTypes['MoveAccess'], ParentType, ContextType>;
  brought?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['MoveDirection'], ParentType, ContextType>;
  frozenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  helps?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isRunning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  leftBehind?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  report?: Resolver<Maybe<ResolversTypes['MoveReport']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MoveState'], ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['MoveStep']>, ParentType, ContextType>;
  switchedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MovePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MovePayload'] = ResolversParentTypes['MovePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  move?: Resolver<Maybe<ResolversTypes['Move']>, ParentType, ContextType>;
};

export type MoveReportResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MoveReport'] = ResolversParentTypes['MoveReport']> = {
  comparedWithAcl?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  comparedWithoutAcl?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  files?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  frozenMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  json?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  notMoved?: Resolver<Array<ResolversTypes['NotMoved']>, ParentType, ContextType>;
  records?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MoveStepResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MoveStep'] = ResolversParentTypes['MoveStep']> = {
  done?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['MoveStepState'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['MoveStepName'], ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationAddKeyArgs, 'device' | 'publicKey'>>;
  answerPlatform?: Resolver<ResolversTypes['PlatformSessionPayload'], ParentType, ContextType, RequireFields<MutationAnswerPlatformArgs, 'uri'>>;
  approveRecovery?: Resolver<ResolversTypes['RecoveryRequestPayload'], ParentType, ContextType, RequireFields<MutationApproveRecoveryArgs, 'id'>>;
  approveSignature?: Resolver<ResolversTypes['CreateBindingDocumentSignaturePayload'], ParentType, ContextType, RequireFields<MutationApproveSignatureArgs, 'id'>>;
  backUpNow?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType>;
  bulkCreateMetaEnvelopes?: Resolver<ResolversTypes['BulkCreateMetaEnvelopesPayload'], ParentType, ContextType, RequireFields<MutationBulkCreateMetaEnvelopesArgs, 'inputs' | 'skipWebhooks'>>;
  cancelBackupWork?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType>;
  cancelExport?: Resolver<ResolversTypes['ExportPayload'], ParentType, ContextType>;
  cancelMove?: Resolver<ResolversTypes['CancelMovePayload'], ParentType, ContextType, RequireFields<MutationCancelMoveArgs, 'remove'>>;
  cancelRecovery?: Resolver<ResolversTypes['RecoveryPayload'], ParentType, ContextType>;
  changeBackups?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType, RequireFields<MutationChangeBackupsArgs, 'changes'>>;
  changeDeliverySettings?: Resolver<ResolversTypes['DeliveryPlatformPayload'], ParentType, ContextType, RequireFields<MutationChangeDeliverySettingsArgs, 'changes' | 'platform'>>;
  changeSettings?: Resolver<ResolversTypes['ChangeSettingsPayload'], ParentType, ContextType, RequireFields<MutationChangeSettingsArgs, 'changes'>>;
  createBindingDocument?: Resolver<ResolversTypes['CreateBindingDocumentPayload'], ParentType, ContextType, RequireFields<MutationCreateBindingDocumentArgs, 'input'>>;
  createBindingDocumentSignature?: Resolver<ResolversTypes['CreateBindingDocumentSignaturePayload'], ParentType, ContextType, RequireFields<MutationCreateBindingDocumentSignatureArgs, 'input'>>;
  createMetaEnvelope?: Resolver<ResolversTypes['CreateMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationCreateMetaEnvelopeArgs, 'input'>>;
  decideConsent?: Resolver<ResolversTypes['DecideConsentPayload'], ParentType, ContextType, RequireFields<MutationDecideConsentArgs, 'decision' | 'migrator' | 'ontologies' | 'platform'>>;
  declineRecovery?: Resolver<ResolversTypes['RecoveryRequestPayload'], ParentType, ContextType, RequireFields<MutationDeclineRecoveryArgs, 'id'>>;
  deleteMetaEnvelope?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteMetaEnvelopeArgs, 'id'>>;
  forgetSentSignature?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationForgetSentSignatureArgs, 'id'>>;
  makeDeliverySecret?: Resolver<ResolversTypes['DeliverySecretPayload'], ParentType, ContextType, RequireFields<MutationMakeDeliverySecretArgs, 'platform'>>;
  openForeignBindingDocument?: Resolver<ResolversTypes['ForeignBindingDocumentPayload'], ParentType, ContextType, RequireFields<MutationOpenForeignBindingDocumentArgs, 'ename' | 'id'>>;
  proveBackup?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType>;
  refuseWhileLocked?: Resolver<ResolversTypes['DecideConsentPayload'], ParentType, ContextType, RequireFields<MutationRefuseWhileLockedArgs, 'platform' | 'refused'>>;
  rejectSignature?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRejectSignatureArgs, 'id'>>;
  releaseMove?: Resolver<ResolversTypes['MovePayload'], ParentType, ContextType, RequireFields<MutationReleaseMoveArgs, 'confirmation'>>;
  removeDeliverySecret?: Resolver<ResolversTypes['DeliveryPlatformPayload'], ParentType, ContextType, RequireFields<MutationRemoveDeliverySecretArgs, 'platform'>>;
  removeMetaEnvelope?: Resolver<ResolversTypes['RemoveMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRemoveMetaEnvelopeArgs, 'id'>>;
  removeMetaEnvelopes?: Resolver<ResolversTypes['BulkChangePayload'], ParentType, ContextType, RequireFields<MutationRemoveMetaEnvelopesArgs, 'ids'>>;
  removeTrust?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType>;
  replayDeliveries?: Resolver<ResolversTypes['ReplayDeliveriesPayload'], ParentType, ContextType, RequireFields<MutationReplayDeliveriesArgs, 'platform' | 'since'>>;
  replayDelivery?: Resolver<ResolversTypes['ReplayDeliveryPayload'], ParentType, ContextType, RequireFields<MutationReplayDeliveryArgs, 'id'>>;
  resendPlatformAnswer?: Resolver<ResolversTypes['PlatformSessionPayload'], ParentType, ContextType, RequireFields<MutationResendPlatformAnswerArgs, 'id'>>;
  resendSignature?: Resolver<ResolversTypes['SentSignaturePayload'], ParentType, ContextType, RequireFields<MutationResendSignatureArgs, 'id'>>;
  restoreMetaEnvelope?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRestoreMetaEnvelopeArgs, 'id'>>;
  restoreVersion?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRestoreVersionArgs, 'versionId'>>;
  resumeMove?: Resolver<ResolversTypes['MovePayload'], ParentType, ContextType, Partial<MutationResumeMoveArgs>>;
  returnMove?: Resolver<ResolversTypes['MovePayload'], ParentType, ContextType, Partial<MutationReturnMoveArgs>>;
  revokeConsent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeConsentArgs, 'platform'>>;
  revokeKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationRevokeKeyArgs, 'publicKey'>>;
  rotateKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType>;
  sendTestPacket?: Resolver<ResolversTypes['TestPacketPayload'], ParentType, ContextType, RequireFields<MutationSendTestPacketArgs, 'platform'>>;
  setAcl?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationSetAclArgs, 'acl' | 'id'>>;
  setAcls?: Resolver<ResolversTypes['BulkChangePayload'], ParentType, ContextType, RequireFields<MutationSetAclsArgs, 'acl' | 'ids'>>;
  setTrust?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationSetTrustArgs, 'threshold' | 'trusted' | 'waitSeconds'>>;
  signBindingDocument?: Resolver<ResolversTypes['CreateBindingDocumentPayload'], ParentType, ContextType, RequireFields<MutationSignBindingDocumentArgs, 'data' | 'type'>>;
  signForeignBindingDocument?: Resolver<ResolversTypes['SentSignaturePayload'], ParentType, ContextType, RequireFields<MutationSignForeignBindingDocumentArgs, 'digest' | 'ename' | 'id'>>;
  startBackups?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType, RequireFields<MutationStartBackupsArgs, 'input'>>;
  startExport?: Resolver<ResolversTypes['ExportPayload'], ParentType, ContextType, RequireFields<MutationStartExportArgs, 'file'>>;
  startMove?: Resolver<ResolversTypes['MovePayload'], ParentType, ContextType, RequireFields<MutationStartMoveArgs, 'input'>>;
  startRecovery?: Resolver<ResolversTypes['RecoveryPayload'], ParentType, ContextType>;
  stopBackups?: Resolver<ResolversTypes['BackupsPayload'], ParentType, ContextType>;
  storeMetaEnvelope?: Resolver<ResolversTypes['StoreMetaEnvelopeResult'], ParentType, ContextType, RequireFields<MutationStoreMetaEnvelopeArgs, 'input'>>;
  switchMove?: Resolver<ResolversTypes['MovePayload'], ParentType, ContextType>;
  undoConsent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUndoConsentArgs, 'platform'>>;
  updateEnvelopeValue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUpdateEnvelopeValueArgs, 'envelopeId' | 'newValue'>>;
  updateMetaEnvelope?: Resolver<ResolversTypes['UpdateMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationUpdateMetaEnvelopeArgs, 'id' | 'input'>>;
  updateMetaEnvelopeById?: Resolver<ResolversTypes['StoreMetaEnvelopeResult'], ParentType, ContextType, RequireFields<MutationUpdateMetaEnvelopeByIdArgs, 'id' | 'input'>>;
  uploadFile?: Resolver<ResolversTypes['UploadFilePayload'], ParentType, ContextType, RequireFields<MutationUploadFileArgs, 'input'>>;
};

export type NotMovedResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['NotMoved'] = ResolversParentTypes['NotMoved']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  items?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type NotaryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Notary'] = ResolversParentTypes['Notary']> = {
  ename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OntologySummaryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OntologySummary'] = ResolversParentTypes['OntologySummary']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OperationLogEntryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OperationLogEntry'] = ResolversParentTypes['OperationLogEntry']> = {
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  envelopeHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metaEnvelopeId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type OperationLogPageResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OperationLogPage'] = ResolversParentTypes['OperationLogPage']> = {
  entries?: Resolver<Array<ResolversTypes['OperationLogEntry']>, ParentType, ContextType>;
  nextCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OwnRegistryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OwnRegistry'] = ResolversParentTypes['OwnRegistry']> = {
  isOpen?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  publicUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PendingSignatureResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PendingSignature'] = ResolversParentTypes['PendingSignature']> = {
  document?: Resolver<ResolversTypes['BindingDocument'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['SignatureVerdict'], ParentType, ContextType>;
};

export type PlatformSessionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlatformSession'] = ResolversParentTypes['PlatformSession']> = {
  action?: Resolver<ResolversTypes['PlatformSessionAction'], ParentType, ContextType>;
  askedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['AttemptErrorCode']>, ParentType, ContextType>;
  errorDetail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  listing?: Resolver<ResolversTypes['PlatformListing'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  redirect?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  session?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  signature?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['PlatformSessionState'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  triedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlatformSessionPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PlatformSessionPayload'] = ResolversParentTypes['PlatformSessionPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['PlatformSession']>, ParentType, ContextType>;
};

export type ProvenBackupResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ProvenBackup'] = ResolversParentTypes['ProvenBackup']> = {
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  provenAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accessLog?: Resolver<Array<ResolversTypes['AccessLogEntry']>, ParentType, ContextType, Partial<QueryAccessLogArgs>>;
  activityByDay?: Resolver<Array<ResolversTypes['ActivityDay']>, ParentType, ContextType, RequireFields<QueryActivityByDayArgs, 'days' | 'offsetMinutes'>>;
  backups?: Resolver<ResolversTypes['Backups'], ParentType, ContextType>;
  bindingDocument?: Resolver<Maybe<ResolversTypes['BindingDocument']>, ParentType, ContextType, RequireFields<QueryBindingDocumentArgs, 'id'>>;
  bindingDocuments?: Resolver<ResolversTypes['BindingDocumentConnection'], ParentType, ContextType, Partial<QueryBindingDocumentsArgs>>;
  consentPreview?: Resolver<ResolversTypes['ConsentPreview'], ParentType, ContextType, RequireFields<QueryConsentPreviewArgs, 'decision' | 'ontologies' | 'platform'>>;
  consents?: Resolver<Array<ResolversTypes['Consent']>, ParentType, ContextType>;
  deliveries?: Resolver<ResolversTypes['DeliveryPage'], ParentType, ContextType, Partial<QueryDeliveriesArgs>>;
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType, RequireFields<QueryDeliveryArgs, 'id'>>;
  deliveryCounts?: Resolver<ResolversTypes['DeliveryCounts'], ParentType, ContextType>;
  deliveryPlatform?: Resolver<Maybe<ResolversTypes['DeliveryPlatform']>, ParentType, ContextType, RequireFields<QueryDeliveryPlatformArgs, 'platform'>>;
  deliveryPlatforms?: Resolver<Array<ResolversTypes['DeliveryPlatform']>, ParentType, ContextType>;
  disclosures?: Resolver<ResolversTypes['DisclosurePage'], ParentType, ContextType, RequireFields<QueryDisclosuresArgs, 'platform'>>;
  effectiveAccess?: Resolver<Array<ResolversTypes['RecordReader']>, ParentType, ContextType, RequireFields<QueryEffectiveAccessArgs, 'id'>>;
  exportRun?: Resolver<Maybe<ResolversTypes['ExportRun']>, ParentType, ContextType>;
  findMetaEnvelopesByOntology?: Resolver<Array<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryFindMetaEnvelopesByOntologyArgs, 'ontology'>>;
  getAllEnvelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  getMetaEnvelopeById?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryGetMetaEnvelopeByIdArgs, 'id'>>;
  givenUpDeliveries?: Resolver<Array<ResolversTypes['GivenUpDeliveries']>, ParentType, ContextType>;
  identity?: Resolver<ResolversTypes['Identity'], ParentType, ContextType>;
  inboundRequests?: Resolver<Array<ResolversTypes['InboundRequest']>, ParentType, ContextType, RequireFields<QueryInboundRequestsArgs, 'first'>>;
  knownOntologies?: Resolver<Array<ResolversTypes['KnownOntology']>, ParentType, ContextType>;
  logIntegrity?: Resolver<ResolversTypes['LogIntegrity'], ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryMetaEnvelopeArgs, 'id'>>;
  metaEnvelopes?: Resolver<ResolversTypes['MetaEnvelopeConnection'], ParentType, ContextType, Partial<QueryMetaEnvelopesArgs>>;
  move?: Resolver<Maybe<ResolversTypes['Move']>, ParentType, ContextType>;
  notaries?: Resolver<Array<ResolversTypes['Notary']>, ParentType, ContextType>;
  ontologies?: Resolver<Array<ResolversTypes['OntologySummary']>, ParentType, ContextType>;
  ontologySchema?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType, RequireFields<QueryOntologySchemaArgs, 'id'>>;
  operationLog?: Resolver<ResolversTypes['OperationLogPage'], ParentType, ContextType, Partial<QueryOperationLogArgs>>;
  pendingSignatures?: Resolver<Array<ResolversTypes['PendingSignature']>, ParentType, ContextType, Partial<QueryPendingSignaturesArgs>>;
  platformSessions?: Resolver<Array<ResolversTypes['PlatformSession']>, ParentType, ContextType>;
  reach?: Resolver<ResolversTypes['Reach'], ParentType, ContextType>;
  recovery?: Resolver<Maybe<ResolversTypes['Recovery']>, ParentType, ContextType>;
  recoveryRequests?: Resolver<Array<ResolversTypes['RecoveryRequest']>, ParentType, ContextType>;
  searchMetaEnvelopes?: Resolver<Array<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QuerySearchMetaEnvelopesArgs, 'ontology' | 'term'>>;
  sentSignatures?: Resolver<Array<ResolversTypes['SentSignature']>, ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['Settings'], ParentType, ContextType>;
  trash?: Resolver<Array<ResolversTypes['RecordVersion']>, ParentType, ContextType, Partial<QueryTrashArgs>>;
  vault?: Resolver<ResolversTypes['Vault'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['RecordVersion']>, ParentType, ContextType, RequireFields<QueryVersionsArgs, 'id'>>;
  visitor?: Resolver<Maybe<ResolversTypes['VisitorDetails']>, ParentType, ContextType, RequireFields<QueryVisitorArgs, 'caller'>>;
  visitors?: Resolver<Array<ResolversTypes['Visitor']>, ParentType, ContextType>;
};

export type ReachResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Reach'] = ResolversParentTypes['Reach']> = {
  registration?: Resolver<ResolversTypes['Registration'], ParentType, ContextType>;
  spans?: Resolver<Array<ResolversTypes['ReachableSpan']>, ParentType, ContextType>;
};

export type ReachableSpanResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReachableSpan'] = ResolversParentTypes['ReachableSpan']> = {
  causeCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  causeParameters?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  missed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  missedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provenAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publicUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RecordReaderResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecordReader'] = ResolversParentTypes['RecordReader']> = {
  because?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  canRead?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  canWrite?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RecordReaderKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RecordVersionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecordVersion'] = ResolversParentTypes['RecordVersion']> = {
  acl?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  brief?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  madeAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  madeBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parsed?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  versionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RecoveryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Recovery'] = ResolversParentTypes['Recovery']> = {
  fingerprints?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  friends?: Resolver<Array<ResolversTypes['RecoveryFriend']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['RecoveryState'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RecoveryFriendResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecoveryFriend'] = ResolversParentTypes['RecoveryFriend']> = {
  answer?: Resolver<ResolversTypes['RecoveryAnswer'], ParentType, ContextType>;
  ename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reached?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RecoveryPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecoveryPayload'] = ResolversParentTypes['RecoveryPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  recovery?: Resolver<Maybe<ResolversTypes['Recovery']>, ParentType, ContextType>;
};

export type RecoveryRequestResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecoveryRequest'] = ResolversParentTypes['RecoveryRequest']> = {
  asker?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fingerprints?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RecoveryAnswer'], ParentType, ContextType>;
};

export type RecoveryRequestPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecoveryRequestPayload'] = ResolversParentTypes['RecoveryRequestPayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['RecoveryRequest']>, ParentType, ContextType>;
};

export type RefusalResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Refusal'] = ResolversParentTypes['Refusal']> = {
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RegistrationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Registration'] = ResolversParentTypes['Registration']> = {
  confirmedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isPublic?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  ownRegistry?: Resolver<Maybe<ResolversTypes['OwnRegistry']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['RegistryProblemCode']>, ParentType, ContextType>;
  problemDetail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  registryUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RemoveMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RemoveMetaEnvelopePayload'] = ResolversParentTypes['RemoveMetaEnvelopePayload']> = {
  deletedId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReplayDeliveriesPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReplayDeliveriesPayload'] = ResolversParentTypes['ReplayDeliveriesPayload']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type ReplayDeliveryPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ReplayDeliveryPayload'] = ResolversParentTypes['ReplayDeliveryPayload']> = {
  delivery?: Resolver<Maybe<ResolversTypes['Delivery']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type RestoreMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RestoreMetaEnvelopePayload'] = ResolversParentTypes['RestoreMetaEnvelopePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
};

export type SentSignatureResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SentSignature'] = ResolversParentTypes['SentSignature']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SentSignatureState'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  triedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['BindingDocumentType'], ParentType, ContextType>;
  vault?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SentSignaturePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SentSignaturePayload'] = ResolversParentTypes['SentSignaturePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  signature?: Resolver<Maybe<ResolversTypes['SentSignature']>, ParentType, ContextType>;
};

export type SettingsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Settings'] = ResolversParentTypes['Settings']> = {
  accessLogDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  addKeys?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cors?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  counterpartySignatures?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createWithoutToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  historyDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  platformConsent?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provisioning?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readLogs?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readPublicWithoutToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readRegistry?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trashDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignatureVerdictResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['SignatureVerdict'] = ResolversParentTypes['SignatureVerdict']> = {
  keyState?: Resolver<Maybe<ResolversTypes['SigningKeyState']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  publicKey?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
};

export type StoreMetaEnvelopeResultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['StoreMetaEnvelopeResult'] = ResolversParentTypes['StoreMetaEnvelopeResult']> = {
  envelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  metaEnvelope?: Resolver<ResolversTypes['MetaEnvelope'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  deliveriesChanged?: SubscriptionResolver<Array<ResolversTypes['String']>, "deliveriesChanged", ParentType, ContextType>;
  inboundRequests?: SubscriptionResolver<ResolversTypes['InboundNews'], "inboundRequests", ParentType, ContextType>;
  metaEnvelopeChanged?: SubscriptionResolver<ResolversTypes['MetaEnvelopeChange'], "metaEnvelopeChanged", ParentType, ContextType>;
  visited?: SubscriptionResolver<ResolversTypes['VisitNews'], "visited", ParentType, ContextType>;
};

export type TestAttemptResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TestAttempt'] = ResolversParentTypes['TestAttempt']> = {
  at?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  durationMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['AttemptErrorCode']>, ParentType, ContextType>;
  errorDetail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  response?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type TestPacketPayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TestPacketPayload'] = ResolversParentTypes['TestPacketPayload']> = {
  attempt?: Resolver<Maybe<ResolversTypes['TestAttempt']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
};

export type TrustListResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['TrustList'] = ResolversParentTypes['TrustList']> = {
  threshold?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  trusted?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  waitSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UpdateMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UpdateMetaEnvelopePayload'] = ResolversParentTypes['UpdateMetaEnvelopePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
};

export type UploadFilePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UploadFilePayload'] = ResolversParentTypes['UploadFilePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelopeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publicUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VaultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Vault'] = ResolversParentTypes['Vault']> = {
  certifiedAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ename?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  evaultId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  localUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  registryUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  standing?: Resolver<Maybe<ResolversTypes['VaultStanding']>, ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['VaultWarning']>, ParentType, ContextType>;
};

export type VaultStandingResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VaultStanding'] = ResolversParentTypes['VaultStanding']> = {
  state?: Resolver<ResolversTypes['VaultStandingState'], ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VaultWarningResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VaultWarning'] = ResolversParentTypes['VaultWarning']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type VisitedTypeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VisitedType'] = ResolversParentTypes['VisitedType']> = {
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  read?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  written?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VisitorResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Visitor'] = ResolversParentTypes['Visitor']> = {
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  consent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstSeen?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['VisitorKind'], ParentType, ContextType>;
  lastRefusal?: Resolver<Maybe<ResolversTypes['Refusal']>, ParentType, ContextType>;
  lastSeen?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reads?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refusals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  spellings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  writes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VisitorDetailsResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VisitorDetails'] = ResolversParentTypes['VisitorDetails']> = {
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  consent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstSeen?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['VisitorKind'], ParentType, ContextType>;
  lastRefusal?: Resolver<Maybe<ResolversTypes['Refusal']>, ParentType, ContextType>;
  lastSeen?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reads?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refusals?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  spellings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  types?: Resolver<Array<ResolversTypes['VisitedType']>, ParentType, ContextType>;
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  writes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphQLContext> = {
  AccessLogEntry?: AccessLogEntryResolvers<ContextType>;
  ActivityDay?: ActivityDayResolvers<ContextType>;
  BackupDifference?: BackupDifferenceResolvers<ContextType>;
  BackupFailure?: BackupFailureResolvers<ContextType>;
  BackupPlan?: BackupPlanResolvers<ContextType>;
  BackupRun?: BackupRunResolvers<ContextType>;
  Backups?: BackupsResolvers<ContextType>;
  BackupsPayload?: BackupsPayloadResolvers<ContextType>;
  BindingDocument?: BindingDocumentResolvers<ContextType>;
  BindingDocumentConnection?: BindingDocumentConnectionResolvers<ContextType>;
  BindingDocumentEdge?: BindingDocumentEdgeResolvers<ContextType>;
  BindingDocumentSignature?: BindingDocumentSignatureResolvers<ContextType>;
  BulkChangePayload?: BulkChangePayloadResolvers<ContextType>;
  BulkChangeResult?: BulkChangeResultResolvers<ContextType>;
  BulkCreateMetaEnvelopesPayload?: BulkCreateMetaEnvelopesPayloadResolvers<ContextType>;
  BulkMetaEnvelopeResult?: BulkMetaEnvelopeResultResolvers<ContextType>;
  CancelMovePayload?: CancelMovePayloadResolvers<ContextType>;
  ChangeSettingsPayload?: ChangeSettingsPayloadResolvers<ContextType>;
  Consent?: ConsentResolvers<ContextType>;
  ConsentOntology?: ConsentOntologyResolvers<ContextType>;
  ConsentPreview?: ConsentPreviewResolvers<ContextType>;
  CreateBindingDocumentPayload?: CreateBindingDocumentPayloadResolvers<ContextType>;
  CreateBindingDocumentSignaturePayload?: CreateBindingDocumentSignaturePayloadResolvers<ContextType>;
  CreateMetaEnvelopePayload?: CreateMetaEnvelopePayloadResolvers<ContextType>;
  DecideConsentPayload?: DecideConsentPayloadResolvers<ContextType>;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryAttempt?: DeliveryAttemptResolvers<ContextType>;
  DeliveryCounts?: DeliveryCountsResolvers<ContextType>;
  DeliveryPage?: DeliveryPageResolvers<ContextType>;
  DeliveryPayload?: DeliveryPayloadResolvers<ContextType>;
  DeliveryPlatform?: DeliveryPlatformResolvers<ContextType>;
  DeliveryPlatformPayload?: DeliveryPlatformPayloadResolvers<ContextType>;
  DeliverySecretPayload?: DeliverySecretPayloadResolvers<ContextType>;
  DeliverySettings?: DeliverySettingsResolvers<ContextType>;
  DeliverySubscription?: DeliverySubscriptionResolvers<ContextType>;
  Disclosure?: DisclosureResolvers<ContextType>;
  DisclosurePage?: DisclosurePageResolvers<ContextType>;
  Envelope?: EnvelopeResolvers<ContextType>;
  ExportPayload?: ExportPayloadResolvers<ContextType>;
  ExportProblem?: ExportProblemResolvers<ContextType>;
  ExportRun?: ExportRunResolvers<ContextType>;
  ExportedArchive?: ExportedArchiveResolvers<ContextType>;
  ForeignBindingDocument?: ForeignBindingDocumentResolvers<ContextType>;
  ForeignBindingDocumentPayload?: ForeignBindingDocumentPayloadResolvers<ContextType>;
  GivenUpDeliveries?: GivenUpDeliveriesResolvers<ContextType>;
  Identity?: IdentityResolvers<ContextType>;
  IdentityKey?: IdentityKeyResolvers<ContextType>;
  IdentityLogEntry?: IdentityLogEntryResolvers<ContextType>;
  IdentityPayload?: IdentityPayloadResolvers<ContextType>;
  InboundNews?: InboundNewsResolvers<ContextType>;
  InboundRequest?: InboundRequestResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  KnownOntology?: KnownOntologyResolvers<ContextType>;
  LogIntegrity?: LogIntegrityResolvers<ContextType>;
  MadeBackup?: MadeBackupResolvers<ContextType>;
  MetaEnvelope?: MetaEnvelopeResolvers<ContextType>;
  MetaEnvelopeChange?: MetaEnvelopeChangeResolvers<ContextType>;
  MetaEnvelopeConnection?: MetaEnvelopeConnectionResolvers<ContextType>;
  MetaEnvelopeEdge?: MetaEnvelopeEdgeResolvers<ContextType>;
  Move?: MoveResolvers<ContextType>;
  MovePayload?: MovePayloadResolvers<ContextType>;
  MoveReport?: MoveReportResolvers<ContextType>;
  MoveStep?: MoveStepResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotMoved?: NotMovedResolvers<ContextType>;
  Notary?: NotaryResolvers<ContextType>;
  OntologySummary?: OntologySummaryResolvers<ContextType>;
  OperationLogEntry?: OperationLogEntryResolvers<ContextType>;
  OperationLogPage?: OperationLogPageResolvers<ContextType>;
  OwnRegistry?: OwnRegistryResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PendingSignature?: PendingSignatureResolvers<ContextType>;
  PlatformSession?: PlatformSessionResolvers<ContextType>;
  PlatformSessionPayload?: PlatformSessionPayloadResolvers<ContextType>;
  ProvenBackup?: ProvenBackupResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Reach?: ReachResolvers<ContextType>;
  ReachableSpan?: ReachableSpanResolvers<ContextType>;
  RecordReader?: RecordReaderResolvers<ContextType>;
  RecordVersion?: RecordVersionResolvers<ContextType>;
  Recovery?: RecoveryResolvers<ContextType>;
  RecoveryFriend?: RecoveryFriendResolvers<ContextType>;
  RecoveryPayload?: RecoveryPayloadResolvers<ContextType>;
  RecoveryRequest?: RecoveryRequestResolvers<ContextType>;
  RecoveryRequestPayload?: RecoveryRequestPayloadResolvers<ContextType>;
  Refusal?: RefusalResolvers<ContextType>;
  Registration?: RegistrationResolvers<ContextType>;
  RemoveMetaEnvelopePayload?: RemoveMetaEnvelopePayloadResolvers<ContextType>;
  ReplayDeliveriesPayload?: ReplayDeliveriesPayloadResolvers<ContextType>;
  ReplayDeliveryPayload?: ReplayDeliveryPayloadResolvers<ContextType>;
  RestoreMetaEnvelopePayload?: RestoreMetaEnvelopePayloadResolvers<ContextType>;
  SentSignature?: SentSignatureResolvers<ContextType>;
  SentSignaturePayload?: SentSignaturePayloadResolvers<ContextType>;
  Settings?: SettingsResolvers<ContextType>;
  SignatureVerdict?: SignatureVerdictResolvers<ContextType>;
  StoreMetaEnvelopeResult?: StoreMetaEnvelopeResultResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TestAttempt?: TestAttemptResolvers<ContextType>;
  TestPacketPayload?: TestPacketPayloadResolvers<ContextType>;
  TrustList?: TrustListResolvers<ContextType>;
  UpdateMetaEnvelopePayload?: UpdateMetaEnvelopePayloadResolvers<ContextType>;
  UploadFilePayload?: UploadFilePayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Vault?: VaultResolvers<ContextType>;
  VaultStanding?: VaultStandingResolvers<ContextType>;
  VaultWarning?: VaultWarningResolvers<ContextType>;
  VisitedType?: VisitedTypeResolvers<ContextType>;
  Visitor?: VisitorResolvers<ContextType>;
  VisitorDetails?: VisitorDetailsResolvers<ContextType>;
};

