import { root, text } from '../../page/client/dom.ts';
import type { Examples } from '../protocol.ts';
import { pageData } from './data.ts';
import type { View } from './view.ts';

/** Small images, or beginnings of texts, each with a place for what a network says of it. */
export function placeExamples(list: HTMLElement, { images, texts, labels }: Examples): void {
  list.classList.toggle('texts', texts !== undefined);
  list.replaceChildren(
    ...labels.map((_, example) => {
      const item = document.createElement('li');
      const shown = images ? drawn(images, example) : document.createElement('q');
      if (texts) shown.textContent = texts[example]!;
      item.append(shown, document.createElement('span'), document.createElement('span'));
      return item;
    }),
  );
}

function drawn({ pixels, resolution }: NonNullable<Examples['images']>, example: number): HTMLElement {
  const size = resolution ** 2;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: resolution, height: resolution });
  canvas.setAttribute('role', 'img');
  const image = new ImageData(resolution, resolution);
  for (let pixel = 0; pixel < size; pixel++) {
    const from = (example * size + pixel) * 3;
    image.data.set([pixels[from]!, pixels[from + 1]!, pixels[from + 2]!, 255], 4 * pixel);
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}

/** What they are, and what a network takes them for. */
export function nameExamples(list: HTMLElement, { ready, answers }: View, dataset: string): void {
  const names = pageData.classes[dataset]?.[root.lang] ?? [];
  const nameOf = (label: number) => names[label] ?? String(label);
  for (const [i, item] of [...list.children].entries()) {
    const [shown, truth, said] = item.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
    const label = ready!.examples.labels[i]!;
    if (ready!.examples.images) shown.setAttribute('aria-label', nameOf(label));
    say(truth, text('truly', nameOf(label)));
    const predicted = answers?.predicted[i];
    item.classList.toggle('wrong', predicted !== undefined && predicted !== label);
    if (predicted === undefined) continue;
    const mark = predicted === label ? '✓' : '✗';
    say(said, `${mark} ${text('sure', nameOf(predicted), Math.round(100 * answers!.shares[i]!))}`);
  }
}

/** Changes a text only where it changes, so that nobody is told of it again. */
export function say(element: HTMLElement, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}
