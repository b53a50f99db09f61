import { t } from '@lingui/core/macro'
import { normaliseEName } from '../../../w3id/ename.ts'
import { formatW3dsUri, parseW3dsUri } from '../../../w3id/uri.ts'

/** Where a document is: in whose vault, and its id there. */
export interface DocumentPlace {
  readonly ename: string
  readonly id: string
}

type Parsed = { readonly place: DocumentPlace } | { readonly problem: string }

/** Reads a link or the text of a QR code: `w3ds://file?id=@<ename>/<id>`, or `@<ename>/<id>`. */
export function parseDocumentLink(text: string): Parsed {
  const link = text.trim()
  if (link === '') return { problem: t`Paste the link that you were given.` }
  if (!/^w3ds:/i.test(link)) return parseShort(link)
  try {
    const uri = parseW3dsUri(link)
    if (uri.action === 'file') return { place: { ename: uri.ename, id: uri.metaEnvelopeId } }
    const problem =
      uri.action === 'auth'
        ? t`This link asks you to sign in somewhere. It leads to no document.`
        : t`This link asks you to sign something for a platform. It leads to no document.`
    return { problem }
  } catch (error) {
    return { problem: error instanceof TypeError ? `${error.message}.` : t`This is no link.` }
  }
}

/** The link by which others open a document of this vault. */
export function documentLink({ ename, id }: DocumentPlace): string {
  return formatW3dsUri({ action: 'file', ename, metaEnvelopeId: id })
}

/** Puts an eName and an id that were typed into their form. */
export function placeOf(
  ename: string,
  id: string,
): { readonly place: DocumentPlace } | { readonly errors: { ename?: string; id?: string } } {
  const name = enameProblem(ename)
  const errors = {
    ...(name && { ename: name }),
    ...(id.trim() === '' && { id: t`Enter the id of the document.` }),
  }
  if (Object.keys(errors).length > 0) return { errors }
  return { place: { ename: normaliseEName(ename), id: id.trim() } }
}

/** What is wrong with an eName that was typed; null when nothing is. */
export function enameProblem(text: string): string | null {
  if (text.trim() === '') return t`Enter an eName.`
  if (/\s/.test(text.trim())) return t`An eName holds no spaces.`
  try {
    normaliseEName(text)
    return null
  } catch (error) {
    return error instanceof TypeError ? `${error.message}.` : t`This is no eName.`
  }
}

function parseShort(link: string): Parsed {
  const slash = link.indexOf('/')
  const problem = t`This is no link to a document. It looks like w3ds://file?id=@name/id.`
  if (!link.startsWith('@') || slash < 2 || slash === link.length - 1) return { problem }
  const read = placeOf(link.slice(0, slash), link.slice(slash + 1))
  return 'place' in read && !/[\s/]/.test(read.place.id) ? read : { problem }
}
