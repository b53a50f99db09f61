import type { Person, Photo } from '../documents.ts'
import { mostPictures } from '../forms.ts'
import { type Html, html } from './html.ts'
import { byline, day, nameOf } from './people.ts'
import { words } from './wall.ts'

export const captionLength = 2000

export function photoPage(photo: Photo, answers: readonly Photo[], viewer: Person): Html {
  return html`<article class="photo ${photo.pictures === 0 && 'words'}">
    <h1 class="unseen">A picture by ${nameOf(photo.author)}</h1>
    <div class="sheet">${pictures(photo)}</div>
    <div class="label">
      ${byline(photo.author)}
      ${photo.pictures > 0 && html`<p class="caption">${photo.caption}</p>`}
      <p class="facts">${day(photo.taken)}
        ${photo.on !== null && html`· <a href="/photos/${photo.on}">in answer to this</a>`}</p>
      <div class="acts">${heart(photo, viewer)} ${photo.by === viewer.id && ownActs(photo)}</div>
      <section aria-label="Answers">
        <ol id="answers" class="answers" data-live>${answers.map(answer)}</ol>
        ${answerForm(photo)}
      </section>
    </div>
  </article>`
}

function pictures(photo: Photo): Html {
  if (photo.pictures === 0) return words(photo.caption)
  const label = photo.caption.slice(0, 200) || `A picture by ${nameOf(photo.author)}`
  return html`${Array.from(
    { length: photo.pictures },
    (_, place) => html`<img src="/photos/${photo.id}/${place}" alt="${label}">`,
  )}`
}

function heart(photo: Photo, viewer: Person): Html {
  const isLoved = photo.hearts.includes(viewer.id)
  return html`<form method="post" action="/photos/${photo.id}/heart" id="heart" data-live>
    <button class="heart" name="loved" value="${isLoved ? 'no' : 'yes'}"
      aria-pressed="${isLoved ? 'true' : 'false'}" aria-label="Heart, ${photo.hearts.length} so far">
      <span aria-hidden="true">${isLoved ? '♥' : '♡'}</span> ${photo.hearts.length}</button>
  </form>`
}

function ownActs(photo: Photo): Html {
  return html`<details name="own"><summary>Edit</summary>
      <form method="post" action="/photos/${photo.id}/caption">
        <label>Caption
          <textarea name="caption" rows="3" maxlength="${captionLength}">${photo.caption}</textarea></label>
        <button class="button">Save</button>
      </form>
    </details>
    <details name="own"><summary>Take down</summary>
      <form method="post" action="/photos/${photo.id}/remove">
        <p>It goes from here, from your vault and from wherever else it shows.</p>
        <button class="button danger">Take it down</button>
      </form>
    </details>`
}

function answer(photo: Photo): Html {
  return html`<li id="photo-${photo.id}">
    ${byline(photo.author)}
    <p class="said">${photo.caption}</p>
    ${photo.pictures > 0 && html`<a href="/photos/${photo.id}"><img src="/photos/${photo.id}/0" alt="Picture in this answer" loading="lazy"></a>`}
    <p class="facts"><a href="/photos/${photo.id}">${day(photo.taken)}</a>
      ${photo.hearts.length > 0 && html`· ♥ ${photo.hearts.length}`}
      ${photo.answers > 0 && html`· ${photo.answers} more`}</p>
  </li>`
}

function answerForm(photo: Photo): Html {
  return html`<form method="post" action="/photos" class="answer">
    <input type="hidden" name="on" value="${photo.id}">
    <label><span class="unseen">Your answer</span>
      <textarea name="caption" rows="2" required maxlength="${captionLength}" placeholder="Say something"></textarea></label>
    <button class="button">Answer</button>
  </form>`
}

export const newPhotoPage = html`<form class="sheet-form" method="post" action="/photos" enctype="multipart/form-data">
  <h1>Hang a picture</h1>
  <label class="drop">Choose up to ${mostPictures} pictures
    <small>PNG, JPEG, WebP or GIF, 4 MB each</small>
    <input type="file" name="pictures" multiple required accept="image/png,image/jpeg,image/webp,image/gif">
    <span class="preview" id="preview"></span></label>
  <label>Caption
    <textarea name="caption" rows="3" maxlength="${captionLength}" placeholder="Where was it? Who is in it?"></textarea></label>
  <button class="button">Hang it</button>
</form>`
