import type { ClientData } from './data.ts';

/** The page's own JSON. @throws when the page lacks it, which is a mistake of whoever wrote it */
export function read<T>(id: string): T {
  return JSON.parse(document.getElementById(id)!.textContent!) as T;
}

export const root = document.documentElement;
export const client = read<ClientData>('client');

/** All elements that match, of HTML. */
export function all<E extends HTMLElement = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** A text of the page's language, with its values in place. */
export function text(name: string, ...values: readonly (string | number)[]): string {
  return client.texts[root.lang]![name]!.replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)]));
}

/** Marks a button that can be on or off. */
export function press(button: HTMLElement, pressed: boolean): void {
  button.setAttribute('aria-pressed', String(pressed));
}

/** What the reader chose on any of these pages before; a browser may keep nothing of a file. */
export const remembered = {
  get(name: string): string | null {
    try {
      return localStorage.getItem(`degradation-lab.${name}`);
    } catch {
      return null;
    }
  },
  set(name: string, value: string): void {
    try {
      localStorage.setItem(`degradation-lab.${name}`, value);
    } catch {}
  },
};
