import { msg } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Chart, ChartBuilder } from '../charts/chart.ts';
import { curveRows } from '../charts/curves.ts';
import { legendColumns, pickDrawnDepth, smallestPositive } from '../charts/encodings.ts';
import { type CurvesLayout, curvesSpec, errorCeiling } from '../charts/error-curves.ts';
import { LAST, lastNorms, profileChart, profileRows } from '../charts/gradient-profile.ts';
import { type Row, tableOf } from '../charts/table.ts';
import { setVariables } from '../theme.ts';
import type { Match } from './matching.ts';

/** Charts of an experiment that are drawn here as overlays, by their id. */
export const OVERLAID = ['error-curves', 'gradient-profile'];

/** Error over epochs, one panel a network, both sets in it. */
export function overlaidCurves(matches: readonly Match[], names: readonly [string, string]): ChartBuilder {
  return {
    id: 'error-curves',
    title: msg`Training and test error over epochs`,
    build: () => buildCurves(matches, names),
  };
}

function buildCurves(matches: readonly Match[], names: readonly [string, string]): Chart | undefined {
  const rows = bothSets(matches, names, runs => curveRows(runs));
  if (rows.length === 0) return undefined;
  const ceiling = errorCeiling(matches.flatMap(({ first, second }) => [...first, ...second]));
  const floor = smallestPositive(rows, 'error');
  const layout: CurvesLayout = {
    panel: { field: 'panel', order: matches.map(({ name }) => name) },
    line: { field: 'set', values: names },
    color: setColor(names),
    pick: pickDrawnDepth,
  };
  return {
    lookFor: msg`In each panel, compare the two colours: dashed lines with dashed ones (training), solid lines with solid ones (test). What lowers the solid line and not the dashed one helps against over-fitting, not against degradation.`,
    refutedBy: msg`Lines whose bands overlap from beginning to end show no difference.`,
    notes: [
      msg`Training error is measured in evaluation mode on images that are not augmented; epoch 0 is before training.`,
      msg`Lines are means over seeds, bands 95 % t intervals of each set alone: paired by seed, as in the differences above, less is left to chance.`,
    ],
    spec: curvesSpec(layout, { domain: [0, ceiling] }, rows),
    ...(floor < ceiling && {
      otherScale: { type: 'log', spec: curvesSpec(layout, { type: 'log', domain: [floor, ceiling] }, rows) },
    }),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 290 },
  };
}

/** Gradient norms at the last epoch, one panel a network, both sets in it. */
export function overlaidGradients(matches: readonly Match[], names: readonly [string, string]): ChartBuilder {
  return {
    id: 'gradient-profile',
    title: msg`Gradient norm from input to classifier, last epoch`,
    build() {
      const zeros = matches
        .flatMap(({ first, second }) => [first, second])
        .map(runs => lastNorms(runs).zeros);
      return profileChart(
        bothSets(matches, names, runs => profileRows(lastNorms(runs).norms, LAST)),
        {
          order: matches.map(({ name }) => name),
          color: setColor(names),
          pick: pickDrawnDepth,
        },
        {
          lookFor: msg`One line above the other means larger gradients throughout; lines of different slope mean that the signal gains or loses strength on its way from the classifier, on the right, to the input, on the left.`,
          refutedBy: msg`Lines on top of each other mean that what differs between the sets does not act through the size of gradients.`,
        },
        { zeros: zeros.reduce((sum, count) => sum + count, 0), columns: 2 },
      );
    },
  };
}

/** Rows of both sets, which say to which panel and set they belong. */
function bothSets(
  matches: readonly Match[],
  names: readonly [string, string],
  rowsOf: (runs: readonly RunResult[]) => readonly Row[],
): Row[] {
  return matches.flatMap(({ name, first, second }) =>
    [first, second].flatMap((runs, side) =>
      rowsOf(runs).map(row => ({ ...row, panel: name, set: names[side]! })),
    ),
  );
}

/** One colour a set. */
function setColor(names: readonly [string, string]) {
  return {
    field: 'set',
    type: 'nominal' as const,
    title: msg`Set`,
    sort: [...names],
    legend: {
      symbolType: 'stroke' as const,
      symbolOpacity: 1,
      symbolStrokeWidth: 3,
      ...legendColumns(names),
    },
    scale: { domain: [...names], range: setVariables.map(variable => `var(${variable})`) },
  };
}
