/** Type declarations as others read them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const RELATIVE_IMPORT = /((?:\bfrom |\bimport\(|\bimport )['"])(\.{1,2}\/[^'"]+)\.ts(['"])/g

/**
 * Copies declarations and, file by file, those they name; what they import ends in `.js`, as it does
 * at run time.
 *
 * @param {string} from where `tsc` wrote them @param {string} to @param {string[]} entries
 */
export function copyDeclarations(from, to, entries) {
  const waiting = [...entries]
  const done = new Set()
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (done.has(path)) continue
    done.add(path)
    const text = readFileSync(join(from, path), 'utf8')
    for (const [, , named] of text.matchAll(RELATIVE_IMPORT)) {
      waiting.push(normalize(join(dirname(path), `${named}.d.ts`)))
    }
    mkdirSync(dirname(join(to, path)), { recursive: true })
    writeFileSync(join(to, path), text.replace(RELATIVE_IMPORT, '$1$2.js$3'))
  }
}
