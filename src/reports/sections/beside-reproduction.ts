import { mean } from '../../evidence/statistics.ts';
import { counted, fixed } from '../../language/numbers.ts';
import { msg, sentences } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { Reproduction } from '../../paper/reproduction.ts';
import { groupBy, networkName } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';

/** Training errors beside those that somebody else published, at epochs at which both had trained alike; false where there are none. */
export function besideReproduction(
  runs: readonly RunResult[],
  reproduction: Reproduction | undefined,
): SafeHtml | false {
  if (!reproduction) return false;
  const rows = runs.flatMap(({ record: { config }, epochs }) =>
    reproduction.epochsBeside(config).flatMap(epoch => {
      const here = epochs.find(row => row.epoch === epoch)?.train_error_pct;
      const there = reproduction.trainErrorPct(config.kind, config.depth, epoch);
      return here === undefined || there === undefined ? [] : [{ ...config, epoch, here, there }];
    }),
  );
  if (rows.length === 0) return false;
  const networks = groupBy(rows, ({ kind, depth, epoch }) => `${networkName(kind, depth)} ${epoch}`);
  return html`<h3 id="reproduction">${msg`Beside a public reproduction`}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="reproduction"><table>
<thead><tr><th scope="col">${msg`Kind`}</th><th scope="col" class="number">${msg`Depth`}</th><th scope="col" class="number">${msg`After epoch`}</th><th scope="col" class="number">${msg`Training error here, %`}</th><th scope="col" class="number">${msg`There, %`}</th></tr></thead>
<tbody>
${[...networks.values()].map(
  own => html`<tr><td>${own[0]!.kind}</td><td class="number">${own[0]!.depth}</td><td class="number">${own[0]!.epoch}</td><td class="number">${fixed(mean(own.map(({ here }) => here)))} (${counted(own.length, 'seed')})</td><td class="number">${fixed(own[0]!.there, 1)}</td></tr>
`,
)}</tbody></table></div>
<p class="notes">${sentences(msg`There: ${reproduction.source}.`, reproduction.caveat, msg`Only epochs of the first learning rate are compared: up to there both trained alike.`)}</p>
`;
}
