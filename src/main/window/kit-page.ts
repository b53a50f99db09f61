import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'

/** What is printed of a recovery kit. */
export interface KitPaper {
  readonly words: readonly string[]
  readonly ename: string
  /** Milliseconds since the epoch. */
  readonly madeAt: number
}

const style = `
  body { margin: 0; color: #000; font: 12pt/1.5 system-ui, sans-serif }
  h1 { margin: 0 0 4pt; font-size: 20pt }
  h2 { margin: 24pt 0 4pt; font-size: 13pt }
  p { margin: 0 0 6pt }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 2pt 12pt; margin: 12pt 0 0 }
  dt { color: #555 }
  dd { margin: 0; overflow-wrap: anywhere }
  code, ol { font-family: ui-monospace, monospace }
  .words { columns: 2; margin: 18pt 0 0; padding: 12pt 12pt 12pt 42pt; border: 1pt solid #000 }
  .words li { padding-left: 6pt; font-size: 15pt; line-height: 2; break-inside: avoid }
  @page { margin: 20mm }`

/** The page, as HTML that needs nothing else. */
export function kitPage({ words, ename, madeAt }: KitPaper): string {
  const date = i18n.date(new Date(madeAt), { dateStyle: 'long' })
  return `<!doctype html>
<html lang="${i18n.locale}">
<meta charset="utf-8">
<title>${t`eVault recovery kit`}</title>
<style>${style}</style>
<h1>${t`Recovery kit`}</h1>
<p>${t`These twelve words open the file of your recovery kit. Both together bring the keys of your eVault back.`}</p>
<dl>
<dt>eName</dt><dd><code>${escapeHtml(ename)}</code></dd>
<dt>${t`Printed`}</dt><dd>${date}</dd>
</dl>
<ol class="words">
${words.map((word) => `<li>${escapeHtml(word)}</li>`).join('\n')}
</ol>
<h2>${t`Keep it safe`}</h2>
<p>${t`Keep this paper and the file (recovery.evaultkit) in different places. Whoever has both can act as you; each alone is worth nothing, and nobody can show you the words again.`}</p>
<h2>${t`When your keys are lost`}</h2>
<p>${t`Install eVault Desktop on the new computer, choose “I have a recovery kit”, type the words in their order, and choose the file.`}</p>
<p>${t`After you renewed your key, this kit is old: save and print a new one, and destroy this paper.`}</p>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
