import { type Box, boxOf, hasSignal } from './boxes.ts';
import { all, text } from './dom.ts';
import { forgetTargets } from './values.ts';

/** Moves charts through training: by a slider over the epochs that they have rows of, for means or for one seed. */
export function prepareSliders(): void {
  for (const slider of all<HTMLInputElement>('input[data-epoch-slider]')) {
    const id = slider.dataset.epochSlider!;
    slider.oninput = () => {
      const box = boxOf(id);
      if (!box) return;
      const epochs = epochsOf(box);
      box.at = Number(slider.value) >= epochs.length ? null : epochs[Number(slider.value)]!;
      showAt(slider, box);
      apply(box);
    };
  }
  for (const select of all<HTMLSelectElement>('select[data-seed-choice]')) {
    select.onchange = () => {
      const box = boxOf(select.dataset.seedChoice);
      if (!box) return;
      box.seed = select.value === '' ? null : Number(select.value);
      apply(box);
    };
  }
}

/** Puts sliders where they were left, over the epochs that there are now. */
export function showSliders(): void {
  for (const slider of all<HTMLInputElement>('input[data-epoch-slider]')) {
    const box = boxOf(slider.dataset.epochSlider);
    if (!box) continue;
    const epochs = epochsOf(box);
    slider.max = String(epochs.length);
    slider.value = String(box.at === null ? epochs.length : epochs.indexOf(box.at));
    showAt(slider, box);
  }
  for (const select of all<HTMLSelectElement>('select[data-seed-choice]')) {
    select.value = String(boxOf(select.dataset.seedChoice)?.seed ?? '');
  }
}

/** Before the last one, which is the end. */
function epochsOf({ rows }: Box): number[] {
  const epochs = new Set(rows.flatMap(({ at }) => (typeof at === 'number' && at >= 0 ? at : [])));
  return [...epochs].sort((a, b) => a - b);
}

function showAt(slider: HTMLInputElement, { at }: Box): void {
  const words = at === null ? text('end') : text('epoch', at);
  slider.setAttribute('aria-valuetext', words);
  const output = document.querySelector(`output[data-epoch-shown="${slider.dataset.epochSlider}"]`);
  if (output) output.textContent = words;
}

function apply(box: Box): void {
  if (!box.view || !hasSignal(box.view, 'at')) return;
  void box.view.view
    .signal('at', box.at)
    .signal('seedShown', box.seed)
    .runAsync()
    .then(() => forgetTargets(box));
}
