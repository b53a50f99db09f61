import type { Account, Murmur } from '../murmurs.ts'
import { type Html, html } from './html.ts'
import { avatar, byline, nameOf, since } from './people.ts'
import { edited, entry, pictures, star, wordsLength } from './timeline.ts'

export interface Conversation {
  /** The murmur that this one answers. */
  readonly answered: Murmur | null
  readonly answers: readonly Murmur[]
  readonly viewer: Account
}

export function murmurPage(murmur: Murmur, { answered, answers, viewer }: Conversation): Html {
  return html`<h1 class="unseen">A murmur by ${nameOf(murmur.author)}</h1>
    ${answered !== null && html`<div class="answered">${entry(answered)}</div>`}
    <div id="murmur" data-live><article class="murmur" id="murmur-${murmur.id}">
      <p class="facts">${avatar(murmur.author)} ${byline(murmur.author)}
        <span class="when">${since(murmur.writtenAt)}${edited(murmur)}</span></p>
      ${murmur.words && html`<p class="words">${murmur.words}</p>`}
      ${pictures(murmur)}
      <div class="acts">${star(murmur)}</div>
    </article></div>
    ${murmur.author?.id === viewer.id && ownActs(murmur)}
    <section aria-label="Answers">
      ${answerForm(murmur, viewer)}
      <div id="answers" class="timeline" data-live>${answers.map(entry)}</div>
    </section>`
}

function ownActs({ id, words }: Murmur): Html {
  return html`<div class="own acts">
    <details name="own"><summary class="plain">Edit</summary>
      <form method="post" action="/murmurs/${id}/words">
        <label><span class="unseen">Words</span>
          <textarea name="words" rows="3" maxlength="${wordsLength}">${words}</textarea></label>
        <button class="button">Save</button>
      </form>
    </details>
    <details name="own"><summary class="plain">Delete</summary>
      <form method="post" action="/murmurs/${id}/remove">
        <p>It goes from here, from your vault and from wherever else it shows.</p>
        <button class="button">Delete it</button>
      </form>
    </details>
  </div>`
}

function answerForm({ id }: Murmur, viewer: Account): Html {
  return html`<form class="compose" method="post" action="/murmurs">
    ${avatar(viewer)}
    <div class="said">
      <input type="hidden" name="answers_to" value="${id}">
      <label><span class="unseen">Your answer</span>
        <textarea name="words" rows="1" required maxlength="${wordsLength}" placeholder="Answer quietly"></textarea></label>
      <div class="acts"><output class="left"></output><button class="button">Answer</button></div>
    </div>
  </form>`
}
