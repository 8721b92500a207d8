/** Lets the host breathe: a page must paint and a program must hear Ctrl-C while a model trains. */

/** How long a training loop may keep the thread to itself. */
const budgetMs = 24;

/**
 * A function that gives the thread back to the host when the last time is longer ago than the budget, and
 * returns at once otherwise.
 */
export function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < budgetMs) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
