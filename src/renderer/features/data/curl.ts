/** The seeds' example: writes a post that anyone may read. */
export function createCommand(localUrl: string, ename: string): string {
  const mutation =
    'mutation { createMetaEnvelope(input: { ontology: "550e8400-e29b-41d4-a716-446655440001", ' +
    'payload: { content: "Hello!", authorId: "...", createdAt: "2025-01-24T10:00:00Z" }, ' +
    'acl: ["*"] }) { metaEnvelope { id ontology } errors { message } } }'
  return [
    `curl -X POST ${localUrl}/graphql \\`,
    '  -H "Content-Type: application/json" \\',
    `  -H "X-ENAME: ${ename}" \\`,
    `  -d '${JSON.stringify({ query: mutation })}'`,
  ].join('\n')
}
