// Claims that measurements do not bear out, by agency and by indicator; and self-assessment against assessors.
'use strict';
(() => {
  const { h, bdi } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;

  siap.views.contradictions = (root) => {
    siap.dom.put(root, P.heading(T('html.nav.contradictions')));
    if (raw.measured) siap.dom.put(root, contradictions());
    const o = optimism();
    if (o) siap.dom.put(root, o);
  };

  const contradictions = () => {
    const all = (raw.contradictions ?? []).map((c, k) => ({ ...c, k }));
    if (!all.length) return h('section', null, h('h3', null, T('view.section.contradictions')), h('p', null, T('html.contradictions.none')));
    const only = M.byID.get(siap.address.param('agency'));
    const shown = only === undefined ? all : all.filter((c) => c.a === only);
    const by = siap.address.param('by') || 'list';
    const holder = h('div');
    const draw = (how) => holder.replaceChildren({ list, agency: perAgency, indicator: perIndicator }[how]?.(shown) ?? list(shown));
    draw(by);
    return h('section', null, h('h3', null, T('view.section.contradictions')), h('p', { class: 'how' }, T('html.contradictions.intro')),
      h('div', { class: 'tools' }, P.options(T('html.contradictions.by'), [['list', T('html.contradictions.list')], ['agency', T('html.contradictions.agency')], ['indicator', T('html.contradictions.indicator')]], by, (how) => { siap.address.set({ by: how === 'list' ? '' : how }); draw(how); }),
        only === undefined ? null : h('span', { class: 'picked' }, bdi(A.name[only]), ' ', h('a', { href: siap.address.link('contradictions') }, T('html.contradictions.all')))),
      holder);
  };
  const nameOf = (c) => (c.a >= 0 ? P.agencyLink(c.a) : '–');
  const list = (all) => siap.tables.framed([
    { id: 'agency', title: T('html.agency'), rowhead: true, class: 'name', sort: (c) => A.name[c.a] ?? '', cell: nameOf },
    { id: 'indicator', title: T('html.indicator'), class: 'wide', sort: (c) => raw.nodes[c.i]?.order, cell: (c) => [h('span', { class: 'what' }, M.numbered(c.i)), h('span', { class: 'type' }, siap.measurement(c)), h('span', { class: 'tight' }, `${M.texts().claim} ${M.score(c.claim)} · ${T('html.measured')} ${M.score(c.measured)}`)] },
    { title: T('html.plot'), class: 'drawing', cell: (c) => D.gap({ claim: c.claim, measured: c.measured, scale: raw.nodes[c.i].scale }) },
    { id: 'claim', title: M.texts().claim, class: 'n roomy', sort: (c) => c.claim, down: true, cell: (c) => M.score(c.claim) },
    { id: 'measured', title: T('html.measured'), class: 'n roomy', sort: (c) => c.measured, cell: (c) => M.score(c.measured) },
    { id: 'gap', title: T('html.gap'), class: 'n strong', sort: (c) => c.gap, down: true, cell: (c) => M.score(c.gap) },
  ], all, { caption: T('html.contradictions.caption'), captionClass: 'spoken', limit: 60 }).frame;

  // grouped counts them by agency or by indicator, the most first.
  const grouped = (all, key) => {
    const groups = new Map();
    for (const c of all) groups.set(c[key], [...groups.get(c[key]) ?? [], c]);
    return [...groups].sort((a, b) => b[1].length - a[1].length);
  };
  const counted = (all, key, head, other) => {
    const rows = grouped(all, key);
    const most = rows[0][1].length;
    return siap.tables.framed([
      { title: T(key === 'a' ? 'html.agency' : 'html.indicator'), rowhead: true, class: 'wide', cell: ([, own]) => head(own[0]) },
      { id: 'n', title: T('html.contradictions.n'), class: 'n strong', down: true, sort: ([, own]) => own.length, cell: ([, own]) => M.integer(own.length) },
      ...(key === 'i' ? [{ title: T('view.contradicted.compared'), class: 'n', cell: ([i]) => (compared(i) === undefined ? '–' : M.integer(compared(i))) }] : []),
      { title: T('html.plot.bar'), class: 'drawing', cell: ([, own]) => D.bar(own.length, most) },
      { id: 'gap', title: T('html.contradictions.widest'), class: 'n', down: true, sort: ([, own]) => Math.max(...own.map((c) => c.gap)), cell: ([, own]) => M.score(Math.max(...own.map((c) => c.gap))) },
      { title: T(key === 'a' ? 'html.indicators.column' : 'html.agencies'), class: 'wide', cell: ([, own]) => own.map((c, k) => [k ? '; ' : '', other(c)]) },
    ], rows, { caption: T(key === 'i' ? 'html.contradictions.indicators' : 'html.contradictions.caption'), captionClass: 'spoken', limit: 60 }).frame;
  };
  const perAgency = (all) => counted(all, 'a', nameOf, (c) => M.numbered(c.i));
  const perIndicator = (all) => counted(all, 'i', (c) => M.numbered(c.i), nameOf);
  // compared is how many agencies have both a claim and a measurement of an indicator.
  const compared = (i) => (raw.contradicted ?? []).find((c) => c[0] === i)?.[1];

  const optimism = () => {
    const o = raw.optimism;
    if (!o) return null;
    const name = (row) => (row[0] >= 0 ? P.agencyLink(row[0]) : '–');
    const most = Math.max(...o.agencies.map((row) => Math.abs(row[3] ?? 0)), 1e-9);
    return h('section', null, h('h3', null, T('view.section.optimism')), h('p', { class: 'how' }, T('html.optimism.intro')), P.sentences(M.texts().optimism ?? []),
      siap.tables.framed([
        { id: 'name', title: T('html.agency'), rowhead: true, class: 'name', sort: (row) => A.name[row[0]] ?? '', cell: name },
        { id: 'self', title: T('html.self'), class: 'n', down: true, sort: (row) => row[1], cell: (row) => M.score(row[1]) },
        { id: 'assessed', title: T('html.assessors'), class: 'n', down: true, sort: (row) => row[2], cell: (row) => M.score(row[2]) },
        { id: 'difference', title: T('html.distance'), class: 'n strong', down: true, sort: (row) => row[3], cell: (row) => M.signed(row[3]) },
        { title: T('html.plot.bar'), class: 'drawing', cell: (row) => (M.known(row[3]) ? D.bar(row[3], most, { both: true }) : '') },
        { title: T('html.rows.compared'), class: 'n wide-only', cell: (row) => M.integer(row[4]) },
        { title: T('html.rows.higher'), class: 'n wide-only', cell: (row) => M.integer(row[5]) },
        { title: T('html.rows.lower'), class: 'n wide-only', cell: (row) => M.integer(row[6]) },
      ], o.agencies, { caption: T('html.optimism.caption'), captionClass: 'spoken', limit: 60 }).frame,
      o.indicators?.length ? P.fold(T('html.optimism.indicators', { n: o.indicators.length }), siap.tables.framed([
        { title: T('html.indicator'), rowhead: true, class: 'wide', cell: (row) => [M.numbered(row[0]), h('span', { class: 'type' }, M.dimensionOf(row[0]) === row[0] ? '' : M.title(M.dimensionOf(row[0])))] },
        { title: T('html.distance.mean'), class: 'n strong', cell: (row) => M.signed(row[1]) },
        { title: T('html.agencies.compared'), class: 'n', cell: (row) => M.integer(row[2]) },
        { title: T('html.agencies.higher'), class: 'n', cell: (row) => M.integer(row[3]) },
        { title: T('html.agencies.lower'), class: 'n', cell: (row) => M.integer(row[4]) },
      ], o.indicators, { caption: T('html.optimism.indicators.caption'), captionClass: 'spoken' }).frame) : null);
  };

  // The steps that would help most agencies.
  siap.views.steps = (root) => {
    const all = raw.common ?? [];
    siap.dom.put(root, P.heading(T('view.section.actions'), all.length ? T('html.actions.intro') : T('html.actions.none')));
    if (!all.length) return;
    const most = Math.max(...all.map((c) => c.n));
    siap.dom.put(root, siap.tables.framed([
      { title: T('html.action'), rowhead: true, class: 'wide', cell: (c) => [h('span', { class: 'what' }, M.numbered(c.i)), h('span', { class: 'type' }, M.dimensionOf(c.i) === c.i ? '' : M.title(M.dimensionOf(c.i))),
        h('span', { class: 'text' }, M.bound(M.texts().common[all.indexOf(c)])), c.textFor < c.n ? h('span', { class: 'type' }, T('html.action.for', { n: c.textFor, of: c.n })) : null] },
      { id: 'n', title: T('html.agencies'), class: 'n strong', down: true, sort: (c) => c.n, cell: (c) => M.integer(c.n) },
      { title: T('html.plot.bar'), class: 'drawing', cell: (c) => D.bar(c.n, most) },
      { id: 'effect', title: T('html.effect.mean'), class: 'n', down: true, sort: (c) => c.effect, cell: (c) => M.signed(c.effect, 1) },
      { id: 'effort', title: T('html.effort'), sort: (c) => c.effort, cell: (c) => [h('span', { class: `effort e${c.effort}`, 'aria-hidden': 'true' }), h('span', { class: 'effort-words' }, T(`view.effort.${c.effort}`))] },
    ], all, { caption: T('html.actions.caption'), captionClass: 'spoken' }).frame);
  };
})();
