import { type Photo, photosPerPage } from '../documents.ts'
import { type Html, html } from './html.ts'
import { byline, nameOf } from './people.ts'

/** Photos side by side. `data-live` is kept up to date by frames.js, child by child. */
export function wall(photos: readonly Photo[], empty: Html): Html {
  return html`<div id="wall" class="wall" data-live>
    ${photos.length === 0 ? empty : photos.map(print)}
    ${older(photos)}
  </div>`
}

export const emptyWall = html`<div class="quiet" id="empty">
  <h2>The wall is bare</h2>
  <p>Hang the first picture. It is kept in your own vault, and shows wherever you are read.</p>
  <p><a class="button" href="/new">Hang a picture</a></p>
</div>`

function print(photo: Photo): Html {
  return html`<article class="print ${photo.pictures === 0 && 'words'}" id="photo-${photo.id}">
    <a class="sheet" href="/photos/${photo.id}">${photo.pictures === 0 ? words(photo.caption.slice(0, 400)) : picture(photo)}</a>
    <footer>
      ${byline(photo.author)}
      <span class="counts">${count(html`♥`, photo.hearts.length, 'hearts')}
        ${count(bubble, photo.answers, 'answers')}</span>
    </footer>
    <p class="title">${photo.pictures > 0 && photo.caption.slice(0, 200)}</p>
  </article>`
}

function picture(photo: Photo): Html {
  const label = photo.caption.slice(0, 200) || `A picture by ${nameOf(photo.author)}`
  return html`<img src="/photos/${photo.id}/0" alt="${label}" loading="lazy">
    ${photo.pictures > 1 && html`<span class="more" aria-label="${photo.pictures} pictures">${photo.pictures}</span>`}`
}

/** A post without a picture is its words. Short ones are set large. */
export function words(caption: string): Html {
  const size = caption.length < 60 ? 'large' : caption.length < 160 ? 'middle' : 'small'
  return html`<p class="${size}">${caption || '…'}</p>`
}

const bubble = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 5h16v11h-9l-4 4v-4H4z" /></svg>`

function count(sign: Html, number: number, what: string): Html | false {
  return number > 0 && html`<span aria-label="${number} ${what}">${sign} ${number}</span>`
}

function older(photos: readonly Photo[]): Html | false {
  const last = photos.at(-1)
  if (last === undefined || photos.length < photosPerPage) return false
  return html`<p class="older" id="older"><a href="?before=${last.id}">Older pictures</a></p>`
}
