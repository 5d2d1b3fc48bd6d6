import { all } from '../../page/client/dom.ts';
import { type Choice, depthsFor, type Settings } from '../settings.ts';

type Field = HTMLInputElement | HTMLSelectElement;

const fieldOf = (form: ParentNode, name: string) => form.querySelector<Field>(`[data-field="${name}"]`)!;

/** What the fields of a form say. */
export function readForm(form: ParentNode): Settings {
  const value = (name: string) => fieldOf(form, name).value;
  const choice = (place: 0 | 1) =>
    ({ kind: value(`kind-${place}`), depth: Number(value(`depth-${place}`)) }) as Choice;
  const options = value('options').trim();
  const name = value('regularizer');
  return {
    networks: [choice(0), choice(1)],
    width: Number(value('width')),
    batchNorm: (fieldOf(form, 'batchNorm') as HTMLInputElement).checked,
    gain: Number(value('gain')),
    shortcut: value('shortcut'),
    optimizer: value('optimizer'),
    rate: Number(value('rate')),
    regularizer: name && options ? `${name}=${options}` : name,
    data: value('data') as Settings['data'],
    engine: value('engine') as Settings['engine'],
    seed: Math.max(1, Math.round(Number(value('seed'))) || 1),
  };
}

/** Shows settings; a value that a list lacks is put into it. */
export function writeForm(form: ParentNode, settings: Settings): void {
  const { networks, batchNorm, regularizer, ...rest } = settings;
  for (const place of [0, 1] as const) {
    set(fieldOf(form, `kind-${place}`), networks[place].kind);
    const depths = fieldOf(form, `depth-${place}`) as HTMLSelectElement;
    depths.replaceChildren(...depthsFor(settings.data).map(depth => new Option(String(depth))));
    set(depths, String(networks[place].depth));
  }
  (fieldOf(form, 'batchNorm') as HTMLInputElement).checked = batchNorm;
  const [name = '', ...options] = regularizer.split('=');
  set(fieldOf(form, 'regularizer'), name);
  set(fieldOf(form, 'options'), options.join('='));
  for (const [field, value] of Object.entries(rest)) set(fieldOf(form, field), String(value));
}

function set(field: Field, value: string): void {
  if (
    field instanceof HTMLSelectElement &&
    !all<HTMLOptionElement>('option', field).some(o => o.value === value)
  ) {
    field.add(new Option(value, value));
  }
  field.value = value;
}
