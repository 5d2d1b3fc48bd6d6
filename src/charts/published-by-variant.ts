import { msg, type Text } from '../language/phrase.ts';
import type { PublishedVariants } from '../paper/published.ts';
import { variantOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { NO_VARIANT } from './by-variant.ts';
import { type Advice, type Chart, type ChartBuilder, type ChartSpec, ROWS } from './parts/chart.ts';
import { lineAxis, panels } from './parts/panels.ts';
import { rangesInWords } from './parts/seen.ts';
import { tableOf } from './parts/table.ts';

export interface PublishedByVariantOptions extends Advice {
  readonly published: PublishedVariants;
}

/**
 * Published test errors of the variants that ran here, in a chart of their own: of other networks and another budget, so
 * that no axis should be shared.
 */
export function publishedByVariant({
  published,
  lookFor,
  refutedBy,
}: PublishedByVariantOptions): ChartBuilder {
  return {
    id: 'published-by-variant',
    title: msg`Published: ${published.networks}`,
    build(runs) {
      const rows = publishedRows(runs, published);
      if (rows.length === 0) return undefined;
      return {
        seen: rangesInWords(
          rows.filter(({ value }) => value !== null),
          ({ variant }) => variant as Text,
        ),
        lookFor,
        refutedBy,
        notes: [
          msg`${published.source}: ${published.networks}, as printed there. Beside another budget only the order of the lines can be compared.`,
        ],
        spec: spec(rows),
        table: tableOf(rows),
        fit: { columns: 1, minimumPanel: 260 },
      } satisfies Chart;
    },
  };
}

const PANEL = msg`residual, test error`;

function publishedRows(runs: readonly RunResult[], published: PublishedVariants) {
  const residual = runs.filter(({ record }) => record.config.kind === 'residual');
  const networks = new Map(residual.map(run => [variantOf(run), run.record.config.network]));
  return [...networks].flatMap(([variant, network]) => {
    const error = published.testErrorPct(network);
    if (error === undefined) return [];
    return [
      {
        panel: PANEL,
        variant: variant || NO_VARIANT,
        value: error === 'fails' ? null : error,
        text: error === 'fails' ? msg`fails` : `${error}`,
      },
    ];
  });
}

function spec(rows: readonly { readonly variant: Text }[]): ChartSpec {
  const { y, height } = lineAxis(
    'variant',
    rows.map(({ variant }) => variant),
  );
  const x = {
    field: 'value',
    type: 'quantitative' as const,
    title: msg`Test error in %`,
    scale: { zero: false, padding: 30 },
  };
  const tooltip = [
    { field: 'variant', title: msg`variant` },
    { field: 'text', title: msg`test error %` },
  ];
  const text = { type: 'text' as const, color: 'var(--text)', fontSize: 12 };
  return {
    data: { name: ROWS },
    facet: panels('panel', [PANEL]),
    columns: 1,
    spec: {
      width: 380,
      height,
      layer: [
        {
          transform: [{ filter: 'datum.value !== null' }],
          mark: { type: 'point', shape: 'diamond', size: 90, strokeWidth: 1.5, color: 'var(--text)' },
          encoding: { x, y, tooltip },
        },
        {
          transform: [{ filter: 'datum.value !== null' }],
          mark: { ...text, align: 'left', dx: 9 },
          encoding: { x, y, text: { field: 'text' } },
        },
        {
          // Off the scale, at its right end.
          transform: [{ filter: 'datum.value === null' }],
          mark: { ...text, align: 'right', dx: -4 },
          encoding: { x: { value: 'width' }, y, text: { field: 'text' }, tooltip },
        },
      ],
    },
  };
}
