import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { StoredMetaEnvelope } from '../envelopes/types.ts';
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

export type ChangeKind =
  | 'CREATED'
  | 'DELETED'
  | 'RESTORED';

export type CreateMetaEnvelopePayload = {
  __typename?: 'CreateMetaEnvelopePayload';
  errors: Maybe<Array<UserError>>;
  metaEnvelope: Maybe<MetaEnvelope>;
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
};

export type MetaEnvelopeInput = {
  /** eNames that may read and write the record, or `*` for public reading. */
  acl: Array<Scalars['String']['input']>;
  /** The ontology's schema id. */
  ontology: Scalars['String']['input'];
  /** An object; each of its fields becomes an envelope. */
  payload: Scalars['JSON']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Stores a record. Works without a Bearer token where the owner's policy allows it. */
  createMetaEnvelope: CreateMetaEnvelopePayload;
  /** Deletes a record with all its envelopes. */
  removeMetaEnvelope: RemoveMetaEnvelopePayload;
  /** Takes a deleted record back from the trash, as it was. */
  restoreMetaEnvelope: RestoreMetaEnvelopePayload;
};


export type MutationCreateMetaEnvelopeArgs = {
  input: MetaEnvelopeInput;
};


export type MutationRemoveMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRestoreMetaEnvelopeArgs = {
  id: Scalars['ID']['input'];
};

export type OntologySummary = {
  __typename?: 'OntologySummary';
  count: Scalars['Int']['output'];
  ontology: Scalars['String']['output'];
  /** From the ontology, or null where the vault does not know it. */
  title: Maybe<Scalars['String']['output']>;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor: Maybe<Scalars['String']['output']>;
};

/**
 * The eVault's public GraphQL contract, served at `/graphql` of the local listener.
 * Source: the eVault seed ("GraphQL API") and protocol §5.
 */
export type Query = {
  __typename?: 'Query';
  /** One record by id; null when the vault holds none the caller may read. */
  metaEnvelope: Maybe<MetaEnvelope>;
  /**
   * Records in creation order, page by page. `first`/`after` walk forward, `last`/`before`
   * walk backward from the end; mixing the two directions is an error. 20 a page unless
   * said otherwise, 100 at most.
   */
  metaEnvelopes: MetaEnvelopeConnection;
  /** The record types the vault holds, with how many records there are of each. */
  ontologies: Array<OntologySummary>;
  /** The vault itself: its name, where it answers, what needs the owner's attention. */
  vault: Vault;
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

export type Subscription = {
  __typename?: 'Subscription';
  /** Each change of a record, after it is committed, whoever made it. */
  metaEnvelopeChanged: MetaEnvelopeChange;
};

export type UserError = {
  __typename?: 'UserError';
  code: Maybe<Scalars['String']['output']>;
  /** The input field at fault, where there is one. */
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
  /** DISK_ALMOST_FULL, WEAK_KEYCHAIN, CLOCK_BEHIND, REGISTRY_UNREACHABLE, PORT_CHANGED. */
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
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  ChangeKind: ChangeKind;
  CreateMetaEnvelopePayload: ResolverTypeWrapper<Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  Envelope: ResolverTypeWrapper<Envelope>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  MetaEnvelope: ResolverTypeWrapper<StoredMetaEnvelope>;
  MetaEnvelopeChange: ResolverTypeWrapper<Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  MetaEnvelopeConnection: ResolverTypeWrapper<Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversTypes['MetaEnvelopeEdge']> }>;
  MetaEnvelopeEdge: ResolverTypeWrapper<Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversTypes['MetaEnvelope'] }>;
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OntologySummary: ResolverTypeWrapper<OntologySummary>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RemoveMetaEnvelopePayload: ResolverTypeWrapper<RemoveMetaEnvelopePayload>;
  RestoreMetaEnvelopePayload: ResolverTypeWrapper<Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversTypes['MetaEnvelope']> }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserError: ResolverTypeWrapper<UserError>;
  Vault: ResolverTypeWrapper<Vault>;
  VaultWarning: ResolverTypeWrapper<VaultWarning>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Boolean: Scalars['Boolean']['output'];
  CreateMetaEnvelopePayload: Omit<CreateMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  Envelope: Envelope;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  JSON: Scalars['JSON']['output'];
  MetaEnvelope: StoredMetaEnvelope;
  MetaEnvelopeChange: Omit<MetaEnvelopeChange, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  MetaEnvelopeConnection: Omit<MetaEnvelopeConnection, 'edges'> & { edges: Array<ResolversParentTypes['MetaEnvelopeEdge']> };
  MetaEnvelopeEdge: Omit<MetaEnvelopeEdge, 'node'> & { node: ResolversParentTypes['MetaEnvelope'] };
  MetaEnvelopeFilterInput: MetaEnvelopeFilterInput;
  MetaEnvelopeInput: MetaEnvelopeInput;
  Mutation: Record<PropertyKey, never>;
  OntologySummary: OntologySummary;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  RemoveMetaEnvelopePayload: RemoveMetaEnvelopePayload;
  RestoreMetaEnvelopePayload: Omit<RestoreMetaEnvelopePayload, 'metaEnvelope'> & { metaEnvelope?: Maybe<ResolversParentTypes['MetaEnvelope']> };
  String: Scalars['String']['output'];
  Subscription: Record<PropertyKey, never>;
  UserError: UserError;
  Vault: Vault;
  VaultWarning: VaultWarning;
};

export type CreateMetaEnvelopePayloadResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['CreateMetaEnvelopePayload'] = ResolversParentTypes['CreateMetaEnvelopePayload']> = {
  errors?: Resolver<Maybe<Array<ResolversTypes['UserError']>>, ParentType, ContextType>;
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType>;
};

export type EnvelopeResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Envelope'] = ResolversParentTypes['Envelope']> = {
  fieldKey?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  valueType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

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
  createMetaEnvelope?: Resolver<ResolversTypes['CreateMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationCreateMetaEnvelopeArgs, 'input'>>;
  removeMetaEnvelope?: Resolver<ResolversTypes['RemoveMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRemoveMetaEnvelopeArgs, 'id'>>;
  restoreMetaEnvelope?: Resolver<ResolversTypes['RestoreMetaEnvelopePayload'], ParentType, ContextType, RequireFields<MutationRestoreMetaEnvelopeArgs, 'id'>>;
};

export type OntologySummaryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['OntologySummary'] = ResolversParentTypes['OntologySummary']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ontology?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  metaEnvelope?: Resolver<Maybe<ResolversTypes['MetaEnvelope']>, ParentType, ContextType, RequireFields<QueryMetaEnvelopeArgs, 'id'>>;
  metaEnvelopes?: Resolver<ResolversTypes['MetaEnvelopeConnection'], ParentType, ContextType, Partial<QueryMetaEnvelopesArgs>>;
  ontologies?: Resolver<Array<ResolversTypes['OntologySummary']>, ParentType, ContextType>;
  vault?: Resolver<ResolversTypes['Vault'], ParentType, ContextType>;
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

export type SubscriptionResolvers<ContextType = GraphQLContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  metaEnvelopeChanged?: SubscriptionResolver<ResolversTypes['MetaEnvelopeChange'], "metaEnvelopeChanged", ParentType, ContextType>;
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
  CreateMetaEnvelopePayload?: CreateMetaEnvelopePayloadResolvers<ContextType>;
  Envelope?: EnvelopeResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  MetaEnvelope?: MetaEnvelopeResolvers<ContextType>;
  MetaEnvelopeChange?: MetaEnvelopeChangeResolvers<ContextType>;
  MetaEnvelopeConnection?: MetaEnvelopeConnectionResolvers<ContextType>;
  MetaEnvelopeEdge?: MetaEnvelopeEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OntologySummary?: OntologySummaryResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RemoveMetaEnvelopePayload?: RemoveMetaEnvelopePayloadResolvers<ContextType>;
  RestoreMetaEnvelopePayload?: RestoreMetaEnvelopePayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Vault?: VaultResolvers<ContextType>;
  VaultWarning?: VaultWarningResolvers<ContextType>;
};

