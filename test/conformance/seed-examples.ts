/**
 * The examples of the eVault seed, verbatim, comments and all. Rows replace nothing but the
 * eName, ids, cursors, signatures and the token.
 */
export const graphqlExamples = {
  metaEnvelope: `query {
metaEnvelope(id: "global-id-123") {
id
ontology
parsed
envelopes {
id
fieldKey
value
valueType
}
}
}`,
  metaEnvelopes: `query {
metaEnvelopes(
filter: {
ontologyId: "550e8400-e29b-41d4-a716-446655440001"
search: {
term: "hello"
caseSensitive: false
mode: CONTAINS
}
}
first: 10
after: "cursor-string"
) {
edges {
cursor
node {
id
ontology
parsed
}
}
pageInfo {
hasNextPage
hasPreviousPage
startCursor
endCursor
}
totalCount
}
}`,
  createMetaEnvelope: `mutation {
createMetaEnvelope(input: {
ontology: "550e8400-e29b-41d4-a716-446655440001"
payload: {
content: "Hello, world!"
mediaUrls: []
authorId: "..."
createdAt: "2025-01-24T10:00:00Z"
}
acl: ["*"]
}) {
metaEnvelope {
id
ontology
parsed
envelopes {
id
fieldKey
value
}
}
errors {
field
message
code
}
}
}`,
  updateMetaEnvelope: `mutation {
updateMetaEnvelope(
id: "global-id-123"
input: {
ontology: "550e8400-e29b-41d4-a716-446655440001"
payload: {
content: "Updated content"
mediaUrls: []
}
acl: ["*"]
}
) {
metaEnvelope {
id
ontology
parsed
}
errors {
message
code
}
}
}`,
  removeMetaEnvelope: `mutation {
removeMetaEnvelope(id: "global-id-123") {
deletedId
success
errors {
message
code
}
}
}`,
  bulkCreateMetaEnvelopes: `mutation {
bulkCreateMetaEnvelopes(
inputs: [
{
id: "custom-id-1" # Optional: preserve specific IDs during migration
ontology: "550e8400-e29b-41d4-a716-446655440001"
payload: {
content: "First item"
authorId: "..."
createdAt: "2025-02-04T10:00:00Z"
}
acl: ["*"]
}
{
# id omitted: will generate a new ID
ontology: "550e8400-e29b-41d4-a716-446655440001"
payload: {
content: "Second item"
authorId: "..."
createdAt: "2025-02-04T10:01:00Z"
}
acl: ["platform-a.w3id"]
}
]
skipWebhooks: false # Optional: set to true to skip webhook delivery
) {
results {
id # ID of the created envelope (or attempted ID if failed)
success # Whether this individual item succeeded
error # Error message if failed (null if succeeded)
}
successCount # Total number of successful creates
errorCount # Total number of failed creates
errors { # Global errors (usually empty)
message
code
}
}
}`,
  bindingDocument: `query {
bindingDocument(id: "meta-envelope-id") {
subject
type
data
signatures {
signer
signature
timestamp
}
}
}`,
  bindingDocuments: `query {
bindingDocuments(
type: id_document
first: 10
after: "cursor-string"
) {
edges {
cursor
node {
subject
type
data
signatures {
signer
signature
timestamp
}
}
}
pageInfo {
hasNextPage
hasPreviousPage
startCursor
endCursor
}
totalCount
}
}`,
  createBindingDocument: `mutation {
createBindingDocument(input: {
subject: "@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a"
type: id_document
data: {
vendor: "onfido"
reference: "ref-12345"
name: "John Doe"
}
ownerSignature: {
signer: "@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a"
signature: "sig_abc123..."
timestamp: "2025-01-24T10:00:00Z"
}
}) {
metaEnvelopeId
bindingDocument {
subject
type
data
signatures {
signer
signature
timestamp
}
}
errors {
message
code
}
}
}`,
  createBindingDocumentSignature: `mutation {
createBindingDocumentSignature(input: {
bindingDocumentId: "meta-envelope-id"
signature: {
signer: "@counterparty-uuid"
signature: "sig_counterparty_xyz..."
timestamp: "2025-01-24T11:00:00Z"
}
}) {
bindingDocument {
subject
type
signatures {
signer
signature
timestamp
}
}
errors {
message
code
}
}
}`,
} as const

/** What the seed has its readers type into a shell. */
export const curlExamples = {
  whois: String.raw`curl -X GET http://localhost:4000/whois \
-H "X-ENAME: @user-a.w3id"`,
  logsFirstPage: String.raw`curl -X GET "http://localhost:4000/logs?limit=20" \
-H "X-ENAME: @user-a.w3id"`,
  logsNextPage: String.raw`curl -X GET "http://localhost:4000/logs?limit=20&cursor=2025-02-04T12:00:00.000Z%7Clog-entry-id" \
-H "X-ENAME: @user-a.w3id"`,
  creatingAPost: String.raw`curl -X POST http://localhost:4000/graphql \
-H "Content-Type: application/json" \
-H "X-ENAME: @user-a.w3id" \
-d '{
"query": "mutation { createMetaEnvelope(input: { ontology: \"550e8400-e29b-41d4-a716-446655440001\", payload: { content: \"Hello!\", authorId: \"...\", createdAt: \"2025-01-24T10:00:00Z\" }, acl: [\"*\"] }) { metaEnvelope { id ontology } errors { message } } }"
}'`,
  queryingPosts: String.raw`curl -X POST http://localhost:4000/graphql \
-H "Content-Type: application/json" \
-H "X-ENAME: @user-a.w3id" \
-H "Authorization: Bearer <token>" \
-d '{
"query": "{ metaEnvelopes(filter: { ontologyId: \"550e8400-e29b-41d4-a716-446655440001\" }, first: 10) { edges { node { id parsed } } pageInfo { hasNextPage endCursor } } }"
}'`,
  searchingPosts: String.raw`curl -X POST http://localhost:4000/graphql \
-H "Content-Type: application/json" \
-H "X-ENAME: @user-a.w3id" \
-d '{
"query": "{ metaEnvelopes(filter: { ontologyId: \"550e8400-e29b-41d4-a716-446655440001\", search: { term: \"hello\", mode: CONTAINS } }, first: 10) { edges { node { id parsed } } totalCount } }"
}'`,
  deletingAPost: String.raw`curl -X POST http://localhost:4000/graphql \
-H "Content-Type: application/json" \
-H "X-ENAME: @user-a.w3id" \
-d '{
"query": "mutation { removeMetaEnvelope(id: \"global-id-123\") { deletedId success errors { message } } }"
}'`,
  gettingCertificates: String.raw`curl -X GET http://localhost:4000/whois \
-H "X-ENAME: @user-a.w3id"`,
} as const

/** An example with its placeholders replaced; each of them has to be there. */
export function example(text: string, replacements: Readonly<Record<string, string>>): string {
  let result = text
  for (const [placeholder, value] of Object.entries(replacements)) {
    if (!text.includes(placeholder)) throw new Error(`The example has no ${placeholder}`)
    result = result.replaceAll(placeholder, value)
  }
  return result
}
