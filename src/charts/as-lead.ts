import type { Text } from '../language/phrase.ts';
import type { Chart, ChartBuilder } from './parts/chart.ts';

export interface LeadOptions {
  readonly title?: Text;
  /** Of a panel, in pixels. */
  readonly height?: number;
  /** Panels side by side, where there is room. */
  readonly columns?: number;
}

/** Pixels below which a panel would not be seen in a first screen. */
const NARROWEST = 130;

/** A chart of panels, small and without controls, for a first screen; the page may have it in full, too. */
export function asLead(chart: ChartBuilder, options: LeadOptions = {}): ChartBuilder {
  const { title = chart.title } = options;
  return {
    id: `${chart.id}-lead`,
    title,
    build(runs, scales) {
      const built = chart.build(runs, scales);
      return built && smaller(built, options);
    },
  };
}

function smaller(
  { seen, lookFor, refutedBy, notes, spec, table }: Chart,
  { height = 150, columns = 2 }: LeadOptions,
): Chart {
  const panel = { ...(spec.spec as object), height, width: Math.round(480 / columns) };
  const fit = { columns, minimumPanel: NARROWEST };
  return { seen, lookFor, refutedBy, notes, spec: { ...spec, columns, spec: panel }, table, fit };
}
