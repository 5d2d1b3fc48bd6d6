import { meanClassErrors } from '../../evidence/examples/class-errors.ts';
import type { ClosestPair } from '../../evidence/examples/disagreements.ts';
import { counted, fixed } from '../../language/numbers.ts';
import { msg, sentences, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { networkName } from '../../results/networks.ts';

const splits = [
  { split: 'train', name: msg`training error %` },
  { split: 'test', name: msg`test error %` },
] as const;

/** Errors on each class of the deepest twins, means over seeds. @param nameOf a class, by its number */
export function classTable({ plain, residual, all }: ClosestPair, nameOf: (label: number) => Text): SafeHtml {
  const networks = [plain, residual].map(({ record: { config } }) => ({
    name: networkName(config.kind, config.depth),
    runs: all.filter(({ record }) => record.config.kind === config.kind),
  }));
  const { classes } = plain.record.dataset;
  const columns = splits.flatMap(({ split, name }) =>
    networks.map(network => ({
      title: msg`${network.name}, ${name}`,
      errors: meanClassErrors(network.runs, split, classes),
    })),
  );
  const labels = Array.from({ length: classes }, (_, label) => label);
  const seeds = networks.map(({ name, runs }) => msg`${name}: ${counted(runs.length, 'seed')}.`);
  return html`<h3 id="classes">${msg`Errors of each class`}</h3>
<div class="scroll" tabindex="0" role="group" aria-labelledby="classes"><table>
<thead><tr><th scope="col">${msg`Class`}</th>${columns.map(({ title }) => html`<th scope="col" class="number">${title}</th>`)}</tr></thead>
<tbody>
${labels.map(
  label => html`<tr><th scope="row">${nameOf(label)}</th>${columns.map(({ errors }) => html`<td class="number">${fixed(errors[label], 1)}</td>`)}</tr>
`,
)}</tbody></table></div>
<p class="notes">${sentences(msg`Means over seeds, at the end of training.`, ...seeds)}</p>
`;
}
