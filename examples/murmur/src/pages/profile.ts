import type { Account, Murmur } from '../murmurs.ts'
import { type Html, html } from './html.ts'
import { avatar, nameOf } from './people.ts'
import { timeline } from './timeline.ts'

export const nameLength = 80
export const aboutLength = 500

export function profilePage(account: Account, murmurs: readonly Murmur[], viewer: Account): Html {
  return html`<section class="profile">
    ${avatar(account)}
    <div>
      <h1>${nameOf(account)}</h1>
      <p class="facts">${account.ename ?? 'Not in a vault we know of'}</p>
      <p class="about">${account.about}</p>
      ${account.id === viewer.id && ownActs(account)}
    </div>
  </section>
  ${timeline(murmurs, html`<p class="quiet" id="empty">Nothing said yet.</p>`)}`
}

function ownActs(account: Account): Html {
  return html`<div class="acts">
    <details><summary class="plain">Edit profile</summary>
      <form method="post" action="/people/me" enctype="multipart/form-data">
        <label>Name <input name="name" maxlength="${nameLength}" value="${account.shownName}" autocomplete="name"></label>
        <label>About you
          <textarea name="about" rows="3" maxlength="${aboutLength}">${account.about}</textarea></label>
        <label>Picture
          <input type="file" name="picture" accept="image/png,image/jpeg,image/webp,image/gif"></label>
        <button class="button">Save</button>
      </form>
    </details>
    <form method="post" action="/logout"><button class="plain">Log out</button></form>
  </div>`
}
