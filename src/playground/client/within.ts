/** Finds what a copy of the pair's template has, by the names that its markup gives. */
export class Within {
  readonly element: HTMLElement;

  constructor(element: HTMLElement) {
    this.element = element;
  }

  part<E extends HTMLElement = HTMLElement>(name: string): E {
    return this.#find(`[data-part="${name}"]`);
  }

  canvas(name: string): HTMLCanvasElement {
    return this.#find(`[data-canvas="${name}"]`);
  }

  /** A button, or another control, by what it does. */
  control<E extends HTMLElement = HTMLButtonElement>(role: string): E {
    return this.#find(`[data-do="${role}"]`);
  }

  #find<E extends HTMLElement>(selector: string): E {
    return this.element.querySelector<E>(selector)!;
  }
}
