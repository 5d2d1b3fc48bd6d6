import test from 'ava';
import { html, scriptJson, verbatim } from '../../src/page/html.ts';

test('text is escaped, in elements and attributes', t => {
  const text = `</p><script>alert("1")</script>'&`;
  t.is(html`<p title="${text}">${text}</p>`.in('en').match(/<script/g), null);
  t.is(html`${`<>&"'`}`.in('en'), '&lt;&gt;&amp;&quot;&#39;');
});

test('markup from templates is kept, lists are joined, nothing is nothing', t => {
  t.is(
    html`<ul>${[1, 2].map(n => html`<li>${n}</li>`)}${null}${undefined}${false}</ul>`.in('en'),
    '<ul><li>1</li><li>2</li></ul>',
  );
  t.is(html`${verbatim('<b>')}`.in('en'), '<b>');
});

test('JSON in a script element cannot end it', t => {
  const value = { text: '</script><!--' };
  t.notRegex(scriptJson(value).in('en'), /</);
  t.deepEqual(JSON.parse(scriptJson(value).in('en')), value);
});
