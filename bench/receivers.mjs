/**
 * Platforms for the bench, in a process of their own: they keep when which record came. On stdout
 * one line of JSON: their addresses. Asked over IPC (`'packets'`, `'forget'`) they answer with what
 * came: `[platform, record id, milliseconds since the epoch]`.
 */
import { createServer } from 'node:http'

const SLOW_MS = 4_000
const [count] = process.argv.slice(2).map(Number)

let packets = []
const urls = []
for (let at = 0; at < count; at += 1) urls.push(await open(at))
process.stdout.write(`${JSON.stringify({ urls })}\n`)
process.on('message', (message) => {
  process.send(packets)
  if (message === 'forget') packets = []
})

/** The first is away, the second is slow, all others answer at once. */
async function open(at) {
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      packets.push([at, JSON.parse(text).id, Date.now()])
      setTimeout(() => response.end(), at === 1 ? SLOW_MS : 0)
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  if (at === 0) await new Promise((resolve) => server.close(resolve))
  return url
}
