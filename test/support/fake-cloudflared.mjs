#!/usr/bin/env node
/**
 * NOT cloudflared: a stand-in that speaks the parts of it that `src/tunnel/cloudflared.ts` uses.
 * Where the test wants it to end, `EVAULT_FAKE` says so. It tells all it was given in the file
 * `EVAULT_FAKE_REPORT`. With `EVAULT_FAKE_PUBLIC` it leads what is asked at that port of 127.0.0.1
 * to `--url`, as Cloudflare does: it says in `X-Forwarded-For` who asks.
 */
import { writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'

const { EVAULT_FAKE: manner, EVAULT_FAKE_REPORT: report, TUNNEL_TOKEN: token } = process.env
const publicPort = process.env.EVAULT_FAKE_PUBLIC
const args = process.argv.slice(2)
const target = args[args.indexOf('--url') + 1]
const say = (level, text) => process.stderr.write(`2026-11-22T00:00:00Z ${level} ${text}\n`)
const configure = (service) => {
  const ingress = [{ hostname: 'vault.example.org', service }, { service: 'http_status:404' }]
  say(
    'INF',
    `Updated to new configuration config=${JSON.stringify(JSON.stringify({ ingress }))} version=1`,
  )
}

const lead = (asked, answer) => {
  const { method, url } = asked
  const headers = { ...asked.headers, 'x-forwarded-for': '203.0.113.9' }
  const led = request(new URL(url, target), { method, headers }, (answered) => {
    answer.writeHead(answered.statusCode, answered.headers)
    answered.pipe(answer)
  })
  led.on('error', () => answer.writeHead(502).end())
  asked.pipe(led)
}

writeFileSync(report, JSON.stringify({ args, environment: process.env, pid: process.pid }))
say('ERR', 'Configuration file /dev/null was empty')
if (manner === 'refused') {
  say('ERR', `Provided Tunnel token is not valid. token=${token} \u001b[31m`)
  process.exit(1)
}
if (manner === 'stubborn') process.on('SIGTERM', () => {})
if (token === undefined) {
  say('INF', 'Requesting new quick Tunnel on trycloudflare.com...')
  say('INF', '|  Your quick Tunnel has been created! Visit it at (it may take some time):  |')
  say('INF', '|  https://four-words-for-it.trycloudflare.com  |')
}
if (publicPort !== undefined) createServer(lead).listen(Number(publicPort), '127.0.0.1')
if (manner === 'silent') setInterval(() => {}, 1_000)
else {
  say(
    'INF',
    'Registered tunnel connection connIndex=0 ip=198.51.100.1 location=fra10 protocol=quic',
  )
  if (token !== undefined) configure(target.replace('127.0.0.1', 'localhost'))
  if (manner === 'elsewhere') setTimeout(() => configure('http://localhost:22'), 100)
  if (manner === 'muddled') say('INF', 'Updated to new configuration config="{nonsense" version=2')
  if (manner === 'ends') setTimeout(() => process.exit(1), 100)
  setInterval(() => {}, 1_000)
}
