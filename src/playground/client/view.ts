import type { AnswersTold, EpochTold, Ready, StepTold, Told } from '../protocol.ts';

/** Losses that are drawn. */
const LOSSES = 400;

/** All that is shown of one network. */
export interface View {
  ready: Ready | null;
  epochs: EpochTold[];
  losses: { readonly step: number; readonly loss: number }[];
  step: StepTold | null;
  /** Gradient norms now, and before. */
  norms: readonly number[];
  before: readonly number[];
  answers: AnswersTold | null;
  lesion: Extract<Told, { type: 'lesion' }> | null;
  ended: 'finished' | 'diverged' | 'restored' | null;
  problem: string | null;
}

export function emptyView(): View {
  return {
    ready: null,
    epochs: [],
    losses: [],
    step: null,
    norms: [],
    before: [],
    answers: null,
    lesion: null,
    ended: null,
    problem: null,
  };
}

/** Takes in what a worker told. */
export function hear(view: View, told: Told): void {
  // Of the network before, which did not know yet that it is of no interest any more.
  if (!view.ready && told.type !== 'ready' && told.type !== 'failed') return;
  switch (told.type) {
    case 'ready':
      Object.assign(view, emptyView(), { ready: told });
      return;
    case 'step':
      view.step = told;
      view.before = told.before ?? view.norms;
      view.norms = told.norms;
      if (view.losses.at(-1)?.step !== told.step) view.losses.push({ step: told.step, loss: told.loss });
      if (view.losses.length > LOSSES) view.losses.shift();
      return;
    case 'epoch':
      view.epochs.push(told);
      if (view.norms.length === 0) view.norms = told.norms;
      return;
    case 'answers':
      view.answers = told;
      return;
    case 'lesion':
      view.lesion = told;
      return;
    case 'rewound':
      rewind(view, told.epoch);
      return;
    case 'ended':
      view.ended = told.why;
      return;
    case 'failed':
      view.problem = told.message;
      return;
  }
}

/** Forgets what came after an epoch. */
function rewind(view: View, epoch: number): void {
  view.epochs = view.epochs.filter(one => one.epoch <= epoch);
  const last = view.epochs.at(-1)!;
  view.losses = view.losses.filter(({ step }) => step <= last.step);
  view.norms = last.norms;
  Object.assign(view, { step: null, before: [], lesion: null, ended: null });
}
