
// What the report does beyond showing its tables: sorting and filtering, opening what a link points to, and the
// charts, which are drawn when they come into view. Nothing here leaves the page.
'use strict';
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  // Sorting: what is not known stays at the end, whichever way.
  const valueOf = (row, column, kind) => {
    const v = row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
    return kind === 'number' ? (v === '' ? null : Number(v)) : v;
  };
  for (const table of all('table.sortable')) {
    const heads = all('thead th', table);
    heads.forEach((head, column) => {
      const kind = head.dataset.sort;
      if (!kind) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        const body = table.tBodies[0];
        const rows = Array.from(body.rows, (row, place) => ({ row, place, v: valueOf(row, column, kind) }));
        rows.sort((a, b) => {
          if (a.v === null || b.v === null) return (a.v === null) - (b.v === null) || a.place - b.place;
          const order = kind === 'number' ? a.v - b.v : a.v.localeCompare(b.v, document.documentElement.lang, { numeric: true });
          return (down ? -order : order) || a.place - b.place;
        });
        body.append(...rows.map((r) => r.row));
      });
    });
  }

  // The filter of the ranking.
  const filter = document.getElementById('filter');
  const count = document.getElementById('filter-count');
  if (filter) {
    all('.needs-script').forEach((e) => { e.hidden = false; });
    const rows = all('#ranking-table tbody tr');
    const say = (shown) => {
      count.textContent = count.dataset.text.replace('{shown}', shown).replace('{of}', rows.length);
    };
    filter.addEventListener('input', () => {
      const wanted = filter.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = row.dataset.search.toLocaleLowerCase().includes(wanted);
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      say(shown);
    });
    say(rows.length);
  }

  // A link to a closed profile opens it.
  const openTarget = () => {
    const id = location.hash.slice(1);
    const target = id && document.getElementById(id);
    if (target instanceof HTMLDetailsElement) {
      target.open = true;
      target.scrollIntoView();
    }
  };
  addEventListener('hashchange', openTarget);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) openTarget();
  });
  openTarget();

  // Charts.
  const block = document.getElementById('chart-data');
  const drawn = new Map();
  const data = block && globalThis.echarts ? JSON.parse(block.textContent) : null;

  // Colours are names of the style sheet, so that charts follow light, dark and print.
  const coloured = (value) => {
    if (typeof value === 'string') {
      const name = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return name ? getComputedStyle(document.documentElement).getPropertyValue(name[1]).trim() : value;
    }
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v)]));
    return value;
  };
  const line = (x1, y1, x2, y2, stroke, lineWidth) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } });

  // What is drawn item by item, by name. Texts come from the data of the series: a custom value is a number here.
  const renderers = {
    bounds: (series) => (params, api) => {
      const item = series.data[params.dataIndex].value;
      const [x, y] = api.coord([item[0], item[1]]);
      const low = api.coord([item[2], item[1]])[0];
      const high = api.coord([item[3], item[1]])[0];
      const ink = coloured('var(--ink)');
      return {
        type: 'group',
        children: [
          line(low, y, high, y, ink, 1.5), line(low, y - 4, low, y + 4, ink, 1.5), line(high, y - 4, high, y + 4, ink, 1.5),
          { type: 'circle', shape: { cx: x, cy: y, r: 4 }, style: { fill: coloured('var(--paper)'), stroke: ink, lineWidth: 1.5 } },
          { type: 'text', style: { x: Math.max(high, x) + 8, y, text: item[4], fill: ink, fontSize: 12, verticalAlign: 'middle' } },
        ],
      };
    },
    stroke: (series) => (params, api) => {
      const item = series.data[params.dataIndex].value;
      const [x, y] = api.coord([item[0], item[1]]);
      return line(x, y - 15, x, y + 15, coloured('var(--mark)'), 3);
    },
  };

  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const escape = (text) => globalThis.echarts.format.encodeHTML(String(text));
  const prepare = (plain, place) => {
    const option = coloured(plain);
    for (const series of option.series ?? []) {
      if (typeof series.renderItem === 'string') series.renderItem = renderers[series.renderItem](series);
      series.silent = false;
    }
    for (const axis of option.xAxis ?? []) {
      if (axis.type === 'value') axis.axisLabel = { ...axis.axisLabel, formatter: (v) => number.format(v) };
    }
    // On a narrow page names give way to the drawing; the table has them whole.
    const narrow = place.clientWidth < 560;
    for (const axis of option.yAxis ?? []) {
      axis.axisLabel = { ...axis.axisLabel, width: Math.round(place.clientWidth * (narrow ? 0.42 : 0.36)), overflow: 'truncate', fontSize: narrow ? 11 : 12 };
    }
    for (const axis of narrow ? option.xAxis ?? [] : []) axis.splitNumber = 3;
    option.tooltip = { ...option.tooltip, confine: true, formatter: (item) => escape(item.name) };
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    return option;
  };

  const radarOption = (id, place) => {
    const one = data.agencies[id];
    const option = structuredClone(data.radar);
    const shared = [].concat(option.radar)[0];
    shared.indicator = one.axes.map((axis) => shared.indicator[axis]);
    shared.radius = '54%';
    shared.center = ['50%', '46%'];
    const area = (name, value, colour, type) => ({
      name, value, symbolSize: 5, itemStyle: { color: `var(${colour})` }, lineStyle: { color: `var(${colour})`, width: 2, type },
      areaStyle: { color: `var(${colour})`, opacity: type === 'solid' ? 0.18 : 0 },
    });
    option.series = [{
      type: 'radar',
      data: [area(one.reference, one.against, '--mark', 'dashed'), area(one.name, one.values, '--accent', 'solid')],
    }];
    option.legend = { ...[].concat(option.legend)[0], data: [one.name, one.reference] };
    const ready = prepare(option, place);
    const wrap = (text) => text.split(' ').reduce((lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + word.length < 14 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, []).join('\n');
    const component = [].concat(ready.radar)[0];
    component.indicator = component.indicator.map((axis) => ({ ...axis, name: wrap(axis.name) }));
    component.axisName = { ...component.axisName, lineHeight: 14, fontSize: 11 };
    ready.tooltip.formatter = () => [escape(one.name) + ' / ' + escape(one.reference)]
      .concat(one.axes.map((axis, i) => escape([].concat(data.radar.radar)[0].indicator[axis].name) + ': ' + escape(one.texts[i])))
      .join('<br>');
    return ready;
  };

  const draw = (place) => {
    if (drawn.has(place) || !data) return;
    const id = place.dataset.radar;
    const plain = id ? null : data.charts[place.id];
    if (!id && !plain) return;
    if (plain) place.style.height = `${Math.max(160, plain.rows * 26 + 60)}px`;
    const chart = globalThis.echarts.init(place, null, { renderer: 'svg' });
    const option = () => (id ? radarOption(id, place) : prepare(plain, place));
    chart.setOption(option());
    drawn.set(place, { chart, option });
  };
  const redraw = () => drawn.forEach(({ chart, option }) => { chart.setOption(option(), true); });

  if (data) {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
      }
    }, { rootMargin: '400px' });
    all('.chart').forEach((place) => seen.observe(place));
    const resized = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        const known = drawn.get(target);
        if (!known || contentRect.width === 0 || Math.abs(contentRect.width - known.chart.getWidth()) < 1) continue;
        known.chart.resize();
        known.chart.setOption(known.option(), true);
      }
    });
    all('.chart').forEach((place) => resized.observe(place));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  }

  // Paper is light and has no closed profiles.
  let closed = [];
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    closed = all('details.agency:not([open])');
    closed.forEach((details) => { details.open = true; });
    all('.chart').forEach(draw);
    redraw();
    drawn.forEach(({ chart }) => chart.resize());
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    closed.forEach((details) => { details.open = false; });
    redraw();
  });
})();
