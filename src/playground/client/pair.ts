import { text } from '../../page/client/dom.ts';
import type { Command, OpenedEngine, Told } from '../protocol.ts';
import { fitting, type Settings } from '../settings.ts';
import { answerOf } from './answer.ts';
import { carriedOf } from './data.ts';
import { say } from './examples.ts';
import { readForm, writeForm } from './form.ts';
import { renew, restBetween } from './frames.ts';
import { PairCharts } from './pair-charts.ts';
import { nameOf, Panel } from './panel.ts';
import { tablesOf } from './tables.ts';
import { Trainer } from './trainer.ts';
import { emptyView, hear, type View } from './view.ts';
import { Within } from './within.ts';

/** What a page does with a pair. */
export interface Around {
  /** Settings were changed by the reader. */
  changed(): void;
  /** The first worker has said what it computes with. */
  opened(engine: OpenedEngine): void;
  remove(pair: Pair): void;
}

const places = [0, 1] as const;

/** Milliseconds between two changes of words that follow the training. */
const WORDS = 250;

/** Two networks that train side by side, each in its worker. */
export class Pair {
  readonly element: HTMLElement;
  readonly #around: Around;
  readonly #within: Within;
  readonly #charts: PairCharts;
  readonly #trainers: readonly [Trainer, Trainer];
  readonly #views: readonly [View, View] = [emptyView(), emptyView()];
  readonly #panels: readonly [Panel, Panel];
  #settings: Settings;
  #number = 1;
  #running = false;
  #said = Number.NEGATIVE_INFINITY;
  readonly #draw = () => this.#charts.draw(this.#views, this.#panels, this.#names());

  constructor(settings: Settings, around: Around) {
    const template = document.getElementById('pair') as HTMLTemplateElement;
    this.element = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    this.#within = new Within(this.element);
    this.#charts = new PairCharts(this.#within);
    this.#around = around;
    this.#settings = settings;
    const trainer = (place: 0 | 1) => new Trainer(told => this.#hear(place, told));
    const panel = (place: 0 | 1) =>
      new Panel(this.element.querySelector<HTMLElement>(`[data-network="${place}"]`)!, place, removed =>
        this.#trainers[place].send({ type: 'lesion', removed }),
      );
    this.#trainers = [trainer(0), trainer(1)];
    this.#panels = [panel(0), panel(1)];
    this.#listen();
    new ResizeObserver(() => renew(this.#draw)).observe(this.element);
    this.#configure();
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Begins anew with other settings. */
  show(settings: Settings): void {
    this.#settings = fitting(settings);
    this.#configure();
  }

  run(): void {
    this.#running = true;
    this.#send({ type: 'run' });
    this.#sayAll();
  }

  /** The page is in another language, or has another number of pairs. @param number from 1; 0 where it is the only one */
  translate(number: number): void {
    this.#number = number;
    this.#sayAll();
    renew(this.#draw);
  }

  redraw(): void {
    renew(this.#draw);
  }

  end(): void {
    for (const trainer of this.#trainers) trainer.end();
    this.element.remove();
  }

  #listen(): void {
    const form = this.element.querySelector('form')!;
    form.onsubmit = event => event.preventDefault();
    form.onchange = () => {
      this.show(readForm(form));
      this.#around.changed();
    };
    this.#within.control('run').onclick = () => {
      if (!this.#running) return this.run();
      this.#rest();
      this.#send({ type: 'pause' });
    };
    this.#within.control('step').onclick = () => {
      this.#rest();
      this.#send({ type: 'step' });
    };
    this.#within.control('rewind').onclick = () => {
      this.#rest();
      this.#send({ type: 'pause' });
      this.#send({ type: 'rewind', epoch: this.#chosenEpoch() });
    };
    this.#within.control('remove').onclick = () => this.#around.remove(this);
    this.#slider.oninput = () => this.#sayAll();
    this.#within.part<HTMLDetailsElement>('numbers').ontoggle = () => this.#fillTables();
  }

  #configure(): void {
    const wasRunning = this.#running;
    writeForm(this.element.querySelector('form')!, this.#settings);
    this.#charts.begin();
    const carried = carriedOf(this.#settings.data);
    for (const place of places) {
      Object.assign(this.#views[place], emptyView());
      this.#trainers[place].send({ type: 'configure', settings: this.#settings, place, carried });
    }
    if (wasRunning) this.run();
    else this.#sayAll();
  }

  #send(command: Command): void {
    for (const trainer of this.#trainers) trainer.send(command);
  }

  #rest(): void {
    this.#running = false;
    this.#sayAll();
  }

  #hear(place: 0 | 1, told: Told): void {
    const view = this.#views[place];
    hear(view, told);
    if (told.type === 'opened' && place === 0) this.#around.opened(told);
    if (view.ready && (told.type === 'ready' || told.type === 'rewound')) this.#panels[place].begin(view);
    if (told.type === 'failed') this.#running = false;
    if (told.type === 'ended' && this.#views.every(({ ended }) => ended)) this.#running = false;
    const isSeldom = told.type !== 'step' && told.type !== 'answers';
    const rest = Math.max(WORDS, restBetween());
    if (isSeldom || performance.now() - this.#said > rest || !this.#running) this.#sayAll();
    if (told.type === 'epoch') this.#fillTables();
    renew(this.#draw);
  }

  /** Kept of both networks, so that they go back together. */
  #keptEpochs(): number[] {
    const [first, second] = this.#views.map(({ epochs }) => epochs.at(-1)?.kept ?? []);
    return first!.filter(epoch => second!.includes(epoch));
  }

  #chosenEpoch(): number {
    return this.#keptEpochs()[Number(this.#slider.value)] ?? 0;
  }

  #sayAll(): void {
    this.#said = performance.now();
    const names = this.#names();
    say(
      this.#within.part('heading'),
      this.#number === 0 ? names.join(' · ') : `${text('pair', this.#number)}: ${names.join(' · ')}`,
    );
    this.#within.control('remove').hidden = this.#number === 0;
    const run = this.#within.control('run');
    run.dataset.text = this.#running ? 'pause' : 'start';
    say(run, text(run.dataset.text));
    this.element.dataset.state = this.#running ? 'running' : 'resting';
    const kept = this.#keptEpochs();
    this.#slider.max = String(Math.max(0, kept.length - 1));
    this.#slider.disabled = kept.length < 2;
    this.#within.control('rewind').toggleAttribute('disabled', kept.length === 0);
    say(this.#within.part('chosen'), text('rewindTo', this.#chosenEpoch()));
    say(this.#within.part('answer'), answerOf(this.#views, names));
    const problem = this.#views.find(view => view.problem)?.problem;
    this.#within.part('problem').hidden = !problem;
    say(this.#within.part('problem'), problem ? text('failed', problem) : '');
    for (const place of places) {
      const choice = this.#settings.networks[place];
      const shown = { choice, dataset: this.#settings.data, running: this.#running };
      this.#panels[place].say(this.#views[place], shown);
    }
    this.#within
      .canvas('errors')
      .setAttribute('aria-label', text('chartErrors', answerOf(this.#views, names)));
    this.#within.canvas('losses').setAttribute('aria-label', text('chartLosses'));
  }

  #fillTables(): void {
    if (!this.#within.part<HTMLDetailsElement>('numbers').open) return;
    this.#within.part('tables').replaceChildren(...tablesOf(this.#views, this.#names()));
  }

  #names(): [string, string] {
    const [first, second] = this.#settings.networks;
    return [nameOf(first), nameOf(second)];
  }

  get #slider(): HTMLInputElement {
    return this.#within.control<HTMLInputElement>('choose');
  }
}
