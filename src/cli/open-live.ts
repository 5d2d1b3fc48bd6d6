import { serveReports } from '../reports/live/server.ts';
import type { Emit, SuiteEvent } from '../suite/events.ts';
import type { RunOptions } from './options.ts';

/** Reports in a browser that follow what is trained. */
export interface Live {
  /** Passes events on, and tells the browser of new reports of an experiment; opens the first. */
  following(experiment: string, emit: Emit<SuiteEvent>): Emit<SuiteEvent>;
  close(): Promise<void>;
}

export async function openLive({ results, reports }: Pick<RunOptions, 'results' | 'reports'>): Promise<Live> {
  // Most commands open nothing, and need not wait for it.
  const { default: open } = await import('open');
  const server = await serveReports({ reportsFolder: reports, resultsFolder: results });
  let opened = false;
  return {
    following: (experiment, emit) => event => {
      emit(event);
      if (event.type !== 'report') return;
      server.changed(`${experiment}.html`);
      server.changed(`${experiment}/${event.plan}.html`);
      server.changed('index.html');
      if (opened) return;
      opened = true;
      const address = `${server.address}${experiment}.html`;
      emit({ type: 'note', text: `${address} follows the training` });
      // Where there is no browser the note says enough.
      open(address).catch(() => {});
    },
    close: () => server.close(),
  };
}
