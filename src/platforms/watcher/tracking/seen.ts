const nothing = (): void => undefined;

/**
 * A promise that knows whether anybody has asked what becomes of it: by `await`, `then`, `catch` or `finally`, or through
 * `Promise.all` and its like. Its rejection is never an unhandled one: whoever made it looks at `isSeen`.
 */
export class SeenPromise<T> extends Promise<T> {
  #isSeen = false;

  /** What `then` gives is plain: its rejection is the affair of whoever called it. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  get isSeen(): boolean {
    return this.#isSeen;
  }

  /** As `then`, without being seen. */
  unseen<A, B>(onValue: (value: T) => A, onError: (error: unknown) => B): Promise<A | B> {
    return super.then(onValue, onError);
  }

  // biome-ignore lint/suspicious/noThenProperty: this is a promise, and its `then` is what is watched.
  override then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#isSeen = true;
    return super.then(onValue, onError);
  }
}

/** The same promise, watched. Outside the class: one that mentions itself loses its name in the build. */
export function watched<T>(promise: Promise<T>): SeenPromise<T> {
  const seen = new SeenPromise<T>((resolve, reject) => {
    promise.then(resolve, reject);
  });
  void seen.unseen(nothing, nothing);
  return seen;
}
