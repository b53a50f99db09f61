import { renderSVG } from 'uqr'
import { Html, html } from './html.ts'
import { mark } from './layout.ts'

export interface LoginPage {
  /** The `w3ds://auth?…` link that a wallet answers. */
  readonly uri: string
  /** A development wallet's address of the same. */
  readonly walletUrl: string | null
}

export function loginPage({ uri, walletUrl }: LoginPage): Html {
  return html`<section class="login" id="login">
    <h1>${mark} murmur</h1>
    <p class="lead">Short words, said quietly, kept in your vault.</p>
    <a class="qr" href="${uri}" aria-label="Open this login in the wallet on this device">${
      // Drawn here, not sent by anybody.
      new Html(renderSVG(uri, { border: 2 }))
    }</a>
    <p id="state" role="status">Scan it with your eID wallet, or open the wallet on this device.</p>
    <p class="ways">
      <a class="button" href="${uri}">Open wallet</a>
      ${walletUrl !== null && html`<a class="plain" href="${walletUrl}" target="_blank" rel="noopener">Development wallet</a>`}
    </p>
    <form method="post" action="/login/enter" id="enter"><button class="plain">I have signed: let me in</button></form>
  </section>`
}

/**
 * For somebody who has signed, and whose vault has not let us in.
 * @param isRefused it answered: its owner has not decided, or has decided against us
 * @param url of this platform
 */
export function refusalPage(isRefused: boolean, url: string): Html {
  const [what, how] = isRefused
    ? [
        'Your vault has not let murmur in',
        `Allow murmur (${url}) in your vault’s window, then go on here.`,
      ]
    : ['Your vault does not answer', 'Perhaps it is not running, or not reachable just now.']
  return html`<section class="login">
    <p class="name">${mark} murmur</p>
    <h1>${what}</h1>
    <p class="lead" role="status">${how}</p>
    <form method="post" action="/login/enter"><button class="button">Go on</button></form>
    <p><a class="plain" href="/login">Back to the login</a></p>
  </section>`
}
