import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('s3-server.mjs', import.meta.url))

/**
 * A server that speaks S3 and looks at signatures, in a process of its own, with one empty bucket.
 * @param directory for what it keeps
 */
export async function s3Server(directory: string) {
  // It makes the tokens of long listings with DES.
  const execArgv = ['--openssl-legacy-provider']
  const child = fork(program, [join(directory, 's3')], { execArgv })
  const ended = once(child, 'exit')
  const [port] = (await Promise.race([once(child, 'message'), ended])) as [number]
  if (child.exitCode !== null) throw new Error(`the S3 server ended with ${child.exitCode}`)
  return {
    settings: {
      ...{ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', bucket: 'backups' },
      ...{ accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
