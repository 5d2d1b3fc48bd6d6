import { optimizers } from '../../optimizers/registry.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { regularizers } from '../../regularizers/registry.ts';
import { depthsFor, GAINS, RATES, SHORTCUTS, WIDTHS } from '../settings.ts';
import { button, canvas, fieldset, heading, note, plainOptions, said, select } from './parts.ts';

/** What of real data a page has. */
export interface CarriedData {
  readonly cifar10: boolean;
  readonly reviews: boolean;
}

/** Two networks with all that a reader does to them and sees of them; the script makes copies of it. */
export function pairTemplate(carried: CarriedData): SafeHtml {
  return html`<template id="pair"><section class="pair">
<h2 data-part="heading"></h2>
<details data-part="settings"><summary>${said('settings')}</summary>
<form>
${fieldset('first', networkFields(0))}${fieldset('second', networkFields(1))}${fieldset('both', sharedFields(carried))}</form>
</details>
<div class="actions">
${button('run', 'start')}${button('step', 'step')}<label class="rewind">${said('rewind')} <input type="range" data-do="choose" min="0" max="0" value="0" disabled> <output data-part="chosen"></output></label>
${button('rewind', 'rewind')}${button('remove', 'removePair')}</div>
<p class="notice" data-part="problem" role="alert" hidden></p>
<p class="answer" data-part="answer" role="status"></p>
<div class="charts">
<figure>${heading(3, 'errors')}${canvas('errors', 'tall')}<figcaption>${note('errorsNote')}</figcaption></figure>
<figure>${heading(3, 'losses')}${canvas('losses', 'tall')}</figure>
</div>
<div class="charts">
${network(0)}${network(1)}</div>
${note('gradientsNote')}
${note('responsesNote')}
${note('lesionsNote')}
<details data-part="numbers"><summary>${said('numbers')}</summary><div class="scroll" data-part="tables"></div></details>
</section></template>
`;
}

function networkFields(place: 0 | 1): SafeHtml {
  return html`${select(`kind-${place}`, 'kind', [
    { value: 'plain', word: 'plain' },
    { value: 'residual', word: 'residual' },
  ])}${select(`depth-${place}`, 'depth', plainOptions(depthsFor('synthetic')))}`;
}

function sharedFields({ cifar10, reviews }: CarriedData): SafeHtml {
  return html`${select('width', 'width', plainOptions(WIDTHS))}<label><input type="checkbox" data-field="batchNorm"> ${said('batchNorm')}</label>
${select('gain', 'gain', plainOptions(GAINS))}${select('shortcut', 'shortcut', plainOptions(SHORTCUTS))}${select('optimizer', 'optimizer', plainOptions(optimizers.map(({ name }) => name)))}${select('rate', 'rate', plainOptions(RATES))}${select(
  'regularizer',
  'regularizer',
  [{ value: '', word: 'none' }, ...plainOptions(regularizers.map(({ name }) => name))],
)}<label>${said('options')} <input type="text" data-field="options" size="10" autocomplete="off" spellcheck="false"></label>
${select('data', 'data', [
  { value: 'synthetic', word: 'syntheticImages' },
  ...(cifar10 ? [{ value: 'cifar10', label: 'CIFAR-10' }] : []),
  { value: 'synthetic-text', word: 'syntheticTexts' },
  ...(reviews ? [{ value: 'imdb', word: 'reviews' } as const] : []),
])}${select('engine', 'engineChoice', [{ value: 'wasm' }, { value: 'webgpu', label: 'WebGPU' }])}<label>${said('seed')} <input type="number" data-field="seed" min="1" max="9999" step="1"></label>
`;
}

function network(place: 0 | 1): SafeHtml {
  return html`<section class="network" data-network="${place}">
<h3 data-part="name"></h3>
<p class="small" data-part="state"></p>
${heading(4, 'gradients')}${canvas('gradients', 'low')}${heading(4, 'responses')}${canvas('responses', 'low')}${heading(4, 'examples')}<ul class="examples" data-part="examples"></ul>
${heading(4, 'lesions')}<div class="blocks-out" data-part="lesions" role="group"></div>
<p class="small" data-part="lesioned" role="status"></p>
</section>
`;
}
