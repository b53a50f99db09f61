import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredMetaEnvelope } from '../envelopes/types.ts';
import type { BindingDocument as StoredBindingDocument } from '../bindings/types.ts';
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
  operation: Scalars['String']['output'];
  /** The code of the refusal. */
  reason: Maybe<Scalars['String']['output']>;
  /** Ids of the records concerned, 1,000 at most. */
  records: Array<Scalars['String']['output']>;
  times: Scalars['Int']['output'];
  /** When; entries of one caller within half a second are one. */
  timestamp: Scalars['String']['output'];
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

/** A typed record: an ontology and one envelope for each field of its payload. */
export type MetaEnvelope = {
  __typename?: 'MetaEnvelope';
  /** eNames that may read and write the record, or `*` for public reading. */
  acl: Array<Scalars['String']['output']>;
  /** ISO 8601, UTC. */
  createdAt: Scalars['String']['output'];
  envelopes: Array<Envelope>;
  id: Scalars['String']['output'];
  ontology: Scalars['String']['output'];
  /** The payload as it was stored. */
  parsed: Maybe<Scalars['JSON']['output']>;
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
  ontologyId?: InputMaybe<Scalars['ID']['input']>;
  search?: InputMaybe<MetaEnvelopeSearchInput>;
};

export type MetaEnvelopeInput = {
  /** eNames that may read and write the record, or `*` for public reading. */
  acl: Array<Scalars['String']['input']>;
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

export type Mutation = {
  __typename?: 'Mutation';
  /** Lets a key of another device speak for the eName: multibase, P-256. */
  addKey: IdentityPayload;
  /**
   * Signs that the asker may get the new keys; the app asks the owner to confirm it. Compare the
   * fingerprints with the asker before, by voice.
   */
  approveRecovery: RecoveryRequestPayload;
  /** Adds a waiting signature to its document. */
  approveSignature: CreateBindingDocumentSignaturePayload;
  /**
   * Stores up to 1,000 records, each by itself: a bad one never fails its neighbours.
   * `skipWebhooks` counts only for platforms the owner has marked as migrators.
   */
  bulkCreateMetaEnvelopes: BulkCreateMetaEnvelopesPayload;
  /** Ends the recovery that is pending, for good. */
  cancelRecovery: RecoveryPayload;
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
  /** Drops a waiting signature. */
  rejectSignature: Scalars['Boolean']['output'];
  /** Deletes a record with all its envelopes. */
  removeMetaEnvelope: RemoveMetaEnvelopePayload;
  /** Takes a deleted record back from the trash, as it was. */
  restoreMetaEnvelope: RestoreMetaEnvelopePayload;
  /** Gives a record the content of an earlier version; a deleted one returns. */
  restoreVersion: RestoreMetaEnvelopePayload;
  /** Forgets a platform: it has to ask again, where the policy is to ask. */
  revokeConsent: Scalars['Boolean']['output'];
  /** Ends a key of another device, from the next request on. It can't come back. */
  revokeKey: IdentityPayload;
  /**
   * Replaces the key of this computer by the one that was committed to. The app asks the owner to
   * confirm it.
   */
  rotateKey: IdentityPayload;
  /** Sets who may read and write a record. */
  setAcl: RestoreMetaEnvelopePayload;
  /**
   * Sets who may approve a recovery, how many of them have to, and how long it waits (0 seconds to
   * 10 years). Renews the key; the app asks the owner to confirm it.
   */
  setTrust: IdentityPayload;
  /** Makes new keys and asks everybody on the trust list to approve them; only while `keyless`. */
  startRecovery: RecoveryPayload;
  /** Legacy: use `createMetaEnvelope`. */
  storeMetaEnvelope: StoreMetaEnvelopeResult;
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


export type MutationRejectSignatureArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRemoveMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreVersionArgs = {
  versionId: Scalars['ID']['input'];
};


export type MutationRevokeConsentArgs = {
  platform: Scalars['String']['input'];
};


export type MutationRevokeKeyArgs = {
  publicKey: Scalars['String']['input'];
};


export type MutationSetAclArgs = {
  acl: Array<Scalars['String']['input']>;
  id: Scalars['ID']['input'];
};


export type MutationSetTrustArgs = {
  threshold: Scalars['Int']['input'];
  trusted: Array<Scalars['String']['input']>;
  waitSeconds?: Scalars['Int']['input'];
};


export type MutationStoreMetaEnvelopeArgs = {
  input: MetaEnvelopeInput;
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

export type OperationLogPage = {
  __typename?: 'OperationLogPage';
  entries: Array<OperationLogEntry>;
  nextCursor: Maybe<Scalars['String']['output']>;
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
};

/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type Query = {
  __typename?: 'Query';
  /** Who read what, and who was refused why; newest first, behind an entry. */
  accessLog: Array<AccessLogEntry>;
  /** One binding document by the id of its meta envelope; null when there is none the caller may read. */
  bindingDocument: Maybe<BindingDocument>;
  /** Binding documents, page by page like `metaEnvelopes`. */
  bindingDocuments: BindingDocumentConnection;
  /** Platforms the owner decided about, and those that have asked; newest request first. */
  consents: Array<Consent>;
  /** Legacy: use `metaEnvelopes(filter: {ontologyId})`. */
  findMetaEnvelopesByOntology: Array<MetaEnvelope>;
  /** Legacy: the envelopes of all records the caller may read, without pages. */
  getAllEnvelopes: Array<Envelope>;
  /** Legacy: use `metaEnvelope`. */
  getMetaEnvelopeById: Maybe<MetaEnvelope>;
  /** The eName, the keys that speak for it, and their history. */
  identity: Identity;
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
  /** Whom the registry proposes for a trust list. */
  notaries: Array<Notary>;
  /** The record types the vault holds, with how many records there are of each. */
  ontologies: Array<OntologySummary>;
  /** Each change of a record, newest first; `after` is the `nextCursor` of the page before. */
  operationLog: OperationLogPage;
  /** Verified signatures of counterparties that wait for the owner, oldest first. */
  pendingSignatures: Array<PendingSignature>;
  /** The recovery of this vault that was asked for last; null when none ever was. */
  recovery: Maybe<Recovery>;
  /** Others who ask the owner to approve that they get new keys, newest first. */
  recoveryRequests: Array<RecoveryRequest>;
  /** Legacy: use `metaEnvelopes(filter: {search})`. */
  searchMetaEnvelopes: Array<MetaEnvelope>;
  /** The owner's policies and retention times. */
  settings: Settings;
  /** Deleted records that can be restored, newest deletion first, behind a version. */
  trash: Array<RecordVersion>;
  /** The vault itself: its name, where it answers, what needs the owner's attention. */
  vault: Vault;
  /** What a record was before each update and deletion, newest first, behind a version. */
  versions: Array<RecordVersion>;
};


/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type QueryAccessLogArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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
export type QueryOperationLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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

export type RecordVersion = {
  __typename?: 'RecordVersion';
  acl: Array<Scalars['String']['output']>;
  /** Who ended it. */
  caller: Scalars['String']['output'];
  endedAt: Scalars['String']['output'];
  /** `update` or `delete`. */
  endedBy: Scalars['String']['output'];
  id: Scalars['ID']['output'];
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

export type RemoveMetaEnvelopePayload = {
  __typename?: 'RemoveMetaEnvelopePayload';
  deletedId: Maybe<Scalars['String']['output']>;
  errors: Maybe<Array<UserError>>;
  success: Scalars['Boolean']['output'];
};

export type RestoreMetaEnvelopePayload = {
  __typename?: 'RestoreMetaEnvelopePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelope: Maybe<MetaEnvelope>;
};

export type SearchMode =
  | 'CONTAINS'
  | 'EXACT'
  | 'STARTS_WITH';

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
  trashDays?: InputMaybe<Scalars['Int']['input']>;
};

export type StoreMetaEnvelopeResult = {
  __typename?: 'StoreMetaEnvelopeResult';
  envelopes: Array<Envelope>;
  metaEnvelope: MetaEnvelope;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** Each change of a record, after it is committed, whoever made it. */
  metaEnvelopeChanged: MetaEnvelopeChange;
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
  totalCount: Scalars['Int']['output'];
  version: Scalars['String']['output'];
  /** Things the owner should know, most serious first. */
  warnings: Array<VaultWarning>;
};

export type VaultWarning = {
  __typename?: 'VaultWarning';
  /** NO_KEYS, RECOVERY_PENDING, DISK_ALMOST_FULL, WEAK_KEYCHAIN, KEYCHAIN_CHANGED, CLOCK_BEHIND, REGISTRY_UNREACHABLE, PORT_CHANGED. */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
};



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
  BindingDocument: ResolverTypeWrapper<StoredBindingDocument>;
  BindingDocumentConnection: ResolverTypeWrapper<Omit<BindingDocumentConnection, 'edges'> & { edges: Array<ResolversTypes['BindingDocumentEdge']> }>;
  BindingDocumentEdge: ResolverTypeWrapper<Omit<BindingDocumentEdge, 'node'> & { node: ResolversTypes['BindingDocument'] }>;
  BindingDocumentSignature: ResolverTypeWrapper<BindingDocumentSignature>;
  BindingDocumentSignatureInput: BindingDocumentSignatureInput;
  BindingDocumentType: BindingDocumentType;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  BulkCreateMetaEnvelopesPayload: ResolverTypeWrapper<BulkCreateMetaEnvelopesPayload>;
  BulkMetaEnvelopeInput: BulkMetaEnvelopeInput;
  BulkMetaEnvelopeResult: ResolverTypeWrapper<BulkMetaEnvelopeResult>;
  ChangeKind: ChangeKind;
  ChangeSettingsPayload: ResolverTypeWrapper<ChangeSettingsPayload>;
  Consent: ResolverTypeWrapper<Consent>;
  ConsentDecision: ConsentDecision;
  ConsentOntology: ResolverTypeWrapper<ConsentOntology>;
  ConsentOntologyInput: ConsentOntologyInput;
  CreateBindingDocumentInput: CreateBindingDocumentInput;
  CreateBindingDocumentPayload: ResolverTypeWrapper<Omit<CreateBindingDocumentPayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversTypes['BindingDocument']> }>;
  CreateBindingDocumentSignatureInput: CreateBindingDocumentSignatureInput;
  CreateBindingDocumentSignaturePayload: ResolverTypeWrapper<Omit<CreateBindingDocumentSignaturePayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversTypes['BindingDocument']> }>;
  CreateMetaEnvelopePayload: ResolverTypeWrapper<Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  DecideConsentPayload: ResolverTypeWrapper<DecideConsentPayload>;
  Envelope: ResolverTypeWrapper<Envelope>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Identity: ResolverTypeWrapper<Identity>;
  IdentityKey: ResolverTypeWrapper<IdentityKey>;
  IdentityKeyState: IdentityKeyState;
  IdentityLogEntry: ResolverTypeWrapper<IdentityLogEntry>;
  IdentityPayload: ResolverTypeWrapper<IdentityPayload>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LogIntegrity: ResolverTypeWrapper<LogIntegrity>;
  MetaEnvelope: ResolverTypeWrapper<StoredMetaEnvelope>;
  MetaEnvelopeChange: ResolverTypeWrapper<Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  MetaEnvelopeConnection: ResolverTypeWrapper<Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversTypes['MetaEnvelopeEdge']> }>;
  MetaEnvelopeEdge: ResolverTypeWrapper<Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversTypes['MetaEnvelope'] }>;
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  MetaEnvelopeSearchInput: MetaEnvelopeSearchInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Notary: ResolverTypeWrapper<Notary>;
  OntologySummary: ResolverTypeWrapper<OntologySummary>;
  OperationLogEntry: ResolverTypeWrapper<OperationLogEntry>;
  OperationLogPage: ResolverTypeWrapper<OperationLogPage>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PendingSignature: ResolverTypeWrapper<Omit<PendingSignature, 'document'> & { document: ResolversTypes['BindingDocument'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordVersion: ResolverTypeWrapper<RecordVersion>;
  Recovery: ResolverTypeWrapper<Recovery>;
  RecoveryAnswer: RecoveryAnswer;
  RecoveryFriend: ResolverTypeWrapper<RecoveryFriend>;
  RecoveryPayload: ResolverTypeWrapper<RecoveryPayload>;
  RecoveryRequest: ResolverTypeWrapper<RecoveryRequest>;
  RecoveryRequestPayload: ResolverTypeWrapper<RecoveryRequestPayload>;
  RecoveryState: RecoveryState;
  RemoveMetaEnvelopePayload: ResolverTypeWrapper<RemoveMetaEnvelopePayload>;
  RestoreMetaEnvelopePayload: ResolverTypeWrapper<Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  SearchMode: SearchMode;
  Settings: ResolverTypeWrapper<Settings>;
  SettingsInput: SettingsInput;
  StoreMetaEnvelopeResult: ResolverTypeWrapper<Omit<StoreMetaEnvelopeResult, 'metaEnvelope'> & { metaEnvelope: ResolversTypes['MetaEnvelope'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TrustList: ResolverTypeWrapper<TrustList>;
  UpdateMetaEnvelopePayload: ResolverTypeWrapper<Omit<UpdateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  UploadFileInput: UploadFileInput;
  UploadFilePayload: ResolverTypeWrapper<UploadFilePayload>;
  UserError: ResolverTypeWrapper<UserError>;
  Vault: ResolverTypeWrapper<Vault>;
  VaultWarning: ResolverTypeWrapper<VaultWarning>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccessLogEntry: AccessLogEntry;
  BindingDocument: StoredBindingDocument;
  BindingDocumentConnection: Omit<BindingDocumentConnection, 'edges'> & { edges: Array<ResolversParentTypes['BindingDocumentEdge']> };
  BindingDocumentEdge: Omit<BindingDocumentEdge, 'node'> & { node: ResolversParentTypes['BindingDocument'] };
  BindingDocumentSignature: BindingDocumentSignature;
  BindingDocumentSignatureInput: BindingDocumentSignatureInput;
  Boolean: Scalars['Boolean']['output'];
  BulkCreateMetaEnvelopesPayload: BulkCreateMetaEnvelopesPayload;
  BulkMetaEnvelopeInput: BulkMetaEnvelopeInput;
  BulkMetaEnvelopeResult: BulkMetaEnvelopeResult;
  ChangeSettingsPayload: ChangeSettingsPayload;
  Consent: Consent;
  ConsentOntology: ConsentOntology;
  ConsentOntologyInput: ConsentOntologyInput;
  CreateBindingDocumentInput: CreateBindingDocumentInput;
  CreateBindingDocumentPayload: Omit<CreateBindingDocumentPayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversParentTypes['BindingDocument']> };
  CreateBindingDocumentSignatureInput: CreateBindingDocumentSignatureInput;
  CreateBindingDocumentSignaturePayload: Omit<CreateBindingDocumentSignaturePayload, 'bindingDocument'> & { bindingDocument?: Maybe<ResolversParentTypes['BindingDocument']> };
  CreateMetaEnvelopePayload: Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  DecideConsentPayload: DecideConsentPayload;
  Envelope: Envelope;
  ID: Scalars['ID']['output'];
  Identity: Identity;
  IdentityKey: IdentityKey;
  IdentityLogEntry: IdentityLogEntry;
  IdentityPayload: IdentityPayload;
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  LogIntegrity: LogIntegrity;
  MetaEnvelope: StoredMetaEnvelope;
  MetaEnvelopeChange: Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  MetaEnvelopeConnection: Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversParentTypes['MetaEnvelopeEdge']> };
  MetaEnvelopeEdge: Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversParentTypes['MetaEnvelope'] };
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  MetaEnvelopeSearchInput: MetaEnvelopeSearchInput;
  Mutation: Record<PropertyKey, never>;
  Notary: Notary;
  OntologySummary: OntologySummary;
  OperationLogEntry: OperationLogEntry;
  OperationLogPage: OperationLogPage;
  PageInfo: PageInfo;
  PendingSignature: Omit<PendingSignature, 'document'> & { document: ResolversParentTypes['BindingDocument'] };
  Query: Record<PropertyKey, never>;
  RecordVersion: RecordVersion;
  Recovery: Recovery;
  RecoveryFriend: RecoveryFriend;
  RecoveryPayload: RecoveryPayload;
  RecoveryRequest: RecoveryRequest;
  RecoveryRequestPayload: RecoveryRequestPayload;
  RemoveMetaEnvelopePayload: RemoveMetaEnvelopePayload;
  RestoreMetaEnvelopePayload: Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  Settings: Settings;
  SettingsInput: SettingsInput;
  StoreMetaEnvelopeResult: Omit<StoreMetaEnvelopeResult, 'metaEnvelope'> & { metaEnvelope: ResolversParentTypes['MetaEnvelope'] };
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  TrustList: TrustList;
  UpdateMetaEnvelopePayload: Omit<UpdateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  UploadFileInput: UploadFileInput;
  UploadFilePayload: UploadFilePayload;
  UserError: UserError;
  Vault: Vault;
  VaultWarning: VaultWarning;
};

