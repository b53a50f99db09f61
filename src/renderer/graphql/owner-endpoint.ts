import { BehaviorSubject, distinctUntilChanged, type Observable } from 'rxjs'

/** Where the owner API answers now: another port after each start of the vault process. */
export class OwnerEndpoint {
  readonly #url = new BehaviorSubject<string | null>(null)

  /** The address, and null while there is no vault to ask. */
  readonly url$: Observable<string | null> = this.#url.pipe(distinctUntilChanged())

  /** Says where the vault answers from now on. */
  move(url: string | null): void {
    this.#url.next(url)
  }
}
