import { meanClassErrors } from '../evidence/examples/class-errors.ts';
import { closestPair, type PredictedRun } from '../evidence/examples/disagreements.ts';
import { fixed, significant } from '../language/numbers.ts';
import { isSame, msg, type Text } from '../language/phrase.ts';
import { armOf, networkName } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import type { Kind } from '../run/config.ts';
import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { kindVariable } from './parts/colors.ts';
import { lineAxis, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

const splits = [
  { split: 'train', panel: msg`Training error` },
  { split: 'test', panel: msg`Test error` },
] as const;
const kinds = ['plain', 'residual'] as const;

/** Errors on each class of the deepest twins, means over seeds. @param nameOf a class, by its number */
export function errorByClass(nameOf: (label: number) => Text): ChartBuilder {
  return {
    id: 'error-by-class',
    title: msg`Final error on each class, of the deepest twins`,
    build: (runs, scales) => build(runs, scales, nameOf),
  };
}

function build(
  runs: readonly RunResult[],
  scales: PageScales,
  nameOf: (label: number) => Text,
): Chart | undefined {
  const pair = closestPair(runs);
  if (pair === null || pair === 'not kept') return undefined;
  const { classes } = pair.plain.record.dataset;
  const rows = kinds.flatMap(kind => {
    const own = pair.all.filter(({ record }) => record.config.kind === kind);
    return splits.flatMap(({ split, panel }) => rowsOf(own, kind, split, panel, classes, nameOf));
  });
  if (rows.length === 0) return undefined;
  const names = Array.from({ length: classes }, (_, label) => nameOf(label));
  return {
    seen: widestInWords(rows),
    lookFor: msg`Each line is a class. Where the dot of the plain network lies to the right of that of its residual twin, the plain
      one makes more mistakes on the examples of that class. Is it so for all of them, or for a few?`,
    refutedBy: msg`If the networks differed on a few classes alone, those would explain the difference, not depth as such.`,
    notes: [msg`Means over seeds, at the end of training.`],
    spec: spec(scales, names),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 260 },
  };
}

function rowsOf(
  runs: readonly PredictedRun[],
  kind: Kind,
  split: 'train' | 'test',
  panel: Text,
  classes: number,
  nameOf: (label: number) => Text,
): Row[] {
  return meanClassErrors(runs, split, classes).flatMap((error, label) => {
    if (error === null) return [];
    const { depth } = runs[0]!.record.config;
    const network = networkName(kind, depth);
    const value = significant(error, 4);
    return [
      { panel, class: nameOf(label), kind, arm: armOf(runs[0]!), depth, network, value, n: runs.length },
    ];
  });
}

/** The class on which both differ most, in training. */
function widestInWords(rows: readonly Row[]): Text | undefined {
  const training = rows.filter(({ panel }) => isSame(panel as Text, splits[0].panel));
  const gaps = training.flatMap(row => {
    const twin = training.find(
      other => other.kind === 'residual' && isSame(other.class as Text, row.class as Text),
    );
    return row.kind === 'plain' && twin
      ? [{ row, twin, gap: (row.value as number) - (twin.value as number) }]
      : [];
  });
  if (gaps.length === 0) return undefined;
  const { row, twin } = gaps.reduce((most, other) =>
    Math.abs(other.gap) > Math.abs(most.gap) ? other : most,
  );
  const more = gaps.filter(({ gap }) => gap > 0).length;
  const [plain, residual] = [row, twin].map(({ value }) => fixed(value as number, 1));
  return msg`${row.network as Text} makes more mistakes than ${twin.network as Text} on ${more} of ${gaps.length} classes of its training examples; they differ most on ${row.class as Text}: ${plain!} and ${residual!} %.`;
}

function spec(scales: PageScales, names: readonly Text[]): ChartSpec {
  const { y, height } = lineAxis('class', names, 20);
  return {
    data: { name: ROWS },
    facet: panels(
      'panel',
      splits.map(({ panel }) => panel),
    ),
    columns: 2,
    spec: {
      width: 380,
      height,
      mark: { type: 'point', filled: true, size: 70 },
      encoding: {
        x: { field: 'value', type: 'quantitative', title: msg`Error in %`, scale: { zero: false } },
        y,
        color: {
          field: 'kind',
          type: 'nominal',
          title: msg`Network`,
          legend: { symbolType: 'circle', symbolOpacity: 1 },
          scale: { domain: [...kinds], range: kinds.map(kind => `var(${kindVariable(kind, scales.arms)})`) },
        },
        tooltip: [
          { field: 'network', title: msg`network` },
          { field: 'class', title: msg`class` },
          { field: 'value', type: 'quantitative', title: msg`error %`, format: '.1f' },
          { field: 'n', title: msg`seeds`, format: 'd' },
        ],
      },
    },
  };
}
