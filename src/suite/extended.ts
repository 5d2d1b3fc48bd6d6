import type { ExperimentFolder } from '../results/experiment-folder.ts';
import type { ClaimResult, Plan } from '../results/schema.ts';
import { shortHash } from '../run/id.ts';

type Runs = Pick<Plan, 'runs'>;

/** A plan of before, and the verdicts that somebody may have seen. */
export interface EarlierPlan {
  readonly plan: Pick<Plan, 'runs' | 'extended'>;
  readonly claims: readonly ClaimResult[] | null;
}

/**
 * Whether a plan was given more seeds after a verdict on fewer had been seen: a second look at the same question,
 * which chance gets more often right than a first. Once that is so it stays so, whatever the plan is called.
 */
export function isExtended(plan: Runs, earlier: readonly EarlierPlan[]): boolean {
  const ids = idsOf(plan);
  return earlier.some(({ plan: before, claims }) => {
    if (!sameNetworks(plan, before)) return false;
    const idsBefore = idsOf(before);
    const holdsAll = [...idsBefore].every(id => ids.has(id));
    if (before.extended && holdsAll) return true;
    return holdsAll && idsBefore.size < ids.size && verdictSeen(claims);
  });
}

/** All plans of an experiment with what came out of them; what cannot be read was no verdict to be seen. */
export async function earlierPlans(folder: ExperimentFolder): Promise<EarlierPlan[]> {
  const plans = await folder.readPlans().catch(() => []);
  return Promise.all(plans.map(async plan => ({ plan, claims: await folder.plan(plan.name).readClaims() })));
}

function verdictSeen(claims: readonly ClaimResult[] | null): boolean {
  return (claims ?? []).some(({ provisional }) => !provisional);
}

function idsOf({ runs }: Runs): Set<string> {
  return new Set(runs.map(({ id }) => id));
}

/** The same runs but for their seeds. */
function sameNetworks(one: Runs, other: Runs): boolean {
  return networksOf(one) === networksOf(other);
}

function networksOf({ runs }: Runs): string {
  const networks = runs.map(({ config: { seed: _, ...network } }) => shortHash(network));
  return [...new Set(networks)].sort().join();
}
