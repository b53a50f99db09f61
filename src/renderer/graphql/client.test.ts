import { afterEach, expect, test, vi } from 'vitest'
import { createOwnerClient } from './client.ts'
import { RecordDocument } from './documents.generated.ts'
import { OwnerEndpoint } from './owner-endpoint.ts'

afterEach(() => void vi.unstubAllGlobals())

test('what is asked after a change is not answered by an earlier question', async () => {
  const answers: ((content: string) => void)[] = []
  vi.stubGlobal(
    'fetch',
    () => new Promise((resolve) => answers.push((content) => resolve(recordOf(content)))),
  )
  const endpoint = new OwnerEndpoint()
  endpoint.move('http://127.0.0.1:1/graphql')
  const query = createOwnerClient(endpoint).watchQuery({
    query: RecordDocument,
    variables: { id: 'a' },
    fetchPolicy: 'cache-and-network',
  })
  const following = query.subscribe(() => {})

  await vi.waitFor(() => expect(answers).toHaveLength(1))
  const again = query.refetch()
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[1]?.('after the change')
  await again
  answers[0]?.('before the change')
  await new Promise((resolve) => setTimeout(resolve, 50))

  const { data } = query.getCurrentResult()
  expect(data?.metaEnvelope?.parsed).toEqual({ content: 'after the change' })
  following.unsubscribe()
})

function recordOf(content: string): Response {
  return Response.json({
    data: {
      metaEnvelope: {
        __typename: 'MetaEnvelope',
        id: 'a',
        ontology: 'post',
        parsed: { content },
        acl: ['*'],
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    },
  })
}
