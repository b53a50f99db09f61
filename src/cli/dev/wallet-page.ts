import { createHash } from 'node:crypto'
import type { Asked } from './asked.ts'
import type { DevPerson } from './people.ts'

const styles = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #4f6df5; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem }
h2 { font-size: 1rem; margin: 2rem 0 .5rem }
p { margin: .5rem 0 }
.note { opacity: .7; font-size: .9rem }
.ask { border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.25rem; margin: 1.5rem 0 }
.ask pre { white-space: pre-wrap; background: var(--soft); border-radius: 8px; padding: .75rem; margin: .75rem 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: .75rem 0 }
dt { opacity: .7 } dd { margin: 0 }
dd, code { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: .85rem }
ul { list-style: none; margin: 0; padding: 0 }
li { display: flex; gap: 1rem; align-items: center; border-top: 1px solid var(--line); padding: .75rem 0 }
li > div { flex: 1; min-width: 0 }
button { font: inherit; color: #fff; background: var(--accent); border: 0; border-radius: 8px; padding: .5rem 1rem; cursor: pointer }
button:disabled { opacity: .5; cursor: default }
form { display: flex; gap: .5rem } input { font: inherit; flex: 1; min-width: 0; padding: .45rem .6rem }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
[role=status] { min-height: 1.5em; font-weight: 600 }`

const script = `
const outcome = document.querySelector('[role=status]')
const buttons = [...document.querySelectorAll('button[data-ename]')]
for (const button of buttons) button.addEventListener('click', async () => {
  for (const each of buttons) each.disabled = true
  outcome.textContent = 'Signing…'
  const { ename, name } = button.dataset
  const uri = document.querySelector('main').dataset.uri
  try {
    const response = await fetch('/sign', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ename, uri }),
    })
    const said = await response.json()
    outcome.textContent = response.ok
      ? 'Signed as ' + name + '. ' + said.host + ' has the answer: you can go back.'
      : said.error ?? (said.status === null
        ? said.host + ' could not be reached.'
        : said.host + ' did not take the answer (' + said.status + ').')
  } catch {
    outcome.textContent = 'The wallet does not answer. Is evault dev still running?'
  }
})`

const scriptHash = createHash('sha256').update(script).digest('base64')

/** The page loads nothing, runs its own script alone, and is shown in no frame. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
}

/** The wallet's page: what is asked, and who could sign it. */
export function renderWallet(people: readonly DevPerson[], asked: Asked | null): string {
  const isGood = asked !== null && 'request' in asked
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Development wallet</title>
<style>${styles}</style>
<main data-uri="${html(asked?.uri ?? '')}">
<h1>Development wallet</h1>
<p class="note">For this computer only: it stands in for the telephone of each of these people.</p>
${renderAsked(asked)}
<h2>${isGood ? 'Who signs?' : 'People'}</h2>
<ul>${people.map((person) => renderPerson(person, isGood)).join('')}</ul>
<p role="status"></p>
</main>
<script>${script}</script>
</html>
`
}

function renderAsked(asked: Asked | null): string {
  if (asked === null) {
    return `<form method="get"><input name="uri" aria-label="Link" placeholder="w3ds://auth?…" required autofocus><button>Open</button></form>`
  }
  if ('problem' in asked) {
    return `<section class="ask"><p>This link can’t be signed.</p><p>${html(asked.problem)}</p></section>`
  }
  const { action, platform, host, session, message } = asked.request
  const what = action === 'auth' ? 'asks you to log in' : 'asks you to sign'
  return `<section class="ask">
<p><strong>${html(platform ?? host)}</strong> ${what}.</p>
${message === null ? '' : `<pre>${html(message)}</pre>`}
<dl><dt>Answer goes to</dt><dd>${html(host)}</dd><dt>Signed is</dt><dd>${html(session)}</dd></dl>
</section>`
}

function renderPerson({ name, vault }: DevPerson, canSign: boolean): string {
  const button = `<button data-ename="${html(vault.ename)}" data-name="${html(name)}">Sign as ${html(name)}</button>`
  return `<li><div><strong>${html(name)}</strong><br><code>${html(vault.ename)}</code></div>${
    canSign ? button : `<a href="${html(vault.localUrl)}/graphql">GraphiQL</a>`
  }</li>`
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
