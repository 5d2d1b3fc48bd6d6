import { mean } from '../evidence/statistics.ts';
import { fixed, significant } from '../language/numbers.ts';
import { joined, msg, type Text } from '../language/phrase.ts';
import { armOf, groupBy, isFinished, networksOf } from '../results/networks.ts';
import type { ResponseRow, RunResult } from '../results/schema.ts';
import { type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { opacityIfPicked, pickDepth } from './parts/choices.ts';
import { depthColor, pointerTarget } from './parts/encodings.ts';
import { armInWords } from './parts/names.ts';
import { drawnPanels, panels } from './parts/panels.ts';
import type { PageScales } from './parts/scales.ts';
import { type Row, tableOf } from './parts/table.ts';

/** Spread of the layers' responses: Fig. 7 of He et al. 2015. */
export function layerResponses(): ChartBuilder {
  return { id: 'layer-responses', title: msg`Strength of layer responses`, build };
}

const orders = [msg`in the order of the layers`, msg`sorted by magnitude`] as const;

function build(runs: readonly RunResult[], scales: PageScales): Chart | undefined {
  const rows = networksOf(runs.filter(isFinished)).flatMap(responseRows);
  if (rows.length === 0) return undefined;
  return {
    seen: strengthInWords(rows),
    lookFor: msg`Compare lines of one colour, plain with residual. Blocks that only correct what the shortcut carries would respond more weakly, and those of a deeper network more weakly still: is it so here?`,
    refutedBy: msg`It would speak against the idea that residuals are small if the residual lines lay above the plain ones.`,
    notes: [
      msg`Standard deviation after batch normalisation, before the addition or ReLU, at the last measured epoch; mean over the seeds that finished. Lower panels: ranked from strong to weak, as in the lower panel of Fig. 7.`,
    ],
    spec: spec(scales, rows),
    table: tableOf(rows),
    fit: { columns: 2, minimumPanel: 290 },
  };
}

const panelTitle = (arm: string, order: Text) => msg`${armInWords(arm)}, ${order}`;

function responseRows(group: readonly RunResult[]): Row[] {
  const { config } = group[0]!.record;
  const layers = [...groupBy(group.flatMap(lastResponses), row => row.layer_index).values()].map(same => ({
    layer: same[0]!.layer_index,
    name: same[0]!.layer_name,
    std: mean(same.map(row => row.std)),
  }));
  const inOrder = [...layers].sort((a, b) => a.layer - b.layer);
  const ranked = [...inOrder].sort((a, b) => b.std - a.std);
  return [inOrder, ranked].flatMap((list, panel) =>
    list.map((layer, position) => ({
      panel: panelTitle(armOf(group[0]!), orders[panel]!),
      order: panel,
      arm: armOf(group[0]!),
      depth: config.depth,
      position: panel === 0 ? layer.layer : position,
      layer: layer.layer,
      name: layer.name,
      std: significant(layer.std, 4),
    })),
  );
}

function lastResponses(run: RunResult): ResponseRow[] {
  const last = run.responses.reduce((epoch, row) => Math.max(epoch, row.epoch), Number.NEGATIVE_INFINITY);
  return run.responses.filter(row => row.epoch === last);
}

/** The mean response of the deepest network of each kind. */
function strengthInWords(rows: readonly Row[]): Text {
  const own = rows.filter(({ order }) => order === 0);
  const parts = [...groupBy(own, ({ arm }) => arm as string)].slice(0, 4).map(([arm, of]) => {
    const deepest = Math.max(...of.map(({ depth }) => depth as number));
    const layers = of.filter(({ depth }) => depth === deepest);
    const strength = mean(layers.map(({ std }) => std as number));
    return msg`${fixed(strength, 2)} in ${armInWords(arm)} at depth ${deepest}`;
  });
  return msg`Layers respond with a standard deviation of, on average, ${joined(parts, msg`; `)}.`;
}

function spec(scales: PageScales, rows: readonly Row[]): ChartSpec {
  const titles = orders.flatMap(order => scales.arms.map(arm => panelTitle(arm, order)));
  const x = {
    field: 'position',
    type: 'quantitative' as const,
    title: msg`Layer index or rank, from 0`,
    scale: { nice: false },
    axis: { format: 'd', tickMinStep: 1, grid: false },
  };
  const y = { field: 'std', type: 'quantitative' as const, title: msg`Standard deviation of the response` };
  return {
    data: { name: ROWS },
    facet: panels('panel', drawnPanels(titles, rows)),
    columns: 2,
    spec: {
      width: 380,
      height: 200,
      layer: [
        {
          params: [pickDepth],
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: {
            x,
            y,
            color: depthColor(scales),
            opacity: opacityIfPicked(1),
          },
        },
        {
          mark: pointerTarget,
          encoding: {
            x,
            y,
            tooltip: [
              { field: 'arm', title: msg`network` },
              { field: 'depth', title: msg`depth`, format: 'd' },
              { field: 'layer', title: msg`layer`, format: 'd' },
              { field: 'name', title: msg`name` },
              { field: 'std', type: 'quantitative', title: msg`standard deviation`, format: '.3f' },
            ],
          },
        },
      ],
    },
  };
}
