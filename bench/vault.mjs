/** Our own server: the headless vault, filled with records, and what it is asked for. */
import { join } from 'node:path'
import { PROJECT } from '../scripts/build.mjs'
import { Stop } from '../scripts/say.mjs'
import { ONTOLOGY, payload } from './record.mjs'
import { startServer } from './server.mjs'

const PLATFORM = 'https://platform.example'
const CREATE = `mutation Create($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code } }
}`
const GET = `query Get($id: ID!) { metaEnvelope(id: $id) { id ontology parsed } }`
const PAGE = `query Page($first: Int!) {
  metaEnvelopes(first: $first) {
    edges { cursor node { id ontology parsed } }
    pageInfo { hasNextPage endCursor }
  }
}`
const PAGE_SIZE = 20
const FIELDS = Object.keys(payload()).length

/** Starts a headless vault in an empty directory, on ports that are free. */
export function startVault(directory) {
  const ports = ['--port', '0', '--registry-port', '0']
  const quiet = ['--json', '--log-level', 'error']
  const keys = ['--insecure-dev-keys', '--policy', 'open']
  const cli = join(PROJECT, 'out/main/cli.js')
  return startServer(cli, ['serve', '--data', directory, ...ports, ...quiet, ...keys])
}

/**
 * The operations that are measured, each checked once. The vault holds `records` records then.
 *
 * @param {{ url: string, ename: string, registry: { url: string } }} vault
 * @param {ReturnType<import('./load.mjs').createLoad>} load
 * @param {number} records
 * @returns {Promise<Record<string, import('./load.mjs').Target>>}
 */
export async function vaultOperations(vault, load, records) {
  const anonymous = { 'content-type': 'application/json', 'x-ename': vault.ename }
  const platform = { ...anonymous, authorization: `Bearer ${await platformToken(vault)}` }
  const ids = []
  const operation = (headers, query, variables) => ({
    url: `${vault.url}/graphql`,
    method: 'POST',
    headers,
    nextBody: () => JSON.stringify({ query, variables: variables() }),
    badAnswer: '"errors":[{',
  })
  const input = () => ({ input: { ontology: ONTOLOGY, payload: payload(), acl: ['*'] } })
  const operations = {
    create: operation(platform, CREATE, input),
    createAnonymous: operation(anonymous, CREATE, input),
    get: operation(platform, GET, () => ({ id: ids[Math.floor(Math.random() * ids.length)] })),
    page: operation(platform, PAGE, () => ({ first: PAGE_SIZE })),
  }
  await fill(operations.create, load, records, ids)
  await check(operations, load)
  return operations
}

/** The token that the vault's registry gives a platform. */
async function platformToken({ registry }) {
  const answer = await fetch(`${registry.url}/platforms/certification`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ platform: PLATFORM }),
  })
  return (await answer.json()).token
}

/** Creates records and keeps their ids. */
async function fill(create, load, records, ids) {
  while (ids.length < records) {
    const { metaEnvelope } = (await dataOf(load, create)).createMetaEnvelope
    ids.push(metaEnvelope.id)
  }
}

/** Sees that each operation does what it is measured for. */
async function check({ create, createAnonymous, get, page }, load) {
  for (const operation of [create, createAnonymous]) {
    const { metaEnvelope, errors } = (await dataOf(load, operation)).createMetaEnvelope
    expect(metaEnvelope.id && errors.length === 0, 'create makes a record')
  }
  const { metaEnvelope } = await dataOf(load, get)
  expect(Object.keys(metaEnvelope.parsed).length === FIELDS, 'get finds a record with its fields')
  const { edges, pageInfo } = (await dataOf(load, page)).metaEnvelopes
  const whole = edges.every(({ node }) => Object.keys(node.parsed).length === FIELDS)
  expect(edges.length === PAGE_SIZE && whole && pageInfo.hasNextPage, 'page finds a full page')
}

/** What GraphQL answers. */
async function dataOf(load, operation) {
  const { status, text } = await load.ask(operation)
  if (status === 200 && !text.includes(operation.badAnswer)) return JSON.parse(text).data
  throw new Stop(`The vault answered ${status}: ${text.slice(0, 500)}`)
}

function expect(condition, what) {
  if (!condition) throw new Stop(`The vault gives wrong answers: not true that ${what}.`)
}
