import type { Result } from 'vega-embed';
import { type ChartData, type Fit, type PackedTable, type Row, rowsOf, type Spec } from './data.ts';
import { all, read, root } from './dom.ts';

/** Pixels of a panel, or of each of its lines. */
export type Height = number | { readonly step: number };

/** A chart's place on the page, and what is drawn there. */
export interface Box {
  readonly element: HTMLElement;
  readonly id: string;
  readonly specs: readonly Spec[];
  readonly table: PackedTable;
  readonly rows: readonly Row[];
  readonly fit: Fit;
  /** Pixels of a chart that are not panels: axes, padding, spaces. A guess until the first drawing. */
  reserve: number;
  width: number;
  columns: number;
  /** Of a panel, or of each of its lines, where the first screen leaves less than the chart would take. */
  height: Height | null;
  /** Whether labels leave so little for panels that they have to be smaller. */
  cramped: boolean;
  view: Result | null;
  /** Which of its specs is drawn: 0, or 1 for the other scale. */
  shown: number;
  /** The spec that was drawn last, as JSON. */
  drawn: string;
  /** Where the epoch slider stands; `null` for the end of training. */
  at: number | null;
  /** The seed that the slider shows; `null` for means. */
  seed: number | null;
}

let boxes: Box[] = [];

/** All charts on the page. */
export function boxesNow(): readonly Box[] {
  return boxes;
}

export function boxOf(id: string | undefined): Box | undefined {
  return boxes.find(box => box.id === id);
}

/** Looks for charts on the page anew; drawings that are there already stay. */
export function findBoxes(old: readonly Box[]): readonly Box[] {
  boxes = all('main [data-chart]').map(element => {
    const id = element.dataset.chart!;
    const { specs, table, fit } = read<ChartData>(`${id}-data`);
    const blank = {
      reserve: 110,
      width: 0,
      columns: 1,
      cramped: false,
      height: null,
      view: null,
      shown: 0,
      drawn: '',
      at: null,
      seed: null,
    };
    return {
      ...blank,
      ...old.find(box => box.element === element),
      element,
      id,
      specs: specs.map(spec => spec[root.lang]!),
      table,
      rows: rowsOf(table, root.lang),
      fit,
    };
  });
  return boxes;
}

/** Whether a drawing has a signal of that name. */
export function hasSignal({ view }: Pick<Result, 'view'>, wanted: string): boolean {
  const { signals = {} } = view.getState({ signals: name => name === wanted, data: () => false }) as {
    signals?: Record<string, unknown>;
  };
  return wanted in signals;
}
