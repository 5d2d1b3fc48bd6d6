import test from 'ava';
import plainVsResidual from '../../experiments/plain-vs-residual.ts';
import { catalogues } from '../../src/language/languages.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { context, makeRuns } from '../reports/fixtures.ts';
import { messagesIn } from './messages.ts';

const messages = messagesIn(['src', 'experiments']);
const placeholders = (text: string) => (text.match(/\{\d+\}/g) ?? []).sort();

test('the sources hold messages', t => {
  t.true(messages.size > 500);
  t.true(messages.has('Effect: {0}, mean over seeds.'));
});

for (const [language, catalogue] of Object.entries(catalogues)) {
  test(`every message is said in ${language}, and the catalogue has no other`, t => {
    const missing = [...messages].filter(([key]) => !(key in catalogue));
    t.deepEqual(missing, []);
    t.deepEqual(
      Object.keys(catalogue).filter(key => !messages.has(key)),
      [],
    );
  });

  test(`messages in ${language} have the placeholders of the English ones`, t => {
    for (const [key, text] of Object.entries(catalogue)) {
      t.deepEqual(placeholders(text), placeholders(key), key);
    }
  });

  test(`a page in ${language} has no sentence of another language`, t => {
    const { html } = renderReport(plainVsResidual, makeRuns({ depths: [8, 20], seeds: 2, epochs: 2 }), {
      ...context,
      deviations: [],
      command: 'npm run exp:test',
      language: language as keyof typeof catalogues,
    });
    const main = /<main[\s\S]*?<\/main>/.exec(html)![0];
    const prose = main
      .replaceAll(/<section aria-labelledby="references">[\s\S]*?<\/section>/g, '')
      .replaceAll(/<code>[\s\S]*?<\/code>/g, '')
      .replaceAll(/<[^>]*>/g, '\n');
    // Names may have two words: “He et al.”, “Student t”.
    t.deepEqual(prose.match(/(?:\b[a-z]{2,}\b[ ,]+){3,}[^\n]*/g), null);
  });
}
