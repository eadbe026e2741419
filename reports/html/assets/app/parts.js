// What several views share: chips of bands, numbers with their reasons, links to agencies, headings.
'use strict';
(() => {
  const { h, bdi, spoken } = siap.dom;
  const M = siap.model;
  const { T } = M;

  const chip = (i, band) => (band < 0 ? '–' : h('span', { class: `band s${M.shade(i, band)}` }, M.bandTitle(i, band)));
  const agencyLink = (u, params) => h('a', { href: siap.address.link('agency', M.A.id[u], params) }, bdi(M.A.name[u]));
  const kindOf = (u) => M.agency(u).type;

  // figure of a chart: what it shows in words, the drawing, and its numbers in a table that can be folded away.
  const figure = (sentence, drawing, extra) => (drawing ? h('figure', null, h('figcaption', null, sentence), drawing, extra) : extra ?? null);
  const fold = (summary, ...children) => h('details', { class: 'fold' }, h('summary', null, summary), ...children);

  // A cell of a table that may have no value: its text, and the reason for those who ask.
  const valueOf = (i, u) => {
    const c = M.cell(i, u);
    if (M.has(c.state)) return h('span', { class: c.standIn ? 'at-bottom' : null, title: standIn(c) }, M.score(c.value));
    return h('abbr', { class: 'unknown', title: M.reason(c.state) }, c.state === 2 ? T('view.na') : '?');
  };
  // standIn says of a value that nobody gave it; null for one that somebody did.
  const standIn = (c) => (c.standIn ? T(c.state === 4 ? 'html.bottom' : 'html.standin') : null);
  const bounds = (low, high) => (M.known(low) && M.known(high) ? (low === high ? M.score(low) : `${M.score(low)}–${M.score(high)}`) : '–');

  const heading = (text, lead) => [h('h2', { tabindex: '-1' }, text), lead ? h('p', { class: 'lead' }, lead) : null];
  const sentences = (all) => (all?.length ? h('ul', { class: 'findings' }, all.map((text) => h('li', null, M.bound(text)))) : null);

  // picker chooses an agency by name: a field with suggestions for many, a list for few.
  const picker = (label, current, onpick, { allow = () => true, empty = '' } = {}) => {
    const select = h('select', { onchange: () => onpick(select.value === '' ? -1 : Number(select.value)) },
      empty ? h('option', { value: '' }, empty) : null,
      Array.from({ length: M.n }, (_, u) => u).filter((u) => allow(u) || u === current)
        .sort((a, b) => M.A.name[a].localeCompare(M.A.name[b], M.lang, { numeric: true }))
        .map((u) => h('option', { value: String(u), selected: u === current }, M.short(u, 80))));
    return h('label', { class: 'field' }, h('span', null, label), select);
  };

  // options is a row of buttons of which one is pressed.
  const options = (label, choices, current, onchoose) => h('div', { class: 'choice', role: 'group', 'aria-label': label },
    choices.map(([value, text]) => h('button', { type: 'button', 'aria-pressed': String(value === current), onclick: (event) => {
      for (const button of event.currentTarget.parentElement.children) button.setAttribute('aria-pressed', String(button === event.currentTarget));
      onchoose(value);
    } }, text)));

  siap.parts = { chip, agencyLink, kindOf, figure, fold, valueOf, standIn, bounds, heading, sentences, picker, options, spoken };
  siap.views = {};
})();
