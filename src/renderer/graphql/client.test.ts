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
  endpoint.letQuestionsThrough()
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

test('what several ask in one turn is asked once, and anew in the next', async () => {
  const ask = vi.fn(async () => recordOf('asked once'))
  vi.stubGlobal('fetch', ask)
  const endpoint = new OwnerEndpoint()
  const client = createOwnerClient(endpoint)
  const question = {
    query: RecordDocument,
    variables: { id: 'a' },
    fetchPolicy: 'network-only',
  } as const

  const together = Promise.all([client.query(question), client.query(question)])
  endpoint.move('http://127.0.0.1:1/graphql')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(ask).toHaveBeenCalledTimes(0)
  endpoint.letQuestionsThrough()

  const answers = await together
  expect(answers.map(({ data }) => data?.metaEnvelope?.parsed)).toEqual([
    { content: 'asked once' },
    { content: 'asked once' },
  ])
  expect(ask).toHaveBeenCalledTimes(1)
  await client.query(question)
  expect(ask).toHaveBeenCalledTimes(2)
})

test('of what waits for the vault, the screen’s own question is asked first', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body).variables.id)
    return recordOf('')
  })
  const endpoint = new OwnerEndpoint()
  const client = createOwnerClient(endpoint)
  const ask = (id: string, isFirst: boolean) =>
    client.query({
      ...{ query: RecordDocument, variables: { id }, fetchPolicy: 'network-only' },
      context: { isFirst },
    })
  const answers = [ask('rail', false), ask('status bar', false), ask('screen', true)]
  endpoint.move('http://127.0.0.1:1/graphql')
  await new Promise((resolve) => setTimeout(resolve, 20))
  endpoint.letQuestionsThrough()
  await Promise.all(answers)
  expect(asked).toEqual(['screen', 'rail', 'status bar'])
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
