import type { Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';
import type { Chart, ChartBuilder } from './parts/chart.ts';
import { scalesOf } from './parts/scales.ts';

export interface OfRunsOptions extends Partial<Pick<Chart, 'lookFor' | 'refutedBy'>> {
  /** Which runs are drawn; the others are for other charts of the page. */
  only(config: RunConfig): boolean;
  /** Needed where a page has two charts of a kind. */
  readonly id?: string;
  readonly title?: Text;
}

/** A chart of a part of the runs, on axes of their own, in the colours of the page. */
export function ofRuns(chart: ChartBuilder, options: OfRunsOptions): ChartBuilder {
  const { only, id = chart.id, title = chart.title, lookFor, refutedBy } = options;
  return {
    id,
    title,
    build(runs, page) {
      const chosen = runs.filter(({ record }) => only(record.config));
      const built = chart.build(chosen, { ...scalesOf(chosen), page });
      return built && { ...built, ...(lookFor && { lookFor }), ...(refutedBy && { refutedBy }) };
    },
  };
}
