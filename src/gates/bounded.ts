/** Runs a step for every item, at most `width` at once, to the end of all; then throws the first failure, if any. */
export async function boundedMap<T, R>(
  items: readonly T[],
  width: number,
  step: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const failures: { at: number; error: unknown }[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      try {
        results[at] = await step(items[at] as T);
      } catch (error) {
        failures.push({ at, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  const [first] = failures.sort((a, b) => a.at - b.at);
  if (first !== undefined) throw first.error;
  return results;
}
