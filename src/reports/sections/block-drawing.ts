import { msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';

/** A plain block beside a residual one, with the way of the signal down and that of the gradient up. */
export function blockDrawing(): SafeHtml {
  return html`<figure class="blocks">
<svg role="img" aria-labelledby="blocks-title" aria-describedby="blocks-words" viewBox="0 0 400 268" xmlns="http://www.w3.org/2000/svg">
<title id="blocks-title">${msg`A plain and a residual block`}</title>
<desc id="blocks-words">${msg`Both blocks put two convolutions behind each other. In the plain block the signal goes down through them and the gradient up through them, and there is no other way. In the residual block the input also goes around them and is added to what they put out; on that way the gradient comes back unchanged.`}</desc>
<defs>
<marker id="signal-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" fill="var(--signal)"/></marker>
<marker id="gradient-end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0 8 4 0 8z" fill="var(--gradient)"/></marker>
</defs>
${stack(100, msg`plain block`, 'H(x)', true)}
${gradientUp(40, 232)}
${stack(262, msg`residual block`, 'F(x) + x', false)}
${gradientUp(202, 190)}
<path class="signal" d="M262 40H344V196H274" marker-end="url(#signal-end)"/>
<circle cx="262" cy="196" r="10" class="box"/><path d="M256 196h12M262 190v12" stroke="var(--text)" stroke-width="1.5"/>
<path class="gradient" d="M276 204H356V32H270" marker-end="url(#gradient-end)"/>
<text x="362" y="112" class="signal-word">x</text>
<text x="362" y="130" class="gradient-word">· 1</text>
<text x="100" y="262" text-anchor="middle" class="gradient-word">${msg`gradient: one product`}</text>
<text x="262" y="262" text-anchor="middle" class="gradient-word">${msg`gradient: product + 1`}</text>
</svg>
<figcaption class="small"><span class="signal-word">${msg`↓ signal`}</span> · <span class="gradient-word">${msg`↑ gradient`}</span> · ${msg`a shortcut adds the input back and has no parameters`}</figcaption>
</figure>
`;
}

/** Two convolutions from top to bottom. @param x of the middle, in units of the drawing */
function stack(x: number, title: Text, out: string, isPlain: boolean): SafeHtml {
  const box = (y: number, words: Text) =>
    html`<rect class="box" x="${x - 48}" y="${y}" width="96" height="38" rx="4"/><text x="${x}" y="${y + 16}" text-anchor="middle">${msg`3×3 convolution`}</text><text x="${x}" y="${y + 31}" text-anchor="middle" class="muted">${words}</text>`;
  const down = (from: number, to: number) =>
    html`<path class="signal" d="M${x} ${from}V${to}" marker-end="url(#signal-end)"/>`;
  return html`<text x="${x}" y="13" text-anchor="middle" class="head">${title}</text>
<text x="${x - 10}" y="35" text-anchor="end" class="signal-word">x</text>
${down(22, 58)}${box(60, msg`norm, ReLU`)}${down(98, 122)}${box(124, msg`norm`)}${isPlain ? down(162, 236) : [down(162, 184), down(206, 236)]}
<text x="${x}" y="216" dx="8" class="muted">ReLU</text>
<text x="${x - 10}" y="236" text-anchor="end" class="signal-word">${out}</text>`;
}

/** The way back through both convolutions. */
function gradientUp(x: number, from: number): SafeHtml {
  return html`<path class="gradient" d="M${x} ${from}V32" marker-end="url(#gradient-end)"/>`;
}
