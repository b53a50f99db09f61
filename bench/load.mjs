/** The load: many connections, each asking again as soon as it is answered. */
import { Agent, request } from 'node:http'
import { createHistogram } from 'node:perf_hooks'

const NANOSECONDS_PER_MS = 1e6

/**
 * @typedef {object} Target what is asked for
 * @property {string} url
 * @property {'GET' | 'POST'} method
 * @property {Record<string, string>} [headers]
 * @property {() => string} [nextBody] the next request's body
 * @property {string} [badAnswer] an answer that holds this text is no good answer
 *
 * @typedef {object} Measurement
 * @property {number} requestsPerSecond good answers only
 * @property {number} p50Ms
 * @property {number} p95Ms
 * @property {number} p99Ms
 * @property {number} failed answers with another status than 200, and bad ones
 */

/**
 * Connections that stay open from one measurement to the next.
 *
 * @param {number} connections
 */
export function createLoad(connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    /**
     * Keeps all connections busy for a while.
     *
     * @param {Target} target
     * @param {number} seconds
     * @returns {Promise<Measurement>}
     */
    measure: (target, seconds) =>
      measure(seconds, connections, async () => {
        const { status, text } = await ask(agent, target)
        return status === 200 && !(target.badAnswer && text.includes(target.badAnswer))
      }),

    /** Asks once. */
    ask: (target) => ask(agent, target),

    close: () => agent.destroy(),
  }
}

/**
 * Repeats a piece of work until the time is over, so many side by side.
 *
 * @param {number} seconds
 * @param {number} atOnce
 * @param {() => Promise<boolean>} work resolves whether it went well
 * @returns {Promise<Measurement>}
 */
export async function measure(seconds, atOnce, work) {
  const histogram = createHistogram()
  let failed = 0
  const started = performance.now()
  const deadline = started + seconds * 1000
  const repeat = async () => {
    for (let now = performance.now(); now < deadline; now = performance.now()) {
      const good = await work()
      if (good) histogram.record(Math.max(1, Math.round(since(now) * NANOSECONDS_PER_MS)))
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, repeat))
  return {
    requestsPerSecond: histogram.count / (since(started) / 1000),
    p50Ms: histogram.percentile(50) / NANOSECONDS_PER_MS,
    p95Ms: histogram.percentile(95) / NANOSECONDS_PER_MS,
    p99Ms: histogram.percentile(99) / NANOSECONDS_PER_MS,
    failed,
  }
}

/**
 * One request and its answer.
 *
 * @param {Agent} agent
 * @param {Target} target
 * @returns {Promise<{ status: number, text: string }>}
 */
function ask(agent, { url, method, headers, nextBody }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
      answer.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(nextBody?.())
  })
}

function since(moment) {
  return performance.now() - moment
}
