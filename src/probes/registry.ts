import type { z } from 'zod';
import { blocks } from './blocks.ts';
import { gradients } from './gradients.ts';
import { landscape } from './landscape.ts';
import { lesions } from './lesions.ts';
import { linearClassifiers } from './linear-classifiers.ts';
import type { Probe } from './probe.ts';
import { responses } from './responses.ts';
import { shattering } from './shattering.ts';

/** All that there are, in the order in which they measure. */
export const probes = [
  gradients,
  responses,
  blocks,
  linearClassifiers,
  lesions,
  shattering,
  landscape,
] as const;

type AnyProbe = (typeof probes)[number];
export type ProbeName = AnyProbe['name'];
/** Tables of all probes, by name. */
export type ProbeTables = { readonly [P in AnyProbe as P['name']]: P['table'] };
/** What probes measured at one moment, without the columns that say of which run and when; absent: not measured. */
export type ProbedRows = {
  readonly [P in AnyProbe as P['name']]?: readonly z.output<z.ZodObject<P['columns']>>[];
};

export const probeTables = Object.fromEntries(
  probes.map(({ name, table }) => [name, table]),
) as unknown as ProbeTables;

/** Those that measure only where a run asks for them. */
export const probesOnRequest: readonly ProbeName[] = (probes as readonly Probe[])
  .filter(({ always }) => !always)
  .map(({ name }) => name as ProbeName);

/** The probes of a run that measure at one moment; its start is the end of an epoch, too. @param asked names in its `probes.measure` */
export function probesAt(
  moment: 'start' | 'epoch' | 'step' | 'end',
  asked: readonly ProbeName[] = [],
): readonly Probe<ProbeName>[] {
  return (probes as unknown as readonly Probe<ProbeName>[]).filter(({ name, always, when }) => {
    if (!always && !asked.includes(name)) return false;
    if (moment === 'end' || when === 'end') return moment === when;
    if (when === 'start') return moment === 'start';
    return when === 'epochs and steps' || moment !== 'step';
  });
}
