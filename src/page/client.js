/**
 * Runs in the reader's browser. Draws every chart of the page from the JSON beside it, as wide as its box, and
 * again when the box changes; fills tables and CSV downloads on request; shows the page in another language or other
 * colours. Loads nothing.
 */
(() => {
  const { vegaEmbed } = window;
  // A page without charts has none.
  const config = document.getElementById('chart-config') && read('chart-config');
  const client = read('client');
  const root = document.documentElement;
  const widest = 460;
  let boxes = [];
  // Depths that are highlighted in every chart.
  let picks = [];
  // Ends of the stretch of epochs that charts show; null for all.
  let epochs = null;
  let renewal = Promise.resolve();

  // What the reader chose on any of these pages before; a browser may keep nothing of a file.
  const remembered = {
    get(name) {
      try {
        return localStorage.getItem(`degradation-lab.${name}`);
      } catch {
        return null;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(`degradation-lab.${name}`, value);
      } catch {}
    },
  };

  showTheme(remembered.get('theme'));
  showLanguage(client.chosen ?? remembered.get('language') ?? preferred());
  // Never rejects: a chart that fails says so in its box.
  void start().then(watch);
  // Served while it trains: a page from a file asks nobody.
  if (root.dataset.live !== undefined) listen();

  function listen() {
    const own = decodeURIComponent(location.pathname).slice(1) || 'index.html';
    new EventSource('/events').addEventListener('changed', ({ data }) => {
      if (data === own) renewal = renewal.then(renew).catch(error => console.error(error));
    });
  }

  /** Puts the newest page in the place of this one; what the reader has opened, chosen and scrolled to stays. */
  async function renew() {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    // A depth more has a colour more, which the policy of this page does not know.
    if (fresh.querySelector('style').textContent !== document.querySelector('style').textContent) {
      return location.reload();
    }
    for (const script of fresh.querySelectorAll('script[type="application/json"]')) {
      const known = document.getElementById(script.id);
      if (known) known.textContent = script.textContent;
      else document.body.append(document.importNode(script, true));
    }
    // The language that it opens in is its main part, the others are templates.
    const contentIn = code =>
      fresh.querySelector(`template[data-language="${code}"]`)?.content ?? fresh.querySelector('main');
    const content = contentIn(root.lang);
    const main = document.querySelector('main');
    for (const other of document.querySelectorAll('template[data-language]')) {
      other.content.replaceChildren(...contentIn(other.dataset.language).childNodes);
    }
    const unfolded = [...main.querySelectorAll('details')].map(({ open }) => open);
    const old = boxes;
    for (const { element } of old) {
      content.querySelector(`[data-chart="${element.dataset.chart}"]`)?.replaceWith(element);
    }
    main.replaceChildren(...content.childNodes);
    for (const [i, details] of [...main.querySelectorAll('details')].entries()) {
      if (unfolded[i] && !details.dataset.table) details.open = true;
    }
    boxes = boxesOn(old);
    prepare();
    for (const box of boxes) await redraw(box);
  }

  /** New rows in an old drawing, where nothing else has changed: nothing flickers. */
  async function redraw(box) {
    if (!box.view || box.drawn !== JSON.stringify(box.specs[box.shown])) return draw(box);
    await box.view.view.data('rows', rowsOf(box.table)).runAsync();
    describe(box);
  }

  /** The first of the reader's languages that the page has. */
  function preferred() {
    const has = code => code in client.texts;
    for (const wanted of navigator.languages) {
      const code = has(wanted) ? wanted : Object.keys(client.texts).find(one => sameLanguage(one, wanted));
      if (code) return code;
    }
    return root.lang;
  }

  function sameLanguage(one, other) {
    return one.split('-')[0] === other.split('-')[0];
  }

  /** Exchanges the page's content for that of a template, which takes the old one in its place. */
  function showLanguage(code) {
    const template = document.querySelector(`template[data-language="${CSS.escape(code)}"]`);
    if (template) {
      const main = document.querySelector('main');
      const old = [...main.childNodes];
      main.replaceChildren(...template.content.childNodes);
      template.content.replaceChildren(...old);
      template.dataset.language = root.lang;
      main.lang = code;
      root.lang = code;
      document.title = client.texts[code].title;
    }
    prepare();
  }

  /** `light`, `dark`, or nothing for what the system says. */
  function showTheme(theme) {
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  }

  /** Whenever the page has other content: its buttons and tables. */
  function prepare() {
    for (const button of document.querySelectorAll('button[data-show-language]')) {
      const code = button.dataset.showLanguage;
      button.setAttribute('aria-pressed', String(code === root.lang));
      button.onclick = () => {
        if (code === root.lang) return;
        remembered.set('language', code);
        showLanguage(code);
        document.querySelector(`button[data-show-language="${code}"]`).focus();
        void start();
      };
    }
    for (const button of document.querySelectorAll('button[data-switch-theme]')) {
      button.onclick = () => {
        const dark = root.dataset.theme
          ? root.dataset.theme === 'dark'
          : matchMedia('(prefers-color-scheme: dark)').matches;
        const theme = dark ? 'light' : 'dark';
        remembered.set('theme', theme);
        showTheme(theme);
      };
    }
    for (const button of document.querySelectorAll('button[data-pick-depth]')) {
      const depth = Number(button.dataset.pickDepth);
      button.onclick = () => {
        pick(picks.includes(depth) ? picks.filter(other => other !== depth) : [...picks, depth]);
      };
    }
    showPicks();
    for (const button of document.querySelectorAll('button[data-all-epochs]')) {
      button.hidden = epochs === null;
      button.onclick = () => chooseEpochs(null);
    }
    for (const button of document.querySelectorAll('button[data-switch-scale]')) {
      button.onclick = async () => {
        const box = boxOf(button.dataset.switchScale);
        box.shown = 1 - box.shown;
        button.setAttribute('aria-pressed', String(box.shown === 1));
        await draw(box);
      };
      button.setAttribute('aria-pressed', String(boxOf(button.dataset.switchScale)?.shown === 1));
    }
    for (const details of document.querySelectorAll('details[data-table]')) {
      details.ontoggle = () => {
        details.ontoggle = null;
        fillTable(details);
      };
    }
  }

  function start() {
    boxes = boxesOn([]);
    return drawAll();
  }

  /** One for each chart on the page, with the drawing that it has already. */
  function boxesOn(old) {
    return [...document.querySelectorAll('main [data-chart]')].map(element => ({
      // Pixels of a chart that are not panels: axes, padding, spaces. A guess until the first drawing.
      reserve: 110,
      width: 0,
      view: null,
      // Which of its specs is drawn: 0, or 1 for the other scale.
      shown: 0,
      ...old.find(box => box.element === element),
      element,
      ...inLanguage(read(`${element.dataset.chart}-data`)),
    }));
  }

  function boxOf(id) {
    return boxes.find(({ element }) => element.dataset.chart === id);
  }

  /** A chart's data with the words of the language that is shown. */
  function inLanguage({ specs, table, fit }) {
    const columns = Object.entries(table.columns).map(([name, column]) => [
      name,
      column.words && !Array.isArray(column.words) ? { ...column, words: column.words[root.lang] } : column,
    ]);
    return {
      specs: specs.map(spec => spec[root.lang]),
      table: { ...table, columns: Object.fromEntries(columns) },
      fit,
    };
  }

  function text(name, ...values) {
    return client.texts[root.lang][name].replace(/\{(\d)\}/g, (_, i) => values[i]);
  }

  async function drawAll() {
    let failures = 0;
    for (const box of boxes) {
      // Between two charts the reader may scroll, read and click.
      await new Promise(resolve => setTimeout(resolve));
      try {
        await draw(box);
      } catch (error) {
        failures += 1;
        box.element.textContent = text('failed', error.message);
      }
    }
    root.dataset.charts = failures === 0 ? 'drawn' : 'failed';
  }

  async function draw(box) {
    box.width = box.element.clientWidth;
    box.columns = columnsOf(box);
    box.cramped = false;
    await embed(box);
    await fitWidth(box);
    describe(box);
  }

  /** Axis labels decide how much room is left for panels: they are known only when they are drawn. */
  async function fitWidth(box) {
    const slack = box.element.clientWidth - widthOf(box);
    // A second drawing takes as long as the first.
    if (slack >= 0 && (slack <= 24 || panelWidth(box) >= widest)) return;
    box.reserve -= slack;
    if (!box.cramped && panelWidth(box) < 180) {
      box.cramped = true;
      await embed(box);
      return fitWidth(box);
    }
    await box.view.view.signal('child_width', panelWidth(box)).resize().runAsync();
  }

  function columnsOf({ width, fit }) {
    return Math.max(1, Math.min(fit.columns, Math.floor(width / fit.minimumPanel)));
  }

  function panelWidth({ width, reserve, fit, columns }) {
    const limit = fit.columns === 1 ? 1.5 * widest : columns === 1 ? 1.25 * widest : widest;
    return Math.max(90, Math.min(limit, Math.floor((width - reserve) / columns)));
  }

  async function embed(box) {
    box.view?.finalize();
    const spec = structuredClone(box.specs[box.shown]);
    spec.data = { name: 'rows', values: rowsOf(box.table) };
    spec.columns = box.columns;
    spec.spec.width = panelWidth(box);
    const narrow = {
      ...config,
      legend: { ...config.legend, layout: { top: { direction: 'vertical', anchor: 'start', margin: 8 } } },
    };
    // Long names leave little for panels: they are smaller then, and titles have shorter lines.
    const cramped = { ...narrow, axis: { ...config.axis, labelFontSize: 10 } };
    if (box.cramped) {
      const { header } = spec.facet;
      header.labelExpr = header.labelExpr.replaceAll(/\{1,(\d+)\}/g, (_, letters) => `{1,${letters / 2}}`);
      for (const { encoding } of spec.spec.layer ?? [spec.spec]) {
        if (typeof encoding.x?.title === 'string') {
          encoding.x.title = encoding.x.title.match(/.{1,20}(?: |$)|.{1,20}/g);
        }
      }
    }
    const result = await vegaEmbed(box.element, spec, {
      actions: false,
      ast: true,
      config: box.cramped ? cramped : isNarrow(box) ? narrow : config,
      defaultStyle: false,
      renderer: 'svg',
      tooltip: { disableDefaultStyle: true },
    });
    box.view = result;
    box.drawn = JSON.stringify(box.specs[box.shown]);
    sharePicks(result.view);
    shareEpochs(result.view);
  }

  /** Legends stand below each other where there is little room beside them. */
  function isNarrow({ width }) {
    return width < 560;
  }

  /** The stretch of epochs that is drawn over in one chart is what all charts over epochs show. */
  function shareEpochs(view) {
    if (!hasSignal(view, 'epochFrom')) return;
    if (epochs) setEpochs(view);
    if (!hasSignal(view, 'brushed')) return;
    let pending = 0;
    view.addSignalListener('brushed', (_, { epoch }) => {
      clearTimeout(pending);
      if (!epoch || epoch[0] === epoch[1]) return;
      // Not before the pointer rests.
      pending = setTimeout(() => chooseEpochs([...epoch].sort((a, b) => a - b)), 350);
    });
  }

  function chooseEpochs(ends) {
    epochs = ends;
    for (const { view } of boxes) if (view && hasSignal(view.view, 'epochFrom')) setEpochs(view.view);
    for (const button of document.querySelectorAll('button[data-all-epochs]')) button.hidden = !ends;
  }

  function setEpochs(view) {
    const [from, to] = epochs ?? [null, null];
    if (hasSignal(view, 'brushed')) view.data('brushed_store', []);
    view.signal('epochFrom', from).signal('epochTo', to).runAsync();
  }

  /** A depth that is picked in one chart is picked in all. */
  function sharePicks(view) {
    if (!hasSignal(view, 'picked')) return;
    if (picks.length > 0) setPicks(view);
    view.addSignalListener('picked', () => pick(pickedIn(view), view));
  }

  /** Depths, in the order of picking. */
  function pickedIn(view) {
    return view.data('picked_store').map(({ values }) => values[0]);
  }

  function pick(depths, source) {
    // Charts that are told tell it again.
    if (depths.join() === picks.join()) return;
    picks = depths;
    for (const { view } of boxes) {
      if (view && view.view !== source && hasSignal(view.view, 'picked')) setPicks(view.view);
    }
    showPicks();
  }

  /** As a click on the legend would. */
  function setPicks(view) {
    const tuples = picks.map(depth => ({ fields: [{ type: 'E', field: 'depth' }], values: [depth] }));
    view.data('picked_store', tuples).runAsync();
  }

  function showPicks() {
    for (const button of document.querySelectorAll('button[data-pick-depth]')) {
      button.setAttribute('aria-pressed', String(picks.includes(Number(button.dataset.pickDepth))));
    }
  }

  function hasSignal(view, wanted) {
    return wanted in view.getState({ signals: name => name === wanted, data: () => false }).signals;
  }

  function widthOf({ element }) {
    return Math.ceil(element.querySelector('svg').getBoundingClientRect().width);
  }

  /** Vega gives its root neither a role nor a name. */
  function describe(box) {
    const { element } = box;
    const id = element.dataset.chart;
    const svg = element.querySelector('svg');
    element.dataset.width = String(box.width);
    // What can be scrolled must be reached by keyboard.
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
    // Of a brush Vega tells all the same.
    for (const part of svg.querySelectorAll('[role]')) part.removeAttribute('role');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-labelledby', `${id}-title`);
    svg.setAttribute('aria-describedby', `${id}-caption`);
  }

  function watch() {
    let pending = 0;
    const observer = new ResizeObserver(() => {
      clearTimeout(pending);
      pending = setTimeout(redrawChanged, 120);
    });
    // As wide as the boxes, whatever language they are in.
    observer.observe(document.querySelector('main'));
  }

  async function redrawChanged() {
    // Paper has its own width; charts shrink to it by style alone.
    if (matchMedia('print').matches) return;
    for (const box of boxes) {
      const width = box.element.clientWidth;
      if (width > 0 && Math.abs(width - box.width) > 2) await draw(box);
    }
  }

  function fillTable(details) {
    const box = boxOf(details.dataset.table);
    const names = Object.keys(box.table.columns);
    const rows = rowsOf(box.table);
    const shown = rows.slice(0, 500);
    const table = document.createElement('table');
    appendRow(table.createTHead(), 'th', names);
    const body = table.createTBody();
    for (const row of shown)
      appendRow(
        body,
        'td',
        names.map(name => row[name] ?? ''),
      );
    const scroll = document.createElement('div');
    scroll.className = 'scroll tall';
    scroll.tabIndex = 0;
    scroll.append(table);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text('download');
    button.addEventListener('click', () =>
      download(`${details.dataset.table}.csv`, [names, ...rows.map(row => names.map(name => row[name]))]),
    );
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.textContent = text('copy');
    copy.addEventListener('click', () => copySpecification(box, copy));
    const note = document.createElement('p');
    note.className = 'take-away';
    note.append(button, copy, shown.length < rows.length ? ` ${text('cut', shown.length, rows.length)}` : '');
    details.append(note, scroll);
  }

  function appendRow(section, tag, cells) {
    const row = section.insertRow();
    for (const text of cells) {
      const cell = document.createElement(tag);
      cell.textContent = text;
      row.append(cell);
    }
  }

  /** A chart as other programs draw it: with its rows, and with colours instead of this page's variables. */
  async function copySpecification({ element, specs, shown, table }, button) {
    const style = getComputedStyle(root);
    const whole = JSON.stringify(
      {
        $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
        ...specs[shown],
        data: { name: 'rows', values: rowsOf(table) },
        config: { ...config, background: 'var(--page)' },
      },
      null,
      2,
    ).replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name));
    try {
      await navigator.clipboard.writeText(whole);
      button.textContent = text('copied');
    } catch {
      // A browser that lets no page from a file write there.
      save(`${element.dataset.chart}.vl.json`, 'application/json', whole);
    }
  }

  function download(name, lines) {
    const quoted = cell =>
      cell === null ? '' : /[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell;
    save(name, 'text/csv', `${lines.map(line => line.map(quoted).join(',')).join('\n')}\n`);
  }

  function save(name, type, content) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function rowsOf({ length, columns }) {
    const entries = Object.entries(columns);
    return Array.from({ length }, (_, i) =>
      Object.fromEntries(
        entries.map(([name, column]) => [name, column.words ? column.words[column.codes[i]] : column[i]]),
      ),
    );
  }

  function read(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }
})();
