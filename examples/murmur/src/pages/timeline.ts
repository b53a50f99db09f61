import { mostPictures } from '../forms.ts'
import { type Account, type Murmur, murmursPerPage } from '../murmurs.ts'
import { type Html, html } from './html.ts'
import { avatar, byline, nameOf, shortened, since } from './people.ts'

export const wordsLength = 280
/** Other platforms have longer posts; all of one is on its own page. */
const excerptLength = 600

/** @param isFirst of its pages */
export function timelinePage(murmurs: readonly Murmur[], viewer: Account, isFirst: boolean): Html {
  return html`<h1 class="unseen">Timeline</h1>
    ${isFirst && compose(viewer)}
    ${timeline(murmurs, emptyTimeline)}`
}

/** Murmurs one after another. `data-live` is kept up to date by murmur.js, child by child. */
export function timeline(murmurs: readonly Murmur[], empty: Html): Html {
  return html`<div id="timeline" class="timeline" data-live>
    ${murmurs.length === 0 ? empty : murmurs.map(entry)}
    ${older(murmurs)}
  </div>`
}

const emptyTimeline = html`<div class="quiet" id="empty">
  <h2>It is quiet here</h2>
  <p>Say the first thing. It is kept in your own vault, and shows wherever you are read.</p>
</div>`

export function entry(murmur: Murmur): Html {
  return html`<article class="entry" id="murmur-${murmur.id}">
    ${avatar(murmur.author)}
    <div class="said">
      <p class="facts">${byline(murmur.author)}
        <a class="when" href="/murmurs/${murmur.id}">${since(murmur.writtenAt)}${edited(murmur)}</a>
        ${murmur.answersTo !== null && html`<a href="/murmurs/${murmur.answersTo}">in answer</a>`}</p>
      ${murmur.words && html`<p class="words">${shortened(murmur.words, excerptLength)}</p>`}
      ${pictures(murmur)}
      <div class="acts">
        <a class="act" href="/murmurs/${murmur.id}" aria-label="Answer, ${murmur.answers} so far">${bubble}
          ${murmur.answers || ''}</a>
        ${star(murmur)}
      </div>
    </div>
  </article>`
}

export function edited({ writtenAt, editedAt }: Murmur): string {
  // Other platforms say that a post was changed when it was made.
  return editedAt !== null && editedAt > (writtenAt ?? 0) + 1 ? ' · edited' : ''
}

/** Words may be missing: then the pictures speak. */
export function pictures({ id, words, author, pictures }: Murmur): Html | false {
  const label = shortened(words ?? '', 200) || `A picture by ${nameOf(author)}`
  const images = Array.from(
    { length: pictures },
    (_, number) =>
      html`<a href="/murmurs/${id}/${number}"><img src="/murmurs/${id}/${number}" alt="${label}" loading="lazy"></a>`,
  )
  return pictures > 0 && html`<div class="pictures of-${Math.min(pictures, 4)}">${images}</div>`
}

export function star({ id, stars, isStarred }: Murmur): Html {
  return html`<form method="post" action="/murmurs/${id}/star" data-quiet>
    <button class="act" id="star-${id}" name="starred" value="${isStarred ? 'no' : 'yes'}"
      aria-pressed="${isStarred ? 'true' : 'false'}" aria-label="Star, ${stars} so far">
      <svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path
        d="m12 4 2.4 5.1 5.6.7-4.1 3.9 1 5.5-4.9-2.7-4.9 2.7 1-5.5L4 9.8l5.6-.7z" /></svg>
      ${stars || ''}</button>
  </form>`
}

const bubble = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 5h16v11h-9l-4 4v-4H4z" /></svg>`

function compose(viewer: Account): Html {
  return html`<form class="compose" method="post" action="/murmurs" enctype="multipart/form-data">
    ${avatar(viewer)}
    <div class="said">
      <label><span class="unseen">Your words</span>
        <textarea name="words" rows="2" maxlength="${wordsLength}" placeholder="What moves you?"></textarea></label>
      <div class="preview" id="preview"></div>
      <div class="acts">
        <label class="act" title="Up to ${mostPictures} pictures: PNG, JPEG, WebP or GIF, 4 MB each">
          <svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="5" width="18" height="14" rx="2" />
            <path d="m6 16 4-4 3 3 2-2 3 3" /></svg> Pictures
          <input class="unseen" type="file" name="pictures" multiple accept="image/png,image/jpeg,image/webp,image/gif"></label>
        <output class="left"></output>
        <button class="button">Murmur</button>
      </div>
    </div>
  </form>`
}

function older(murmurs: readonly Murmur[]): Html | false {
  const last = murmurs.at(-1)
  if (last === undefined || murmurs.length < murmursPerPage) return false
  return html`<p class="older" id="older"><a href="?before=${last.id}">Older murmurs</a></p>`
}
