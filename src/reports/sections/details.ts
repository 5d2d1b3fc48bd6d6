import { counted, duration, grouped } from '../../language/numbers.ts';
import { distinctTexts, joined, msg, type Text } from '../../language/phrase.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import { settingsOf } from '../../paper/deviations.ts';
import type { RunRecord, RunResult } from '../../results/schema.ts';
import type { ReportContext } from '../context.ts';

/** What ran, folded: settings beside the paper's, deviations, provenance, files, and how to run it again. */
export function detailsSection(runs: readonly RunResult[], context: ReportContext): SafeHtml {
  return html`<section aria-labelledby="details">
<h2 id="details">${msg`What ran`}</h2>
<p>${msg`To run it again:`}</p>
<pre tabindex="0"><code>${context.command}</code></pre>
${runs.length > 0 && settings(runs)}${deviations(context)}${runs.length > 0 && [provenance(runs), files(runs, context)]}</section>
`;
}

function settings(runs: readonly RunResult[]): SafeHtml {
  const all = settingsOf(runs.map(({ record }) => record.config));
  const changed = all.filter(setting => setting.differs).length;
  return html`<details><summary>${msg`Settings, beside the paper’s (${changed} of ${all.length} differ)`}</summary>
<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">${msg`Setting`}</th><th scope="col">${msg`These runs`}</th><th scope="col">He et al. 2015</th><th scope="col">${msg`Source`}</th></tr></thead>
<tbody>${all.map(
    ({
      name,
      here,
      paper,
      source,
      differs,
    }) => html`<tr><td>${name}</td><td>${differs ? html`<strong>${joined(here, ' / ')}</strong>` : joined(here, ' / ')}</td><td>${joined(paper, ' / ')}</td><td>${joined(source, ' / ')}</td></tr>
`,
  )}</tbody></table></div>
<p class="notes">${msg`Bold: not as in the paper. A slash separates values where runs differ. Networks and seeds are in the table of runs.`}</p>
</details>
`;
}

function deviations({ deviations }: ReportContext): SafeHtml {
  if (deviations.length === 0) return html`<p>${msg`No setting deviates from the paper.`}</p>`;
  return html`<details><summary>${msg`Deviations from the paper (${deviations.length})`}</summary>
<ul class="prose">${deviations.map(({ what, why }) => html`<li>${what}${why && html` ${why}`}</li>\n`)}</ul>
</details>
`;
}

/** What a run depends on beside its settings: the same of all runs, or all there are. */
export function originOf(
  runs: readonly RunResult[],
): { readonly name: Text; readonly here: readonly Text[] }[] {
  const records = runs.map(run => run.record);
  return [
    { name: msg`Engine`, here: distinct(records, engineOf) },
    {
      name: msg`Versions`,
      here: distinct(records, ({ engine }) =>
        Object.entries(engine.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', '),
      ),
    },
    {
      name: msg`Source`,
      here: distinct(records, ({ source: { commit, dirty } }) =>
        dirty ? msg`commit ${commit} with uncommitted changes` : msg`commit ${commit}`,
      ),
    },
    {
      name: msg`Data`,
      here: distinct(
        records,
        ({ dataset }) =>
          msg`${dataset.name}: ${grouped(dataset.train)} training, ${grouped(dataset.val)} validation, ${grouped(dataset.test)} test examples`,
      ),
    },
    { name: msg`SHA-256 of the data`, here: distinct(records, ({ dataset }) => dataset.sha256) },
  ];
}

function provenance(runs: readonly RunResult[]): SafeHtml {
  const records = runs.map(run => run.record);
  const seconds = records.reduce((sum, record) => sum + (record.wall_seconds ?? 0), 0);
  const started = records.map(record => record.started).sort();
  const finished = records.flatMap(record => record.finished ?? []).sort();
  const lines = [
    ...originOf(runs),
    { name: msg`First start`, here: started.slice(0, 1) },
    { name: msg`Last end`, here: finished.slice(-1) },
    { name: msg`Time of all runs together`, here: [duration(seconds)] },
  ];
  return html`<details><summary>${msg`Engine, versions, source, data`}</summary>
<div class="scroll" tabindex="0"><table><tbody>${lines.map(
    ({
      name,
      here,
    }) => html`<tr><th scope="row">${name}</th><td>${here.map((value, i) => [i > 0 && html`<br>`, value])}</td></tr>
`,
  )}</tbody></table></div>
</details>
`;
}

function files(runs: readonly RunResult[], { plan, place: { resultsPath } }: ReportContext): SafeHtml {
  const ofPlan = `${resultsPath}/plans/${plan}`;
  const names = ['run.json', 'epochs.csv', 'gradients.csv', 'responses.csv', 'blocks.csv', 'timing.csv'];
  return html`<details><summary>${msg`Files with all rows`}</summary>
<p><a href="${ofPlan}/summary.csv">summary.csv</a>, <a href="${ofPlan}/claims.json">claims.json</a></p>
<div class="scroll" tabindex="0"><table><tbody>${runs.map(
    ({
      record: { id },
    }) => html`<tr><td><code>${id}</code></td>${names.map(name => html`<td><a href="${resultsPath}/${encodeURIComponent(id)}/${name}">${name}</a></td>`)}</tr>
`,
  )}</tbody></table></div>
</details>
`;
}

function engineOf({ engine: { name, device, threads } }: RunRecord): Text {
  return msg`${name} on ${device}, ${counted(threads, 'thread')}`;
}

function distinct(records: readonly RunRecord[], describe: (record: RunRecord) => Text): Text[] {
  return distinctTexts(records.map(describe));
}
