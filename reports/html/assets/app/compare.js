// Two to four agencies side by side.
'use strict';
(() => {
  const { h, bdi } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;
  const MOST = 4;

  siap.views.compare = (root, about) => {
    const chosen = about.split(',').map((id) => M.byID.get(id)).filter((u, k, all) => u !== undefined && all.indexOf(u) === k).slice(0, MOST);
    const go = (all) => siap.address.go(siap.address.link('compare', all.map((u) => A.id[u]).join(',')));
    siap.dom.put(root, P.heading(T('html.nav.compare'), T('html.compare.lead')),
      h('div', { class: 'tools' },
        chosen.map((u, k) => h('span', { class: `picked c${k}` }, mark(k), ' ', bdi(M.short(u, 60)), ' ',
          h('button', { type: 'button', class: 'remove', 'aria-label': T('html.compare.remove', { name: A.name[u] }), onclick: () => go(chosen.filter((other) => other !== u)) }, '×'))),
        chosen.length < MOST ? P.picker(T('html.compare.add'), -1, (u) => { if (u >= 0) go([...chosen, u]); }, { allow: (u) => !chosen.includes(u), empty: T('html.compare.choose') }) : null));
    if (chosen.length < 2) {
      siap.dom.put(root, h('p', { class: 'remark' }, T('html.compare.least')), suggestions(chosen, go));
      return;
    }
    siap.dom.put(root, h('p', { class: 'lead' }, verdict(chosen)), summary(chosen), dimensions(chosen), indicators(chosen));
  };

  const mark = (k) => h('span', { class: `mark c${k}`, 'aria-hidden': 'true' }, ['●', '◆', '●', '◆'][k]);

  // suggestions are neighbours in the ranking.
  const suggestions = (chosen, go) => {
    const from = chosen[0] ?? 0;
    const near = [from - 1, from + 1, 0, M.n - 1].filter((u, k, all) => u >= 0 && u < M.n && u !== from && all.indexOf(u) === k);
    return near.length ? h('p', null, `${T('html.compare.suggest', { name: A.name[from] })} `, near.map((u, k) => [k ? ', ' : '', h('button', { type: 'button', class: 'link', onclick: () => go([from, u]) }, bdi(A.name[u]))])) : null;
  };

  // verdict says whether they can be told apart.
  const verdict = (chosen) => {
    const ranked = chosen.filter((u) => M.at(A.rank, u) > 0).sort((a, b) => M.at(A.rank, a) - M.at(A.rank, b));
    if (ranked.length < 2) return T('html.compare.unranked');
    const parts = [T('html.compare.order', { names: M.list(ranked.map((u) => `${A.name[u]} (${M.score(M.cell(0, u).value)})`)) })];
    const together = ranked.slice(1).filter((u, k) => M.at(A.tie, u) === M.at(A.tie, ranked[k]) && M.at(A.governs, u, 0) === M.at(A.governs, ranked[k], 0));
    parts.push(together.length === 0 ? T('html.compare.apart') : together.length === ranked.length - 1 ? T('html.compare.together') : T('html.compare.some', { names: M.list(together.map((u) => A.name[u])) }));
    return parts.join(' ');
  };

  const summary = (chosen) => siap.tables.framed([
    { title: T('html.compare.what'), rowhead: true, cell: (row) => row.title },
    ...chosen.map((u, k) => ({ title: [mark(k), ' ', P.agencyLink(u)], class: 'n', cell: (row) => row.of(u) })),
  ], [
    { title: T('html.index'), of: (u) => h('strong', null, M.score(M.cell(0, u).value)) },
    { title: T('html.bounds'), of: (u) => P.bounds(M.cell(0, u).low, M.cell(0, u).high) },
    { title: T('html.band'), of: (u) => P.chip(0, M.cell(0, u).band) },
    { title: T('html.rank'), of: (u) => (M.at(A.rank, u) ? T('html.place.of', { rank: M.rankText(u), of: M.at(A.of, u) }) : '–') },
    { title: T(M.drawnAny ? 'html.interval.draws' : 'html.interval'), of: (u) => M.span(M.at(A.best, u), M.at(A.worst, u)) },
    { title: T('html.coverage'), of: (u) => M.percent(M.cell(0, u).cover) },
    ...(raw.measured ? [{ title: T('html.contradictions.short'), of: (u) => M.integer(M.contradictionCounts[u]) }] : []),
    ...(raw.history ? [{ title: T('html.change', { label: M.texts().history.labels.at(-2) }), of: (u) => M.signed(M.at(raw.history.change, u)) }] : []),
  ], { caption: T('html.nav.compare'), captionClass: 'spoken', class: 'side' }).frame;

  const values = (i, chosen) => chosen.map((u) => { const c = M.cell(i, u); return M.has(c.state) ? c.value : null; });
  const apart = (i, chosen) => {
    const own = values(i, chosen).filter(M.known);
    return own.length < 2 ? null : Math.max(...own) - Math.min(...own);
  };
  const columns = (chosen) => [
    { id: 'name', title: T('html.node'), rowhead: true, class: 'wide', sort: (i) => raw.nodes[i].order, cell: (i) => [M.numbered(i), M.words(i).s ? h('span', { class: 'type' }, M.words(i).s) : null] },
    { title: T('html.plot'), class: 'drawing', cell: (i) => D.several({ values: values(i, chosen), scale: raw.nodes[i].scale }) },
    ...chosen.map((u, k) => ({ id: `a${k}`, title: [mark(k), ' ', M.short(u, 60)], class: 'n', cell: (i) => P.valueOf(i, u) })),
    { id: 'apart', title: T('html.compare.apart.column'), class: 'n strong', down: true, sort: (i) => apart(i, chosen), cell: (i) => M.score(apart(i, chosen)) },
  ];
  const dimensions = (chosen) => {
    const axes = M.dimensions.filter((i) => chosen.every((u) => M.has(M.cell(i, u).state)));
    const radar = axes.length >= 3 && M.dimensions.length <= 6 ? siap.radar(axes, chosen.map((u, k) => ({ name: M.short(u, 46), values: axes.map((i) => M.cell(i, u).value), style: k })),
      T('html.compare.radar', { names: M.list(chosen.map((u) => A.name[u])) })) : null;
    const table = siap.tables.framed(columns(chosen), M.dimensions, { caption: T('html.compare.dimensions'), captionClass: 'spoken' }).frame;
    return h('section', null, h('h3', null, T('view.section.dimensions')), radar ? h('div', { class: 'pair radar-pair' }, h('figure', null, radar), table) : table);
  };
  const indicators = (chosen) => {
    const rows = [...M.leaves].sort((a, b) => (apart(b, chosen) ?? -1) - (apart(a, chosen) ?? -1));
    const [first, rest] = [rows.slice(0, 12), rows.slice(12)];
    return h('section', null, h('h3', null, T('html.compare.indicators')), h('p', { class: 'how' }, T('html.compare.indicators.how')),
      siap.tables.framed(columns(chosen), first, { caption: T('html.compare.indicators'), captionClass: 'spoken' }).frame,
      rest.length ? P.fold(T('html.compare.rest', { n: rest.length }), siap.tables.framed(columns(chosen), rest, { caption: T('html.compare.rest', { n: rest.length }), captionClass: 'spoken' }).frame) : null);
  };
})();
