import { boxesNow, findBoxes } from './boxes.ts';
import { all, root } from './dom.ts';
import { redraw } from './drawing.ts';
import { PACKED_CONTENT, unpack } from './packed.ts';

/** Follows the server that a page came from, which says when there is a newer one. */
export function follow(prepare: () => void): void {
  let renewal = Promise.resolve();
  const own = decodeURIComponent(location.pathname).slice(1) || 'index.html';
  const source = new EventSource('/events');
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    if (data === own) renewal = renewal.then(() => renew(prepare)).catch(error => console.error(error));
  });
  source.onopen = () => {
    root.dataset.live = 'on';
  };
  source.onerror = () => {
    root.dataset.live = 'off';
  };
}

/** Puts the newest page in the place of this one; what the reader has opened, chosen and scrolled to stays. */
async function renew(prepare: () => void): Promise<void> {
  const answer = await fetch(location.pathname, { cache: 'no-store' });
  if (!answer.ok) return;
  const text = await answer.text();
  // A depth more has a colour more. It is looked for in the text: to parse a style that this page's policy does not know
  // would be a violation already.
  if (styleIn(text) !== document.querySelector('style')!.textContent) return location.reload();
  const fresh = new DOMParser().parseFromString(text.replace(STYLE, ''), 'text/html');
  await unpack(fresh, PACKED_CONTENT);
  for (const script of fresh.querySelectorAll('script[type="application/json"]')) {
    const known = document.getElementById(script.id);
    if (known) known.textContent = script.textContent;
    else document.body.append(document.importNode(script, true));
  }
  const contentIn = (code: string): ParentNode =>
    fresh.querySelector<HTMLTemplateElement>(`template[data-language="${code}"]`)?.content ??
    fresh.querySelector('main')!;
  // The language that it opens in is its main part, the others are templates.
  const content = contentIn(root.lang);
  const main = document.querySelector('main')!;
  for (const other of document.querySelectorAll<HTMLTemplateElement>('template[data-language]')) {
    other.content.replaceChildren(...contentIn(other.dataset.language!).childNodes);
  }
  const unfolded = all<HTMLDetailsElement>('details', main).map(({ open }) => open);
  const old = boxesNow();
  for (const { element, id } of old) content.querySelector(`[data-chart="${id}"]`)?.replaceWith(element);
  main.replaceChildren(...content.childNodes);
  for (const [i, details] of all<HTMLDetailsElement>('details', main).entries()) {
    if (unfolded[i] && !details.dataset.table) details.open = true;
  }
  const boxes = findBoxes(old);
  prepare();
  for (const box of boxes) await redraw(box);
}

const STYLE = /<style>([\s\S]*?)<\/style>/;

function styleIn(html: string): string | undefined {
  return STYLE.exec(html)?.[1];
}
