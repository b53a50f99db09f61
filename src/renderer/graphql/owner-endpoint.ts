import { BehaviorSubject, combineLatest, distinctUntilChanged, map, type Observable } from 'rxjs'

/** Where the owner API answers now: another port after each start of the vault process. */
export class OwnerEndpoint {
  readonly #url = new BehaviorSubject<string | null>(null)
  readonly #questions = new BehaviorSubject<'held' | 'let through'>('held')

  /** The address, and null while there is no vault to ask. */
  readonly url$: Observable<string | null> = this.#url.pipe(distinctUntilChanged())

  /** The address for questions: null until changes are followed, so that no answer misses one. */
  readonly questionsUrl$: Observable<string | null> = combineLatest([
    this.#url,
    this.#questions,
  ]).pipe(
    map(([url, questions]) => (questions === 'held' ? null : url)),
    distinctUntilChanged(),
  )

  /** Says where the vault answers from now on. */
  move(url: string | null): void {
    this.#url.next(url)
  }

  /** Whether there may have been questions before. */
  get areQuestionsLetThrough(): boolean {
    return this.#questions.value === 'let through'
  }

  /** Says that changes are followed from now on, or can't be. */
  letQuestionsThrough(): void {
    if (!this.areQuestionsLetThrough) this.#questions.next('let through')
  }
}
