/**
 * Accessibility rules for component tests.
 *
 * Contrast needs a real page: the journeys in the real window check it.
 */
import axe from 'axe-core';

/** Rule and place of everything axe finds wrong under `root`; empty when all is well. */
export async function violations(root: Element): Promise<string[]> {
  const result = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  return result.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`),
  );
}
