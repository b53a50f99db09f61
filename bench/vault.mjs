/** Our own server: the headless vault, filled with records, and what it is asked for. */
import { join } from 'node:path'
import { PROJECT } from '../scripts/build.mjs'
import { Stop } from '../scripts/say.mjs'
import { BULK, newestNumber, ONTOLOGY, payload } from './record.mjs'
import { startServer } from './server.mjs'

const PLATFORM = 'https://platform.example'
const CREATE = `mutation Create($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code } }
}`
const GET = `query Get($id: ID!) { metaEnvelope(id: $id) { id ontology parsed } }`
const PAGE = `query Page($first: Int!, $after: String) {
  metaEnvelopes(first: $first, after: $after) {
    edges { cursor node { id ontology parsed } }
    pageInfo { hasNextPage endCursor }
  }
}`
const BULK_CREATE = `mutation Bulk($inputs: [BulkMetaEnvelopeInput!]!) {
  bulkCreateMetaEnvelopes(inputs: $inputs) {
    results { id success error } successCount errorCount errors { code }
  }
}`
const SEARCH = `query Search($term: String!) {
  metaEnvelopes(filter: { search: { term: $term } }, first: 20) {
    edges { cursor node { id ontology parsed } }
    pageInfo { hasNextPage endCursor }
  }
}`
const PAGE_SIZE = 20
/** Of records that are read one by one. */
const MOST_IDS = 2_000
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
  const ids = []
  const { operation: _, ...operations } = await operationsOf(vault, ids, BULK)
  await fill(operations.create, load, records, ids)
  await check(operations, load)
  return operations
}

/**
 * Fills a vault with records and waits until all of them are in the search index.
 *
 * @param {any} vault
 * @param {ReturnType<import('./load.mjs').createLoad>} load
 * @param {number} records
 * @param {number} atOnce
 */
export async function fillInBulk(vault, load, records, atOnce) {
  const { bulk } = await operationsOf(vault, [], atOnce)
  for (let count = 0; count < records; count += atOnce) {
    const { errorCount } = (await dataOf(load, bulk)).bulkCreateMetaEnvelopes
    expect(errorCount === 0, 'bulk creates all records')
  }
}

/**
 * The reads whose time must not depend on how many records there are.
 *
 * @param {any} vault
 * @param {ReturnType<import('./load.mjs').createLoad>} load
 * @param {number} records
 * @returns {Promise<Record<string, import('./load.mjs').Target>>}
 */
export async function scaleOperations(vault, load, records) {
  const ids = []
  const { get, page, operation } = await operationsOf(vault, ids, BULK)
  const newest = newestNumber()
  const rare = () => newest - Math.floor(Math.random() * records)
  const anywhere = operation(SEARCH, () => ({ term: `number ${rare()}: a` }))
  const everywhere = operation(SEARCH, () => ({ term: 'a few words' }))
  let cursor = null
  while (ids.length < records / 2 && ids.length < MOST_IDS) {
    const { edges, pageInfo } = (
      await dataOf(
        load,
        operation(PAGE, () => ({ first: 100, after: cursor })),
      )
    ).metaEnvelopes
    ids.push(...edges.map(({ node }) => node.id))
    cursor = pageInfo.endCursor
  }
  const found = async (target) => (await dataOf(load, target)).metaEnvelopes.edges.length
  expect((await found(anywhere)) >= 1, 'a search finds the record with the term')
  expect((await found(everywhere)) === PAGE_SIZE, 'a search finds a page of records')
  const after = operation(PAGE, () => ({ first: PAGE_SIZE, after: cursor }))
  return { get, page, pageBehindCursor: after, searchRare: anywhere, searchCommon: everywhere }
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

/** What a vault can be asked for; `ids` are those that `get` asks for. */
async function operationsOf(vault, ids, bulkSize) {
  const anonymous = { 'content-type': 'application/json', 'x-ename': vault.ename }
  const platform = { ...anonymous, authorization: `Bearer ${await platformToken(vault)}` }
  const as = (headers) => (query, variables) => ({
    url: `${vault.url}/graphql`,
    method: 'POST',
    headers,
    nextBody: () => JSON.stringify({ query, variables: variables() }),
    badAnswer: '"errors":[{',
  })
  const operation = as(platform)
  const record = () => ({ ontology: ONTOLOGY, payload: payload(), acl: ['*'] })
  const input = () => ({ input: record() })
  return {
    operation,
    create: operation(CREATE, input),
    createAnonymous: as(anonymous)(CREATE, input),
    get: operation(GET, () => ({ id: ids[Math.floor(Math.random() * ids.length)] })),
    page: operation(PAGE, () => ({ first: PAGE_SIZE, after: null })),
    bulk: operation(BULK_CREATE, () => ({ inputs: Array.from({ length: bulkSize }, record) })),
  }
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
