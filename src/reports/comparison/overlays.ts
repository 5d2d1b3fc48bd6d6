import { curvesChart } from '../../charts/error-curves.ts';
import { LAST, lastNorms, profileChart, profileRows } from '../../charts/gradient-profile.ts';
import type { ChartBuilder } from '../../charts/parts/chart.ts';
import { pickDrawnDepth } from '../../charts/parts/choices.ts';
import { curveRows, errors, pointsOfSeed } from '../../charts/parts/curves.ts';
import { legendColumns } from '../../charts/parts/panels.ts';
import type { Row } from '../../charts/parts/table.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { setVariables } from '../../page/theme.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Match } from './matching.ts';

/** Charts of an experiment that are drawn here as overlays, by their id. */
export const OVERLAID = ['error-curves', 'gradient-profile'];

/** Error over epochs, one panel a network, both sets in it. */
export function overlaidCurves(matches: readonly Match[], names: readonly [string, string]): ChartBuilder {
  return {
    id: 'error-curves',
    title: msg`Training and test error over epochs`,
    build() {
      const sides = sidesOf(matches, names);
      const runs = sides.flatMap(side => side.runs);
      const limit = pointsOfSeed(runs);
      return curvesChart(
        runs,
        sides.flatMap(side => placed(curveRows(side.runs, errors, limit), side)),
        {
          panel: { field: 'panel', order: matches.map(({ name }) => name) },
          line: 'set',
          color: setColor(names),
          pick: pickDrawnDepth,
        },
        {
          lookFor: msg`In each panel, compare the two colours: heavy lines with heavy ones (training error), dashed lines with dashed ones (test error). What lowers the dashed line and not the heavy one helps against over-fitting, not against degradation.`,
          refutedBy: msg`Lines whose bands overlap from beginning to end show no difference.`,
          notes: [
            msg`Lines are means over seeds, bands (from five seeds on) 95 % t intervals of each set alone: paired by seed, as in the differences above, less is left to chance.`,
          ],
        },
        2,
      );
    },
  };
}

/** Gradient norms at the last epoch, one panel a network, both sets in it. */
export function overlaidGradients(matches: readonly Match[], names: readonly [string, string]): ChartBuilder {
  return {
    id: 'gradient-profile',
    title: msg`Gradient norm from input to classifier, last epoch`,
    build() {
      const measured = sidesOf(matches, names).map(side => ({ side, ...lastNorms(side.runs) }));
      return profileChart(
        measured.flatMap(({ side, norms }) => placed(profileRows(norms, LAST), side)),
        {
          order: matches.map(({ name }) => name),
          color: setColor(names),
          pick: pickDrawnDepth,
        },
        {
          lookFor: msg`One line above the other means larger gradients throughout; lines of different slope mean that the signal gains or loses strength on its way from the classifier, on the right, to the input, on the left.`,
          refutedBy: msg`Lines on top of each other mean that what differs between the sets does not act through the size of gradients.`,
        },
        { zeros: measured.reduce((sum, { zeros }) => sum + zeros, 0), columns: 2 },
      );
    },
  };
}

/** What is drawn in one panel in the colour of one set. */
interface Side {
  readonly panel: Text;
  readonly set: string;
  readonly runs: readonly RunResult[];
}

function sidesOf(matches: readonly Match[], names: readonly [string, string]): Side[] {
  return matches.flatMap(({ name, first, second }) =>
    [first, second].map((runs, i) => ({ panel: name, set: names[i]!, runs })),
  );
}

function placed(rows: readonly Row[], { panel, set }: Side): Row[] {
  return rows.map(row => ({ ...row, panel, set }));
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
