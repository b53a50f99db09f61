import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

const versions = '/usr/lib/postgresql'

/** Where the programs of an installed PostgreSQL are, as Debian has it; null where there is none. */
export function postgresPrograms(): string | null {
  if (process.platform !== 'linux' || !existsSync(versions)) return null
  const [newest] = readdirSync(versions)
    .filter((name) => existsSync(join(versions, name, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))
  return newest === undefined ? null : join(versions, newest, 'bin')
}

export interface PostgresServer extends AsyncDisposable {
  readonly pool: pg.Pool
}

/** A real PostgreSQL on a socket of its own. It runs as nobody's root. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? userNamed('postgres') : null
  const directory = mkdtempSync(join(tmpdir(), 'pg-'))
  if (user !== null) chownSync(directory, user.uid, user.gid)
  const data = join(directory, 'data')
  const options = { ...user, stdio: 'ignore' as const, cwd: directory }
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '-N'], options)
  const args = ['-D', data, '-k', directory, '-c', 'listen_addresses=', '-F']
  const server = spawn(join(programs, 'postgres'), args, options)
  const pool = new pg.Pool({ host: directory, user: 'test', database: 'postgres', max: 8 })
  // Idle connections are told that the server ends.
  pool.on('error', () => {})
  for (let tries = 0; ; tries += 1) {
    try {
      await pool.query('SELECT 1')
      break
    } catch (error) {
      if (tries === 100) throw error
      await sleep(100)
    }
  }
  return {
    pool,
    async [Symbol.asyncDispose]() {
      await pool.end()
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function userNamed(name: string): { uid: number; gid: number } {
  const idOf = (option: string) => Number(execFileSync('id', [option, name], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
