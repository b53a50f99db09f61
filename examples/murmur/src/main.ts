import { readEnvironment } from './environment.ts'
import { openMurmur } from './open-murmur.ts'

const environment = readEnvironment()
const murmur = await openMurmur(environment)
await murmur.listen()
console.log(`murmur is at ${environment.url}`)

const close = () => murmur[Symbol.asyncDispose]()
process.once('SIGTERM', close)
process.once('SIGINT', close)
