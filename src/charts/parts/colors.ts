import { interpolateViridis } from 'd3-scale-chromatic';
import type { Kind } from '../../run/config.ts';
import type { PageScales } from './scales.ts';

/**
 * Colours after Okabe and Ito, legible to colour-blind readers; lighter ones on a dark page. Not their green and purple:
 * those are sets of runs that are compared.
 */
const armColors = {
  light: ['#c44e00', '#0072b2', '#8a6d00', '#5b5b5b', '#4a5fc1', '#6b4a2f'],
  dark: ['#f2915a', '#63b8ec', '#e6b93c', '#b5b5b5', '#9fb0ff', '#cfae92'],
};

/** Part of viridis that stands out from the page; the deepest network always stands out most. */
const depthRange = { light: [0.56, 0], dark: [0.42, 0.97] } as const;

/** Where common depths lie on their scale, so that these differ well; others lie between them, by their logarithm. */
const depthScale: readonly (readonly [depth: number, position: number])[] = [
  [2, 0],
  [8, 0.12],
  [14, 0.25],
  [20, 0.4],
  [32, 0.53],
  [44, 0.64],
  [56, 0.74],
  [110, 0.88],
  [1202, 1],
];

/** Name of the variable that holds a depth's colour: the same on all pages. */
export function depthVariable(depth: number): string {
  return `--depth-${depth}`;
}

/** Name of the variable that holds an arm's colour: the first of each kind has the same on all pages, others count on. */
export function armVariable(arm: string, arms: readonly string[]): string {
  return `--arm-${armPlace(arm, arms)}`;
}

/** The colour of a kind, which is that of its first arm. */
export function kindVariable(kind: Kind, arms: readonly string[]): string {
  const first = arms.find(arm => isPlain(arm) === (kind === 'plain'));
  return armVariable(first ?? kind, arms);
}

function armPlace(arm: string, arms: readonly string[]): number {
  const firsts = [arms.find(isPlain), arms.find(other => !isPlain(other))];
  const others = arms.filter(other => !firsts.includes(other));
  const place = firsts.indexOf(arm);
  return place >= 0 ? place : firsts.length + others.indexOf(arm);
}

/** Arms are named after their kind. */
export function isPlain(arm: string): boolean {
  return arm.startsWith('plain');
}

/** Colour variables of data, by name, for one of the two modes. */
export function dataColors(
  mode: 'light' | 'dark',
  { depths, arms }: Pick<PageScales, 'depths' | 'arms'>,
): Map<string, string> {
  const [from, to] = depthRange[mode];
  const colors = armColors[mode];
  return new Map([
    ...depths.map(
      depth => [depthVariable(depth), interpolateViridis(from + depthPosition(depth) * (to - from))] as const,
    ),
    ...arms.map(arm => [armVariable(arm, arms), colors[armPlace(arm, arms) % colors.length]!] as const),
  ]);
}

/** From 0 for the shallowest networks to 1 for the deepest. */
function depthPosition(depth: number): number {
  const above = depthScale.findIndex(([known]) => known >= depth);
  if (above <= 0) return above === 0 ? 0 : 1;
  const [[low, start], [high, end]] = [depthScale[above - 1]!, depthScale[above]!];
  return start + ((end - start) * Math.log(depth / low)) / Math.log(high / low);
}
