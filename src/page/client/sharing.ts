import { type Box, boxesNow, hasSignal } from './boxes.ts';
import { all, press } from './dom.ts';
import { type Ends, valueEnds } from './ends.ts';
import { type Choices, type Focus, focusing, IS_SHOWN, isOf, isSame, keyOf, toggled } from './state.ts';
import { forgetTargets } from './values.ts';

/** What is chosen in one chart, or beside all of them, holds for every chart of the page. */
const choices: Choices = { focus: null, picks: [], epochs: null, hidden: [] };

/** What the pointer has drawn over, in whichever chart, until it is lifted. */
let drawnOver: Ends | null = null;

/** What a specification needs so that its series can be hidden, and one be highlighted. */
export function shownParameters(box: Box) {
  return {
    params: [
      { name: 'hidden', value: choices.hidden },
      { name: 'focus', value: focusIn(box) },
    ],
    transforms: [{ filter: IS_SHOWN }, ...focusing],
  };
}

/** A chart that does not know the network, as where runs of two sets share a line, shows all as always. */
function focusIn({ rows }: Box): Focus | null {
  const { focus } = choices;
  return focus && rows.some(row => isOf({ ...focus, seed: null }, row)) ? focus : null;
}

/** Follows what is chosen in a drawing. */
export function listen(box: Box): void {
  const { view } = box.view!;
  if (hasSignal(box.view!, 'picked')) {
    view.addSignalListener('picked', () => {
      const tuples = view.data('picked_store') as { values: number[] }[];
      pick(
        tuples.map(({ values }) => values[0]!),
        box,
      );
    });
  }
  if (!hasSignal(box.view!, 'brushed')) return;
  view.addSignalListener('brushed', (_, { epoch }: { epoch?: number[] }) => {
    const [one, other] = epoch ?? [];
    drawnOver =
      one === undefined || other === undefined || one === other
        ? null
        : [Math.min(one, other), Math.max(one, other)];
  });
}

/** Not before the pointer is lifted: the axis would move under it. */
export function followBrushes(): void {
  document.addEventListener('pointerup', () => {
    // Vega learns of the last movement no sooner than this.
    setTimeout(() => {
      if (drawnOver) chooseEpochs(drawnOver);
      drawnOver = null;
    });
  });
}

/** Shows in a new drawing what was chosen before. */
export async function applyChoices(box: Box): Promise<void> {
  if (choices.picks.length > 0 && hasSignal(box.view!, 'picked')) setPicks(box);
  setEnds(box);
  if (hasSignal(box.view!, 'at')) box.view!.view.signal('at', box.at).signal('seedShown', box.seed);
  await box.view!.view.runAsync();
}

function pick(depths: readonly number[], source?: Box): void {
  // Charts that are told tell it again.
  if (depths.join() === choices.picks.join()) return;
  choices.picks = depths;
  for (const box of drawn()) {
    if (box === source || !hasSignal(box.view!, 'picked')) continue;
    setPicks(box);
    run(box);
  }
  showChoices();
}

function highlight(focus: Focus | null): void {
  choices.focus = focus;
  for (const box of drawn()) {
    box.view!.view.signal('focus', focusIn(box));
    run(box);
  }
  showChoices();
}

function chooseEpochs(ends: Ends | null): void {
  choices.epochs = ends;
  for (const box of drawn()) {
    if (!hasSignal(box.view!, 'epochFrom')) continue;
    setEnds(box);
    run(box);
  }
  showChoices();
}

function hide(key: string): void {
  choices.hidden = toggled(choices.hidden, key);
  for (const box of drawn()) {
    box.view!.view.signal('hidden', choices.hidden);
    setEnds(box);
    run(box);
  }
  showChoices();
}

/** As a click on the legend would. */
function setPicks({ view }: Box): void {
  const tuples = choices.picks.map(depth => ({ fields: [{ type: 'E', field: 'depth' }], values: [depth] }));
  view!.view.data('picked_store', tuples);
}

/** The stretch of epochs that is drawn over in one chart is what all show, and the vertical axis fits what is in it. */
function setEnds(box: Box): void {
  const { view } = box.view!;
  if (!hasSignal(box.view!, 'epochFrom')) return;
  const [from, to] = choices.epochs ?? [null, null];
  view.signal('epochFrom', from).signal('epochTo', to);
  if (!hasSignal(box.view!, 'valueFrom')) return;
  const isHidden = (column: 'depth' | 'arm', value: string | number | null | undefined) =>
    value !== null && value !== undefined && choices.hidden.includes(keyOf(column, value));
  const all = choices.epochs === null && choices.hidden.length === 0;
  const rows = box.rows.filter(({ depth, arm }) => !isHidden('depth', depth) && !isHidden('arm', arm));
  const ends = all ? null : valueEnds(rows, choices.epochs, view.signal('valuesArePositive'));
  view.signal('valueFrom', ends?.[0] ?? null).signal('valueTo', ends?.[1] ?? null);
}

function drawn(): Box[] {
  return boxesNow().filter(({ view }) => view !== null);
}

function run(box: Box): void {
  void box.view!.view.runAsync().then(async () => {
    forgetTargets(box);
    // A brush follows the axis that it has just changed.
    if (!hasSignal(box.view!, 'brushed')) return;
    await box.view!.view.data('brushed_store', []).runAsync();
  });
}

/** Buttons beside all charts, whenever the page has other content. */
export function prepareChoices(): void {
  for (const button of all('button[data-pick-depth]')) {
    button.onclick = () => pick(toggled(choices.picks, Number(button.dataset.pickDepth)));
  }
  for (const button of all('button[data-hide]')) button.onclick = () => hide(button.dataset.hide!);
  // Followed as links, too: they lead to the curves.
  for (const link of all('a[data-focus]')) link.onclick = () => highlight(focusOf(link));
  for (const button of all('button[data-no-focus]')) button.onclick = () => highlight(null);
  for (const button of all('button[data-all-epochs]')) button.onclick = () => chooseEpochs(null);
  showChoices();
}

function focusOf({ dataset: { arm, depth, seed } }: HTMLElement): Focus {
  return { arm: arm!, depth: Number(depth), seed: seed ? Number(seed) : null };
}

function showChoices(): void {
  const { focus } = choices;
  for (const link of all('a[data-focus]')) {
    link.setAttribute('aria-current', String(isSame(focus, focusOf(link))));
  }
  for (const button of all('button[data-no-focus]')) button.hidden = focus === null;
  for (const button of all('button[data-pick-depth]')) {
    press(button, choices.picks.includes(Number(button.dataset.pickDepth)));
  }
  for (const button of all('button[data-hide]')) press(button, choices.hidden.includes(button.dataset.hide!));
  for (const button of all('button[data-all-epochs]')) button.hidden = choices.epochs === null;
}
