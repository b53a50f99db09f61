import type { Person } from '../documents.ts'
import { type Html, html } from './html.ts'
import { avatar } from './people.ts'

export interface Page {
  readonly title: string
  readonly body: Html
  /** Who looks at it; null before login. */
  readonly viewer: Person | null
  /** What the viewer should know, quietly. */
  readonly notices?: readonly string[]
}

export const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <rect x="3" y="4" width="18" height="16" rx="1" /><circle cx="9" cy="9.5" r="1.6" />
  <path d="m6.5 16.5 4-4 2.5 2.5 3-4 2.5 3.5" />
</svg>`

export function layout({ title, body, viewer, notices = [] }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title === '' ? 'frames' : `${title} · frames`}</title>
  <link rel="icon" href="/mark.svg">
  <link rel="stylesheet" href="/frames.css">
  <script src="/frames.js" type="module"></script>
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  ${viewer !== null && header(viewer)}
  ${notices.length > 0 && notice(notices)}
  <main id="main" class="${viewer === null ? 'door' : 'room'}">${body}</main>
</body>
</html>`.text
}

function header(viewer: Person): Html {
  return html`<header class="top">
    <a class="name" href="/">${mark} frames</a>
    <nav aria-label="Main">
      <a class="button" href="/new">Hang a picture</a>
      <a class="me" href="/people/${viewer.id}" aria-label="Your profile">${avatar(viewer)}</a>
    </nav>
  </header>`
}

function notice(lines: readonly string[]): Html {
  return html`<aside class="notice" aria-label="Notice">
    <p>Not everything is in your vault yet:</p>
    <ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
  </aside>`
}

/** A page that says why there is nothing else to see. */
export function apology(message: string): Html {
  return html`<div class="quiet"><h1>${message}</h1><p><a href="/">Back to the wall</a></p></div>`
}