export type AccessLogEntryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['AccessLogEntry'] = ResolversParentTypes['AccessLogEntry']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  records?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  times?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BindingDocumentResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['BindingDocument'] = ResolversParentTypes['BindingDocument']> = {
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parsed?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  signatures?: Resolver<Array<ResolversTypes['BindingDocumentSignature']>, ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['BindingDocumentType'], ParentType, ContextType>;
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
  verified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ConsentOntologyResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['ConsentOntology'] = ResolversParentTypes['ConsentOntology']> = {
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  write?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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

export type EnvelopeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Envelope'] = ResolversParentTypes['Envelope']> = {
  fieldKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  valueType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LogIntegrityResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['LogIntegrity'] = ResolversParentTypes['LogIntegrity']> = {
  brokenSequence?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signedSequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  whole?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MetaEnvelopeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['MetaEnvelope'] = ResolversParentTypes['MetaEnvelope']> = {
  acl?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  envelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parsed?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
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

export type MutationResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationAddKeyArgs, 'device' | 'publicKey'>>;
  approveRecovery?: Resolver<ResolversTypes['RecoveryRequestPayload'], ParentType, ContextType, RequireFields<MutationApproveRecoveryArgs, 'id'>>;
  approveSignature?: Resolver<ResolversTypes['CreateBindingDocumentSignaturePayload'], ParentType, ContextType, RequireFields<MutationApproveSignatureArgs, 'id'>>;
  bulkCreateMetaEnvelopes?: Resolver<ResolversTypes['BulkCreateMetaEnvelopesPayload'], ParentType, ContextType, RequireFields<MutationBulkCreateMetaEnvelopesArgs, 'inputs' | 'skipWebhooks'>>;
  cancelRecovery?: Resolver<ResolversTypes['RecoveryPayload'], ParentType, ContextType>;
  changeSettings?: Resolver<ResolversTypes['ChangeSettingsPayload'], ParentType, ContextType, RequireFields<MutationChangeSettingsArgs, 'changes'>>;
  createBindingDocument?: Resolver<ResolversTypes['CreateBindingDocumentPayload'], ParentType, ContextType, RequireFields<MutationCreateBindingDocumentArgs, 'input'>>;
  createBindingDocumentSignature?: Resolver<ResolversTypes['CreateBindingDocumentSignaturePayload'], ParentType, ContextType, RequireFields<MutationCreateBindingDocumentSignatureArgs, 'input'>>;
  createMetaEnvelope?: Resolver<ResolversTypes['CreateMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationCreateMetaEnvelopeArgs, 'input'>>;
  decideConsent?: Resolver<ResolversTypes['DecideConsentPayload'], ParentType, ContextType, RequireFields<MutationDecideConsentArgs, 'decision' | 'migrator' | 'ontologies' | 'platform'>>;
  declineRecovery?: Resolver<ResolversTypes['RecoveryRequestPayload'], ParentType, ContextType, RequireFields<MutationDeclineRecoveryArgs, 'id'>>;
  deleteMetaEnvelope?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteMetaEnvelopeArgs, 'id'>>;
  rejectSignature?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRejectSignatureArgs, 'id'>>;
  removeMetaEnvelope?: Resolver<ResolversTypes['RemoveMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRemoveMetaEnvelopeArgs, 'id'>>;
  restoreMetaEnvelope?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRestoreMetaEnvelopeArgs, 'id'>>;
  restoreVersion?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRestoreVersionArgs, 'versionId'>>;
  revokeConsent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeConsentArgs, 'platform'>>;
  revokeKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationRevokeKeyArgs, 'publicKey'>>;
  rotateKey?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType>;
  setAcl?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationSetAclArgs, 'acl' | 'id'>>;
  setTrust?: Resolver<ResolversTypes['IdentityPayload'], ParentType, ContextType, RequireFields<MutationSetTrustArgs, 'threshold' | 'trusted' | 'waitSeconds'>>;
  startRecovery?: Resolver<ResolversTypes['RecoveryPayload'], ParentType, ContextType>;
  storeMetaEnvelope?: Resolver<ResolversTypes['StoreMetaEnvelopeResult'], ParentType, ContextType, RequireFields<MutationStoreMetaEnvelopeArgs, 'input'>>;
  updateEnvelopeValue?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUpdateEnvelopeValueArgs, 'envelopeId' | 'newValue'>>;
  updateMetaEnvelope?: Resolver<ResolversTypes['UpdateMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationUpdateMetaEnvelopeArgs, 'id' | 'input'>>;
  updateMetaEnvelopeById?: Resolver<ResolversTypes['StoreMetaEnvelopeResult'], ParentType, ContextType, RequireFields<MutationUpdateMetaEnvelopeByIdArgs, 'id' | 'input'>>;
  uploadFile?: Resolver<ResolversTypes['UploadFilePayload'], ParentType, ContextType, RequireFields<MutationUploadFileArgs, 'input'>>;
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
};

export type QueryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  accessLog?: Resolver<Array<ResolversTypes['AccessLogEntry']>, ParentType, ContextType, Partial<QueryAccessLogArgs>>;
  bindingDocument?: Resolver<Maybe<ResolversTypes['BindingDocument']>, ParentType, ContextType, RequireFields<QueryBindingDocumentArgs, 'id'>>;
  bindingDocuments?: Resolver<ResolversTypes['BindingDocumentConnection'], ParentType, ContextType, Partial<QueryBindingDocumentsArgs>>;
  consents?: Resolver<Array<ResolversTypes['Consent']>, ParentType, ContextType>;
  findMetaEnvelopesByOntology?: Resolver<Array<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryFindMetaEnvelopesByOntologyArgs, 'ontology'>>;
  getAllEnvelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  getMetaEnvelopeById?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryGetMetaEnvelopeByIdArgs, 'id'>>;
  identity?: Resolver<ResolversTypes['Identity'], ParentType, ContextType>;
  logIntegrity?: Resolver<ResolversTypes['LogIntegrity'], ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryMetaEnvelopeArgs, 'id'>>;
  metaEnvelopes?: Resolver<ResolversTypes['MetaEnvelopeConnection'], ParentType, ContextType, Partial<QueryMetaEnvelopesArgs>>;
  notaries?: Resolver<Array<ResolversTypes['Notary']>, ParentType, ContextType>;
  ontologies?: Resolver<Array<ResolversTypes['OntologySummary']>, ParentType, ContextType>;
  operationLog?: Resolver<ResolversTypes['OperationLogPage'], ParentType, ContextType, Partial<QueryOperationLogArgs>>;
  pendingSignatures?: Resolver<Array<ResolversTypes['PendingSignature']>, ParentType, ContextType>;
  recovery?: Resolver<Maybe<ResolversTypes['Recovery']>, ParentType, ContextType>;
  recoveryRequests?: Resolver<Array<ResolversTypes['RecoveryRequest']>, ParentType, ContextType>;
  searchMetaEnvelopes?: Resolver<Array<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QuerySearchMetaEnvelopesArgs, 'ontology' | 'term'>>;
  settings?: Resolver<ResolversTypes['Settings'], ParentType, ContextType>;
  trash?: Resolver<Array<ResolversTypes['RecordVersion']>, ParentType, ContextType, Partial<QueryTrashArgs>>;
  vault?: Resolver<ResolversTypes['Vault'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['RecordVersion']>, ParentType, ContextType, RequireFields<QueryVersionsArgs, 'id'>>;
};

export type RecordVersionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RecordVersion'] = ResolversParentTypes['RecordVersion']> = {
  acl?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  caller?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  endedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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

export type RemoveMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RemoveMetaEnvelopePayload'] = ResolversParentTypes['RemoveMetaEnvelopePayload']> = {
  deletedId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type RestoreMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['RestoreMetaEnvelopePayload'] = ResolversParentTypes['RestoreMetaEnvelopePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
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
  trashDays?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StoreMetaEnvelopeResultResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['StoreMetaEnvelopeResult'] = ResolversParentTypes['StoreMetaEnvelopeResult']> = {
  envelopes?: Resolver<Array<ResolversTypes['Envelope']>, ParentType, ContextType>;
  metaEnvelope?: Resolver<ResolversTypes['MetaEnvelope'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  metaEnvelopeChanged?: SubscriptionResolver<ResolversTypes['MetaEnvelopeChange'], "metaEnvelopeChanged", ParentType, ContextType>;
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
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['VaultWarning']>, ParentType, ContextType>;
};

export type VaultWarningResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['VaultWarning'] = ResolversParentTypes['VaultWarning']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = GraphQLContext> = {
  AccessLogEntry?: AccessLogEntryResolvers<ContextType>;
  BindingDocument?: BindingDocumentResolvers<ContextType>;
  BindingDocumentConnection?: BindingDocumentConnectionResolvers<ContextType>;
  BindingDocumentEdge?: BindingDocumentEdgeResolvers<ContextType>;
  BindingDocumentSignature?: BindingDocumentSignatureResolvers<ContextType>;
  BulkCreateMetaEnvelopesPayload?: BulkCreateMetaEnvelopesPayloadResolvers<ContextType>;
  BulkMetaEnvelopeResult?: BulkMetaEnvelopeResultResolvers<ContextType>;
  ChangeSettingsPayload?: ChangeSettingsPayloadResolvers<ContextType>;
  Consent?: ConsentResolvers<ContextType>;
  ConsentOntology?: ConsentOntologyResolvers<ContextType>;
  CreateBindingDocumentPayload?: CreateBindingDocumentPayloadResolvers<ContextType>;
  CreateBindingDocumentSignaturePayload?: CreateBindingDocumentSignaturePayloadResolvers<ContextType>;
  CreateMetaEnvelopePayload?: CreateMetaEnvelopePayloadResolvers<ContextType>;
  DecideConsentPayload?: DecideConsentPayloadResolvers<ContextType>;
  Envelope?: EnvelopeResolvers<ContextType>;
  Identity?: IdentityResolvers<ContextType>;
  IdentityKey?: IdentityKeyResolvers<ContextType>;
  IdentityLogEntry?: IdentityLogEntryResolvers<ContextType>;
  IdentityPayload?: IdentityPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LogIntegrity?: LogIntegrityResolvers<ContextType>;
  MetaEnvelope?: MetaEnvelopeResolvers<ContextType>;
  MetaEnvelopeChange?: MetaEnvelopeChangeResolvers<ContextType>;
  MetaEnvelopeConnection?: MetaEnvelopeConnectionResolvers<ContextType>;
  MetaEnvelopeEdge?: MetaEnvelopeEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Notary?: NotaryResolvers<ContextType>;
  OntologySummary?: OntologySummaryResolvers<ContextType>;
  OperationLogEntry?: OperationLogEntryResolvers<ContextType>;
  OperationLogPage?: OperationLogPageResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PendingSignature?: PendingSignatureResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecordVersion?: RecordVersionResolvers<ContextType>;
  Recovery?: RecoveryResolvers<ContextType>;
  RecoveryFriend?: RecoveryFriendResolvers<ContextType>;
  RecoveryPayload?: RecoveryPayloadResolvers<ContextType>;
  RecoveryRequest?: RecoveryRequestResolvers<ContextType>;
  RecoveryRequestPayload?: RecoveryRequestPayloadResolvers<ContextType>;
  RemoveMetaEnvelopePayload?: RemoveMetaEnvelopePayloadResolvers<ContextType>;
  RestoreMetaEnvelopePayload?: RestoreMetaEnvelopePayloadResolvers<ContextType>;
  Settings?: SettingsResolvers<ContextType>;
  StoreMetaEnvelopeResult?: StoreMetaEnvelopeResultResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TrustList?: TrustListResolvers<ContextType>;
  UpdateMetaEnvelopePayload?: UpdateMetaEnvelopePayloadResolvers<ContextType>;
  UploadFilePayload?: UploadFilePayloadResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Vault?: VaultResolvers<ContextType>;
  VaultWarning?: VaultWarningResolvers<ContextType>;
};

