import type { TopLevelSpec } from 'vega-lite';
import type { LanguageCode } from '../../language/languages.ts';
import { localized, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import type { PageScales } from './scales.ts';
import { rowsOf, type Table } from './table.ts';

/** Draws one chart from the rows. Builder functions in this folder make them; experiments list them. */
export interface ChartBuilder {
  /** Unique on a page; part of element ids and file names: lower case and dashes. */
  readonly id: string;
  readonly title: Text;
  /** `undefined` as long as there are no rows to draw. */
  build(runs: readonly RunResult[], scales: PageScales): Chart | undefined;
}

/** Captions that an experiment writes. */
export interface Advice {
  /** What to look at. */
  readonly lookFor: Text;
  /** What the chart would look like if the claims were wrong. */
  readonly refutedBy: Text;
}

export interface Chart extends Advice {
  /** What is there to see, computed from the rows; absent where nothing can be said. */
  readonly seen?: Text | undefined;
  /** Seeds that a slider through training may show one by one; absent: the chart stands at the end of training. */
  readonly slider?: { readonly seeds: readonly number[] };
  /** Rules by which rows were averaged, cut, thinned or dropped. */
  readonly notes: readonly Text[];
  /** Without its rows: the page and the tests put them in (`specWithRows`). */
  readonly spec: ChartSpec;
  /** The same on the other kind of scale, where both show something. */
  readonly otherScale?: OtherScale;
  readonly table: Table;
  readonly fit: Fit;
}

/** A chart that has something to show, as built for a page. */
export interface BuiltChart {
  readonly builder: ChartBuilder;
  readonly chart: Chart;
  readonly scales: PageScales;
}

/** Of a value axis. */
export type ScaleType = 'linear' | 'log';

/** A second spec for the same rows. */
export interface OtherScale {
  readonly type: ScaleType;
  readonly spec: ChartSpec;
}

/** Of Vega-Lite, where a title may be a phrase. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** How a chart of panels adapts to the width that it is given. */
export interface Fit {
  /** Panels side by side where there is room. */
  readonly columns: number;
  /** Pixels below which a panel is too narrow to read. */
  readonly minimumPanel: number;
}

/** Name of the one data set in every spec. */
export const ROWS = 'rows';

/** The complete spec in one language, as a renderer needs it. */
export function specWithRows(
  { spec, table }: Pick<Chart, 'spec' | 'table'>,
  language: LanguageCode = 'en',
): TopLevelSpec {
  const values = rowsOf(table, language);
  return { ...localized(spec, language), data: { name: ROWS, values } } as unknown as TopLevelSpec;
}
