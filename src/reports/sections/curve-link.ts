import { armInWords } from '../../charts/parts/names.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { armOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';

/** Where curves are drawn, by the id of the chart; `null` on a page without charts. */
export type CurvesAt = string | null;

/** The depth of a network, which leads to its curve and highlights it in all charts; with a seed, to that of one run. */
export function curveLink(run: RunResult, curves: CurvesAt, seed: number | null = null): SafeHtml {
  const { depth } = run.record.config;
  if (curves === null) return html`${depth}`;
  const arm = armOf(run);
  return html`<a href="#${curves}" data-focus data-arm="${arm}" data-depth="${depth}" data-seed="${seed}" aria-label="${label(armInWords(arm), depth, seed)}">${depth}</a>`;
}

function label(arm: Text, depth: number, seed: number | null): Text {
  return seed === null
    ? msg`${depth} layers, ${arm}: show its curves`
    : msg`${depth} layers, ${arm}, seed ${seed}: show its curves`;
}
