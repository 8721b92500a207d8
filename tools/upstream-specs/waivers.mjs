/** Which failures are waived, and why. The data are in `waivers.json`: pattern to reason, for every backend and for one. */

/**
 * Splits failures into those that stay and those that are waived.
 *
 * A pattern is the full name of a spec; `*` stands for any text. A reason is `strings`, `ragged`, or begins with
 * `asserts a defect of upstream: ` and says which.
 *
 * @template {{ readonly name: string }} Failure
 * @param {readonly Failure[]} failures
 * @param {{ readonly [pattern: string]: string }} waivers
 * @returns {{ failed: Failure[], waived: (Failure & { reason: string })[], problems: string[] }} Problems: a reason
 * that is not allowed, a waiver that no failure needs.
 */
export function applyWaivers(failures, waivers) {
  const rules = Object.entries(waivers).map(([pattern, reason]) => ({ pattern, reason, matches: matcher(pattern) }));
  const problems = [];
  for (const { pattern, reason, matches } of rules) {
    if (!allowedReason.test(reason))
      problems.push(`"${pattern}" is waived for a reason that is not allowed: ${reason}`);
    if (!failures.some(({ name }) => matches.test(name))) problems.push(`"${pattern}" is waived, but does not fail.`);
  }
  const failed = [];
  const waived = [];
  for (const failure of failures) {
    const rule = rules.find(({ matches }) => matches.test(failure.name));
    if (rule) waived.push({ ...failure, reason: rule.reason });
    else failed.push(failure);
  }
  return { failed, waived, problems };
}

const allowedReason = /^(strings|ragged|asserts a defect of upstream: \S.*)$/;

/** @param {string} pattern */
function matcher(pattern) {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^]*')}$`);
}
