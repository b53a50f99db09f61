/** What tells whether something was built from the sources as they are. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * A hash over names and contents of files of the project.
 *
 * @param {RegExp} top which files of the project's own folder
 * @param {string[]} folders all that is in them, but for tests
 */
export function fingerprint(top, folders) {
  const hash = createHash('sha256')
  for (const path of inputs(top, folders).sort()) {
    hash.update(path).update(readFileSync(join(PROJECT, path)))
  }
  return hash.digest('hex')
}

/** Whether the file with the fingerprint of the last build says this one. */
export function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

function inputs(top, folders) {
  const own = readdirSync(PROJECT).filter((name) => top.test(name))
  const below = folders
    .filter((folder) => existsSync(join(PROJECT, folder)))
    .flatMap((folder) =>
      readdirSync(join(PROJECT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT.length)),
    )
  return [...own, ...below]
}
