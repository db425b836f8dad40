/** Waits until something holds, however slow the machine is; fails when it does not come to hold in ten seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > 10_000) throw new Error("it never came to hold");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
