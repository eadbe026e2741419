// The map: tiles of equal size, or the outlines of the user's file. Every place is a link that says what it shows.
'use strict';
(() => {
  const { h, s } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;

  siap.map = () => {
    const words = M.texts().map;
    const shown = raw.map;
    // follow leads to the agency, or to the ranking within the group.
    const follow = (at, attributes, ...children) => {
      if (at < 0) return h('span', attributes, ...children);
      if (shown.group < 0) return h('a', { href: siap.address.link('agency', A.id[at]), ...attributes }, ...children);
      const g = A.groups[shown.group];
      return h('button', { type: 'button', ...attributes, onclick: () => siap.chooseInRanking({ group: `${g.id}:${g.values[at]}` }) }, ...children);
    };
    const drawing = shown.shapes ? outlines(shown, words) : h('ul', { class: 'tiles' }, shown.places.map(([short, row, column, at, index, band], k) => {
      const item = h('li', null, follow(at, { class: `tile ${at < 0 && !M.known(index) ? 'empty' : band < 0 ? 'unknown-cell' : `s${M.shade(0, band)}`}`, title: words.places[k][1] },
        h('b', { 'aria-hidden': 'true' }, short), M.known(index) ? h('span', { class: 'tile-value', 'aria-hidden': 'true' }, M.score(index)) : null, h('span', { class: 'spoken' }, M.bound(words.places[k][1]))));
      item.style.gridRow = String(row + 1);
      item.style.gridColumn = String(column + 1);
      return item;
    }));
    const rows = shown.places.map((_, k) => k).filter((k) => shown.places[k][3] >= 0 || M.known(shown.places[k][4]));
    return h('section', { class: 'map' }, h('h3', null, words.title), drawing,
      h('p', { class: 'how' }, M.bound(words.sentence), words.absent?.length ? ` ${T('html.map.absent', { names: M.list(words.absent.slice(0, 10)) })}` : ''),
      P.fold(T('html.map.table'), siap.tables.framed([
        { id: 'name', title: T('html.map.place'), rowhead: true, sort: (k) => words.places[k][0], cell: (k) => words.places[k][0] },
        { id: 'index', title: T('html.index'), class: 'n strong', down: true, sort: (k) => shown.places[k][4], cell: (k) => M.score(shown.places[k][4]) },
        { title: T('html.band'), cell: (k) => P.chip(0, shown.places[k][5]) },
      ], rows, { caption: words.title, captionClass: 'spoken' }).frame));
  };

  const outlines = (shown, words) => s('svg', { class: 'outlines', viewBox: `-2 -2 1004 ${shown.height + 4}`, role: 'group', 'aria-label': M.bound(words.sentence) },
    shown.places.map(([, , , at, , band], k) => {
      const path = s('path', { class: at < 0 ? 'empty' : `s${M.shade(0, band)}`, d: shown.shapes[k], 'fill-rule': 'evenodd' }, s('title', null, M.bound(words.places[k][1])));
      if (at < 0) return path;
      const g = shown.group < 0 ? null : A.groups[shown.group];
      return s('a', { href: g ? siap.address.link('overview', '', { group: `${g.id}:${g.values[at]}` }) : siap.address.link('agency', A.id[at]), 'aria-label': M.bound(words.places[k][1]) }, path);
    }));
})();
