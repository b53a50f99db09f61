/** The ceiling of HTTP in Node: a server that answers `ok`. */
import { createServer } from 'node:http'
import { announce } from '../server.mjs'

announce(createServer((_, response) => response.end('ok')))
