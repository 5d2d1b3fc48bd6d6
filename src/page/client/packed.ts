/**
 * What a page holds packed, as three quarters of it would be libraries and rows otherwise: each `application/gzip` becomes
 * the script that it was, which runs if it is one, or JSON under the same id.
 *
 * @param which of them; scripts run in the order of the page
 * @throws where the browser cannot unpack it, or the page was cut off
 */
export async function unpack(within: Document, which = PACKED): Promise<void> {
  for (const packed of within.querySelectorAll<HTMLScriptElement>(which)) {
    const script = document.createElement('script');
    if (packed.id) Object.assign(script, { id: packed.id, type: 'application/json' });
    script.textContent = await inflated(packed.textContent!);
    packed.replaceWith(script);
  }
}

const PACKED = 'script[type="application/gzip"]';

/** Without the libraries, which a page that is looked at has already. */
export const PACKED_DATA = `${PACKED}[id]`;

function inflated(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).text();
}
