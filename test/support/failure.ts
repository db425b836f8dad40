/** What a call fails with. Fails itself when the call does not. */
export async function failure(call: PromiseLike<unknown> | (() => unknown)): Promise<Error & Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (error instanceof Error) return error as Error & Record<string, unknown>;
    throw new Error(`what was thrown is no Error: ${typeof error}`);
  }
  throw new Error(`it did not fail, but gave ${JSON.stringify(answer)}`);
}
