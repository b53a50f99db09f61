import type { Account } from '../murmurs.ts'
import { type Html, html } from './html.ts'
import { avatar } from './people.ts'

export interface Page {
  readonly title: string
  readonly body: Html
  /** Who looks at it; null before login. */
  readonly viewer: Account | null
  /** What the viewer should know, quietly. */
  readonly notices?: readonly string[]
}

export const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M12 4c5 0 9 3.4 9 7.6s-4 7.6-9 7.6c-1 0-2-.1-2.9-.4L5 20.5l.6-3.6C3.9 15.5 3 13.7 3 11.6 3 7.4 7 4 12 4z" />
  <path d="M7.5 12.2c1.5-2 3-2 4.5 0s3 2 4.5 0" />
</svg>`

export function layout({ title, body, viewer, notices = [] }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${title === '' ? 'murmur' : `${title} · murmur`}</title>
  <link rel="icon" href="/mark.svg">
  <link rel="stylesheet" href="/murmur.css">
  <script src="/murmur.js" type="module"></script>
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  ${viewer !== null && header(viewer)}
  ${notices.length > 0 && notice(notices)}
  <main id="main" class="${viewer === null ? 'door' : 'room'}">${body}</main>
</body>
</html>`.text
}

function header(viewer: Account): Html {
  return html`<header class="top">
    <a class="name" href="/">${mark} murmur</a>
    <nav aria-label="Main">
      <a class="me" href="/people/${viewer.id}" aria-label="Your profile">${avatar(viewer)}</a>
    </nav>
  </header>`
}

function notice(lines: readonly string[]): Html {
  return html`<aside class="notice" role="status">
    <p>Not everything is in your vault yet:</p>
    <ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
  </aside>`
}

/** A page that says why there is nothing else to see. */
export function apology(message: string): Html {
  return html`<div class="quiet"><h1>${message}</h1><p><a href="/">Back to the timeline</a></p></div>`
}
