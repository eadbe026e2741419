// Tables: sorting by their heads, arrow keys from row to row, and regions that scroll sideways where the page is narrow.
'use strict';
(() => {
  const { h, announce } = siap.dom;
  const { T } = siap.model;

  const compare = (a, b) => {
    const [x, y] = [a ?? null, b ?? null];
    if (x === null || y === null || Number.isNaN(x) || Number.isNaN(y)) return 0;
    return typeof x === 'number' ? x - y : String(x).localeCompare(String(y), siap.model.lang, { numeric: true });
  };
  const missing = (v) => v === null || v === undefined || v === '' || Number.isNaN(v);

  // scroller is a region that keyboards can scroll where it is too wide.
  const scroller = (label, ...children) => {
    const region = h('div', { class: 'scroll', role: 'region', 'aria-label': label }, ...children);
    const watch = new ResizeObserver(() => {
      const wide = region.scrollWidth > region.clientWidth + 1;
      if (wide) region.tabIndex = 0; else region.removeAttribute('tabindex');
    });
    watch.observe(region);
    return region;
  };

  // table makes a table of columns and rows. A column has a head, a cell for a row, and where it can be sorted the value
  // to sort by. Options: caption, class, sorted {column, down}, onsort, row (attributes of a row), limit.
  const table = (columns, given, options = {}) => {
    const rows = given ?? [];
    const body = h('tbody');
    const make = (row, place) => {
      const line = h('tr', options.row ? options.row(row, place) : null);
      columns.forEach((c) => {
        const content = c.cell(row, place);
        const attributes = { class: c.class, ...(c.attributes ? c.attributes(row) : null) };
        line.append(c.head === true || c.rowhead ? h('th', { scope: 'row', ...attributes }, content) : h('td', attributes, content));
      });
      return line;
    };
    let shown = rows;
    const draw = () => {
      const limit = options.limit && shown.length > options.limit * 1.2 ? options.limit : shown.length;
      body.replaceChildren(...shown.slice(0, limit).map(make));
      more.hidden = limit >= shown.length;
      more.textContent = T('html.more', { n: shown.length - limit });
    };
    const more = h('button', { type: 'button', class: 'more', hidden: true, onclick: () => {
      const before = body.rows.length;
      body.append(...shown.slice(before).map((row, k) => make(row, before + k)));
      more.hidden = true;
      body.rows[before]?.querySelector('a, button')?.focus();
    } });
    const heads = columns.map((c, k) => {
      if (!c.sort) return h('th', { scope: 'col', class: c.class }, c.title);
      const button = h('button', { type: 'button', onclick: () => sortBy(k, heads[k].getAttribute('aria-sort') === (c.down ? 'descending' : 'ascending') ? !c.down : Boolean(c.down)) }, c.title);
      return h('th', { scope: 'col', class: c.class, 'data-column': c.id }, button);
    });
    const sortBy = (k, down, quiet) => {
      const c = columns[k];
      heads.forEach((head, i) => { if (i === k) head.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else head.removeAttribute('aria-sort'); });
      const keyed = rows.map((row, place) => ({ row, place, v: c.sort(row) }));
      keyed.sort((a, b) => (missing(a.v) - missing(b.v)) || (down ? -compare(a.v, b.v) : compare(a.v, b.v)) || a.place - b.place);
      shown = keyed.map((k2) => k2.row);
      draw();
      if (!quiet) {
        options.onsort?.(c.id, down);
        announce(T(down ? 'html.sorted.down' : 'html.sorted.up', { column: c.title }));
      }
    };
    const element = h('table', { class: options.class, id: options.id },
      options.caption ? h('caption', { class: options.captionClass }, options.caption) : null,
      h('thead', null, h('tr', null, heads)), body);
    const start = options.sorted ? columns.findIndex((c) => c.id === options.sorted.id && c.sort) : -1;
    if (start >= 0) sortBy(start, options.sorted.down, true); else draw();
    arrows(body);
    return { element, more, body, sortBy };
  };

  // arrows lets the arrow keys go from link to link down a table.
  const arrows = (body) => {
    body.addEventListener('keydown', (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if ((!step && event.key !== 'Home' && event.key !== 'End') || event.altKey || event.ctrlKey || event.metaKey) return;
      const from = event.target.closest('tr');
      if (!from || event.target.matches('input, select')) return;
      const rows = Array.from(body.rows).filter((row) => !row.hidden && row.querySelector('a, button'));
      const place = event.key === 'Home' ? 0 : event.key === 'End' ? rows.length - 1 : rows.indexOf(from) + step;
      const next = rows[place]?.querySelector('a, button');
      if (next) { event.preventDefault(); next.focus(); }
    });
  };

  // framed is a table in a region that scrolls, with its button for more.
  const framed = (columns, rows, options) => {
    const made = table(columns, rows, options);
    return { ...made, frame: h('div', { class: 'framed' }, scroller(options.label ?? options.caption, made.element), made.more) };
  };

  siap.tables = { table, framed, scroller, arrows };
})();
