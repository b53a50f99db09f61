/** What those whose code is bundled want to have said. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/
const LICENSE = /^(licen[cs]e|copying|notice)/i

/**
 * The licences of all packages that modules are of, one after the other.
 *
 * @param {string[]} moduleIds paths of files
 */
export function licensesOf(moduleIds) {
  const folders = new Set(moduleIds.flatMap((id) => PACKAGE.exec(id)?.[1] ?? []))
  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && LICENSE.test(entry.name))
      .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim())
    return [`${name} ${version}, ${license ?? 'see below'}`, ...files].join('\n\n')
  })
  return `${texts.sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}
