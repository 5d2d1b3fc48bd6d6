import { colorsNow, surfaceOf } from './canvas.ts';
import { drawErrors, drawLosses } from './charts.ts';
import { type Decades, decadesFor } from './columns.ts';
import type { Panel } from './panel.ts';
import type { View } from './view.ts';
import type { Within } from './within.ts';

/** All that is drawn of a pair, whose columns share their scales. */
export class PairCharts {
  readonly #within: Within;
  #gradients: Decades | null = null;
  #responses: Decades | null = null;

  constructor(within: Within) {
    this.#within = within;
  }

  /** Forgets scales, for other networks. */
  begin(): void {
    this.#gradients = null;
    this.#responses = null;
  }

  draw(views: readonly View[], panels: readonly Panel[], names: readonly string[]): void {
    const colors = colorsNow();
    const errors = surfaceOf(this.#within.canvas('errors'));
    if (errors) drawErrors(errors, views, names, colors);
    const losses = surfaceOf(this.#within.canvas('losses'));
    if (losses) drawLosses(losses, views, names, colors);
    const norms = views.flatMap(({ norms, before }) => [...norms, ...before]);
    const responses = views.flatMap(({ epochs }) => epochs.at(-1)?.responses ?? []);
    this.#gradients = decadesFor(norms, this.#gradients);
    this.#responses = decadesFor(responses, this.#responses);
    const scales = { gradients: this.#gradients, responses: this.#responses };
    for (const [i, panel] of panels.entries()) panel.draw(views[i]!, colors, scales);
  }
}
