import type { Person, Photo } from '../documents.ts'
import { type Html, html } from './html.ts'
import { avatar, nameOf } from './people.ts'
import { wall } from './wall.ts'

export const nameLength = 80
export const bioLength = 500

export function profilePage(person: Person, photos: readonly Photo[], viewer: Person): Html {
  const isOwn = person.id === viewer.id
  return html`<section class="profile">
    ${avatar(person)}
    <div>
      <h1>${nameOf(person)}</h1>
      <p class="facts">${person.ename ?? 'Not in a vault we know of'}</p>
      <p class="said">${person.bio}</p>
      ${isOwn && ownActs(person)}
    </div>
  </section>
  ${wall(photos, isOwn ? emptyOwn : html`<p class="quiet" id="empty">No pictures yet.</p>`)}`
}

const emptyOwn = html`<div class="quiet" id="empty">
  <p>Your pictures will hang here.</p>
  <p><a class="button" href="/new">Hang the first</a></p>
</div>`

function ownActs(person: Person): Html {
  return html`<div class="acts">
    <details ${person.name === '' && 'open'}><summary>${person.name === '' ? 'Say who you are' : 'Edit profile'}</summary>
      <form method="post" action="/people/me" enctype="multipart/form-data">
        <label>Name <input name="name" maxlength="${nameLength}" value="${person.name}" autocomplete="name"></label>
        <label>About you
          <textarea name="bio" rows="3" maxlength="${bioLength}">${person.bio}</textarea></label>
        <label>Portrait
          <input type="file" name="portrait" accept="image/png,image/jpeg,image/webp,image/gif"></label>
        <button class="button">Save</button>
      </form>
    </details>
    <form method="post" action="/logout"><button class="plain">Log out</button></form>
  </div>`
}
