/**
 * What a page holds packed, as most of it would be libraries, rows and other languages otherwise: each `application/gzip`
 * becomes the script that it was, which runs if it is one; JSON under the same id; or the template of a language.
 *
 * @param which of them; scripts run in the order of the page
 * @throws where the browser cannot unpack it, or the page was cut off
 */
export async function unpack(within: Document, which = PACKED): Promise<void> {
  for (const packed of within.querySelectorAll<HTMLScriptElement>(which)) {
    packed.replaceWith(elementOf(packed, await inflated(packed.textContent!)));
  }
}

function elementOf({ id, dataset: { language } }: HTMLScriptElement, text: string): HTMLElement {
  if (language !== undefined) {
    const template = document.createElement('template');
    template.dataset.language = language;
    template.innerHTML = text;
    return template;
  }
  const script = document.createElement('script');
  if (id) Object.assign(script, { id, type: 'application/json' });
  script.textContent = text;
  return script;
}

const PACKED = 'script[type="application/gzip"]';

/** What is shown before any chart. */
export const PACKED_LANGUAGES = `${PACKED}[data-language]`;

/** Without the libraries, which a page that is looked at has already. */
export const PACKED_CONTENT = `${PACKED}:is([id], [data-language])`;

function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
