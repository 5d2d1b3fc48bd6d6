import type { Emit, SuiteEvent } from '../suite/events.ts';

/** Shows what happens. */
export interface Display {
  readonly emit: Emit<SuiteEvent>;
  /** To be called when nothing more will happen, whatever the reason. */
  readonly close: () => void;
}
