import { press, text } from '../../page/client/dom.ts';
import type { Choice } from '../settings.ts';
import { type Colors, surfaceOf } from './canvas.ts';
import { type Decades, drawColumns } from './columns.ts';
import { nameExamples, placeExamples, say } from './examples.ts';
import { grouped, percent, short } from './numbers.ts';
import type { View } from './view.ts';
import { Within } from './within.ts';

/** What is shown of one network of a pair, and the tool that takes out its blocks. */
export class Panel {
  readonly #within: Within;
  readonly #place: 0 | 1;
  readonly #takeOut: (removed: readonly number[]) => void;
  #removed: number[] = [];

  constructor(element: HTMLElement, place: 0 | 1, takeOut: (removed: readonly number[]) => void) {
    this.#within = new Within(element);
    this.#place = place;
    this.#takeOut = takeOut;
  }

  /** A network that has just been made, or has gone back: it is whole. */
  begin({ ready }: View): void {
    this.#removed = [];
    placeExamples(this.#within.part('examples'), ready!.examples);
    const lesions = this.#within.part('lesions');
    lesions.replaceChildren(
      ...ready!.blocks.map((_, place) => {
        const button = document.createElement('button');
        button.type = 'button';
        press(button, false);
        button.onclick = () => {
          this.#removed = this.#removed.includes(place)
            ? this.#removed.filter(other => other !== place)
            : [...this.#removed, place].sort((a, b) => a - b);
          press(button, this.#removed.includes(place));
          this.#takeOut(this.#removed);
        };
        return button;
      }),
    );
  }

  /** Words, in the page's language; not more often than they can be read. */
  say(view: View, { choice, dataset, running }: Shown): void {
    const name = nameOf(choice);
    say(this.#within.part('name'), name);
    say(this.#within.part('state'), stateOf(view, running));
    this.#within.part('lesions').setAttribute('aria-label', `${text('lesions')}: ${name}`);
    const { ready, lesion } = view;
    if (!ready) return;
    nameExamples(this.#within.part('examples'), view, dataset);
    for (const [place, button] of [...this.#within.part('lesions').children].entries()) {
      const block = ready.blocks[place]!.name;
      const label = block.replace('stage', '').replace('/block', '.');
      say(button as HTMLElement, label);
      button.setAttribute('aria-label', text('blockOut', label, block));
    }
    say(
      this.#within.part('lesioned'),
      lesion && lesion.removed.length > 0 ? lesionWords(lesion, ready.blocks.length) : '',
    );
    const { norms, epochs } = view;
    const responses = epochs.at(-1)?.responses ?? [];
    this.#within
      .canvas('gradients')
      .setAttribute('aria-label', text('chartGradients', name, short(norms[0]), short(norms.at(-1))));
    this.#within
      .canvas('responses')
      .setAttribute('aria-label', text('chartResponses', name, short(responses[0]), short(responses.at(-1))));
  }

  /** Columns, with every frame in which something changed. */
  draw({ norms, before, epochs }: View, colors: Colors, scales: Scales): void {
    const color = colors.networks[this.#place];
    const gradients = surfaceOf(this.#within.canvas('gradients'));
    if (gradients)
      drawColumns(gradients, { values: norms, before, color, colors, decades: scales.gradients });
    const responses = surfaceOf(this.#within.canvas('responses'));
    const values = epochs.at(-1)?.responses ?? [];
    const earlier = epochs.at(-2)?.responses ?? [];
    if (responses) {
      drawColumns(responses, { values, before: earlier, color, colors, decades: scales.responses });
    }
  }
}

/** What is shown, beside what a worker told. */
interface Shown {
  readonly choice: Choice;
  readonly dataset: string;
  readonly running: boolean;
}

/** Of both networks of a pair, so that their columns can be compared. */
export interface Scales {
  readonly gradients: Decades;
  readonly responses: Decades;
}

/** `plain-32` */
export function nameOf({ kind, depth }: Choice): string {
  return `${text(kind)}-${depth}`;
}

function stateOf({ ready, epochs, step, ended }: View, running: boolean): string {
  if (!ready) return text('loading');
  const epoch = epochs.at(-1)?.epoch ?? 0;
  const steps = Math.max(step?.step ?? 0, epochs.at(-1)?.step ?? 0);
  const rate = step?.examplesPerSecond;
  return [
    text('size', grouped(ready.parameters)),
    running && typeof rate === 'number'
      ? text('state', epoch, grouped(steps), grouped(rate))
      : text('stateResting', epoch, grouped(steps)),
    ...(ended ? [text(ended)] : []),
    ...(ready.regularized ? [] : [text('unregularized')]),
  ].join(' · ');
}

function lesionWords({ removed, without, whole }: NonNullable<View['lesion']>, blocks: number): string {
  return text(
    'lesioned',
    removed.length,
    blocks,
    percent(without.trainErrorPct),
    percent(without.testErrorPct),
    percent(whole.trainErrorPct),
    percent(whole.testErrorPct),
  );
}
