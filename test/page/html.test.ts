import test from 'ava';
import { msg } from '../../src/language/phrase.ts';
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

test('no line ends between a number and its percent sign', t => {
  t.is(
    html`<td title="${'5 %'}">${msg`from ${1.5} to ${2} %, in %`}</td>`.in('en'),
    '<td title="5\u00a0%">from 1.5 to 2\u00a0%, in %</td>',
  );
});
