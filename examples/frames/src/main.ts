import { readEnvironment } from './environment.ts'
import { openFrames } from './open-frames.ts'

const environment = readEnvironment()
const frames = await openFrames(environment, true)
await frames.app.listen({ port: environment.port, host: '127.0.0.1' })

const close = () => frames[Symbol.asyncDispose]()
process.once('SIGTERM', close)
process.once('SIGINT', close)
