/** How one of several steps ended. */
export type Settled<R> = { readonly value: R } | { readonly error: unknown };

/** Runs a step for every item, at most `width` at once, to the end of all. */
export async function boundedSettle<T, R>(
  items: readonly T[],
  width: number,
  step: (item: T, at: number) => Promise<R>,
): Promise<Settled<R>[]> {
  const results = new Array<Settled<R>>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      results[at] = await step(items[at] as T, at).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** The same, giving the results; throws the first failure once all have ended. */
export async function boundedMap<T, R>(
  items: readonly T[],
  width: number,
  step: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  return (await boundedSettle(items, width, step)).map((one) => {
    if ("error" in one) throw one.error;
    return one.value;
  });
}
