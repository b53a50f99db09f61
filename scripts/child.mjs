/** Child processes, run to their end. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** The code a shell would report for a process that ended with `code` or by `signal`. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}

/**
 * Runs a command and resolves when it has ended. What goes through pipes is collected in
 * `stdout` and `stderr`; a command that does not exist ends with code 127.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { started?: Function }} options
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, { started, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => {
        output[name] += text
      })
    }
    child.on('error', (error) => {
      if (error.code === 'ENOENT') resolve({ code: 127, ...output })
      else reject(error)
    })
    child.on('close', (code, signal) => resolve({ code: exitCodeOf(code, signal), ...output }))
    started?.(child)
  })
}
