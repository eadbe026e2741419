// The nation: provinces beside each other, how far apart the governments in each lie, who is best at what, and which
// folders do not count. Its numbers come ready in both languages.
'use strict';
(() => {
  const { h, put, bdi } = siap.dom;
  const M = siap.model;
  const { T, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;

  siap.views.nation = (root) => {
    const n = M.texts().nation;
    const scale = raw.nodes[0].scale;
    const spread = (l) => D.spread({ all: l.points, value: l.points.length ? l.middle : NaN, scale, shade: l.shade });
    const leagues = siap.tables.framed([
      { title: T('html.rank'), class: 'n', cell: (l) => l.place },
      { id: 'name', title: T('view.nation.province'), rowhead: true, sort: (l) => l.name, cell: (l) => bdi(l.name) },
      { id: 'governments', title: T('view.nation.governments'), class: 'n', down: true, sort: (l) => l.governments, cell: (l) => String(l.governments) },
      { id: 'median', title: T('view.nation.median'), class: 'n strong', down: true, sort: (l) => (l.points.length ? l.middle : NaN), cell: (l) => l.median },
      { title: T('html.band'), cell: (l) => (l.band ? h('span', { class: `band s${l.shade}` }, l.band) : '–') },
      { title: T('view.nation.spread'), class: 'drawing', cell: spread },
      { id: 'span', title: T('view.nation.span'), class: 'n', down: true, sort: (l) => l.width, cell: (l) => l.span },
      { title: T('view.nation.highest'), cell: (l) => bdi(l.highest) },
      { title: T('view.nation.lowest'), cell: (l) => bdi(l.lowest) },
      n.within ? { id: 'widest', title: T('view.nation.within'), cell: (l) => bdi(l.widest) } : null,
    ].filter(Boolean), n.leagues, { caption: T('view.nation.league'), captionClass: 'spoken' });
    const best = siap.tables.framed([
      { title: T('view.nation.indicator'), rowhead: true, cell: (b) => bdi(b[0]) },
      { title: T('view.nation.value'), class: 'n strong', cell: (b) => b[1] },
      { title: T('view.nation.examples'), cell: (b) => bdi(b[2]) },
      { title: T('view.nation.evidence'), cell: (b) => (/^https?:\/\//.test(b[4]) ? h('a', { href: b[4], rel: 'noreferrer noopener' }, bdi(b[3] || b[4])) : '–') },
    ], n.best, { caption: T('view.nation.best'), captionClass: 'spoken' });
    put(root, ...P.heading(T('view.nation')), P.sentences(n.sentences),
      raw.map ? siap.map() : null,
      h('section', null, h('h3', null, T('view.nation.league')), h('p', { class: 'how' }, T('view.nation.league.how')), leagues.frame),
      n.best?.length ? h('section', null, h('h3', null, T('view.nation.best')), h('p', { class: 'how' }, T('view.nation.best.how')), best.frame) : null,
      n.leftOut?.length ? h('section', null, h('h3', null, T('view.nation.left_out')), siap.tables.framed([
        { title: T('view.nation.folder'), rowhead: true, cell: (p) => bdi(p[0]) },
        { title: T('view.nation.title'), cell: (p) => bdi(p[1]) },
        { title: T('view.nation.state'), cell: (p) => p[2] },
        { title: T('view.nation.reasons'), cell: (p) => p[3] || '–' },
      ], n.leftOut, { caption: T('view.nation.left_out'), captionClass: 'spoken' }).frame) : null);
  };
})();
