// How far the ranking can be trusted: the intervals of all places, what moves them, what would be without a dimension,
// and how little it takes to turn two neighbours round.
'use strict';
(() => {
  const { h, bdi } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;

  siap.views.robust = (root) => {
    const texts = M.texts().robust;
    siap.dom.put(root, P.heading(T('view.section.robust'), texts ? null : T('html.robust.none')),
      texts ? P.sentences(texts.sentences) : null, sources(texts), places(), factors(texts), leaveOut(), overtakes(texts));
  };

  const sources = (texts) => (texts?.sources?.length ? h('section', null, h('h3', null, T('html.robust.sources')),
    h('dl', { class: 'facts' }, texts.sources.map(([title, text]) => [h('dt', null, title), h('dd', null, M.bound(text) || '–')]))) : null);

  // places are the intervals of all places, in the order of the ranking.
  const places = () => {
    const rows = Array.from({ length: M.n }, (_, u) => u).filter((u) => M.at(A.rank, u) > 0);
    if (rows.length < 2) return null;
    const spread = (u) => A.spread?.[u];
    return h('section', null, h('h3', null, T('html.robust.places')), h('p', { class: 'how' }, T(M.drawnAny ? 'html.robust.places.draws' : 'html.robust.places.bounds', { level: M.percent(raw.robust?.level) })),
      siap.tables.framed([
        { id: 'rank', title: T('html.rank'), class: 'n rank', sort: (u) => M.at(A.rank, u), cell: (u) => M.rankText(u) },
        { title: T('html.agency'), class: 'name', rowhead: true, cell: (u) => P.agencyLink(u) },
        { title: h('span', { class: 'ends' }, h('span', null, T('html.robust.last')), h('span', null, T('html.robust.first'))), class: 'drawing broad', cell: (u) => D.places({ ...M.agency(u), possibleBest: M.at(A.possibleBest, u, 0), possibleWorst: M.at(A.possibleWorst, u, 0) }) },
        { id: 'interval', title: T(M.drawnAny ? 'html.interval.draws' : 'html.interval'), class: 'n strong', sort: (u) => M.at(A.worst, u) - M.at(A.best, u), down: true, cell: (u) => M.span(M.at(A.best, u), M.at(A.worst, u)) },
        ...(A.possibleBest ? [{ title: T('html.interval.bounds'), class: 'n wide-only', cell: (u) => (M.at(A.possibleBest, u) ? M.span(M.at(A.possibleBest, u), M.at(A.possibleWorst, u)) : '–') }] : []),
        ...(A.spread ? [
          { id: 'mean', title: T('html.robust.mean'), class: 'n wide-only', sort: (u) => spread(u)?.[1], cell: (u) => (spread(u) ? M.decimal(spread(u)[1], 1) : '–') },
          { title: T('html.robust.index'), class: 'n wide-only', cell: (u) => (spread(u) ? P.bounds(spread(u)[3], spread(u)[4]) : '–') },
          { title: T('html.robust.above'), class: 'n wide-only', cell: (u) => (spread(u) ? M.percent(spread(u)[5]) : '–') },
        ] : []),
      ], rows, { caption: T('html.robust.places'), captionClass: 'spoken', class: 'ranking', limit: 100, sorted: { id: 'rank', down: false },
        row: (u, place) => tied(u, rows, place) }).frame);
  };
  const tied = (u, rows, place) => {
    if (M.tieSize(u) < 2) return null;
    const same = (other) => other !== undefined && M.at(A.tie, other) === M.at(A.tie, u) && M.at(A.governs, other, 0) === M.at(A.governs, u, 0);
    return { class: `tied t${M.at(A.tie, u) % 2}${same(rows[place - 1]) ? '' : ' first'}${same(rows[place + 1]) ? '' : ' last'}` };
  };

  const factors = (texts) => {
    const all = raw.robust?.factors ?? [];
    if (!all.length) return null;
    const chart = siap.charts.chart('factors', T('html.robust.factors.aria', { values: all.map((f, k) => `${texts.factors[k]} ${M.percent(f[3])}`).join('; ') }), all.length * 52 + 70, (option, width) => {
      option.yAxis[0].data = texts.factors;
      option.yAxis[0].axisLabel = { ...option.yAxis[0].axisLabel, width: Math.round(width * 0.34), overflow: 'break' };
      option.xAxis[0].axisLabel = { ...option.xAxis[0].axisLabel, formatter: (v) => M.percent(v) };
      option.series[0].data = all.map((f, k) => ({ value: f[0], name: `${texts.factors[k]}, ${T('html.robust.alone')}: ${M.percent(f[0])}` }));
      option.series[1].data = all.map((f, k) => ({ value: f[3], name: `${texts.factors[k]}, ${T('html.robust.total')}: ${M.percent(f[3])}` }));
      option.series[0].name = T('html.robust.alone');
      option.series[1].name = T('html.robust.total');
      option.legend = { ...(Array.isArray(option.legend) ? option.legend[0] : option.legend), data: [T('html.robust.alone'), T('html.robust.total')] };
      return option;
    });
    return h('section', null, h('h3', null, T('html.robust.factors')), P.figure(T('html.robust.factors.how'), chart),
      siap.tables.framed([
        { title: T('html.robust.factor'), rowhead: true, class: 'wide', cell: (k) => texts.factors[k] },
        { title: T('html.robust.alone'), class: 'n', cell: (k) => `${M.percent(all[k][0])} (${M.decimal(all[k][1], 0)}–${M.percent(all[k][2])})` },
        { title: T('html.robust.total'), class: 'n strong', cell: (k) => `${M.percent(all[k][3])} (${M.decimal(all[k][4], 0)}–${M.percent(all[k][5])})` },
        { title: T('html.plot.bar'), class: 'drawing', cell: (k) => D.bar(all[k][3], 100, { low: all[k][4], high: all[k][5] }) },
      ], all.map((_, k) => k), { caption: T('html.robust.factors'), captionClass: 'spoken' }).frame);
  };

  const leaveOut = () => {
    const all = (raw.robust?.leaveOut ?? []).slice().sort((a, b) => b[1] - a[1]);
    if (!all.length) return null;
    const most = Math.max(...all.map((l) => l[1]), 0.01);
    return h('section', null, h('h3', null, T('html.robust.left')), h('p', { class: 'how' }, T('html.robust.left.how')),
      siap.tables.framed([
        { id: 'name', title: T('html.node'), rowhead: true, class: 'wide', sort: (l) => raw.nodes[l[0]].order, cell: (l) => [M.numbered(l[0]), h('span', { class: 'type' }, raw.nodes[l[0]].count ? '' : M.title(M.dimensionOf(l[0])))] },
        { id: 'shift', title: T('html.robust.shift'), class: 'n strong', down: true, sort: (l) => l[1], cell: (l) => M.decimal(l[1], 1) },
        { title: T('html.plot.bar'), class: 'drawing', cell: (l) => D.bar(l[1], most) },
        { title: T('html.robust.largest'), class: 'n', cell: (l) => M.integer(l[2]) },
        { title: T('html.robust.who'), cell: (l) => (l[2] > 0 && l[3] >= 0 ? [P.agencyLink(l[3]), h('span', { class: 'type' }, T('html.robust.to', { place: l[4] }))] : '–') },
      ], all, { caption: T('html.robust.left'), captionClass: 'spoken', limit: 15 }).frame);
  };

  const overtakes = (texts) => {
    const all = raw.robust?.overtakes ?? [];
    if (!all.length) return null;
    const most = Math.max(...all.map((o) => o[2] ?? 0), 1);
    return h('section', null, h('h3', null, T('html.robust.overtakes')), h('p', { class: 'how' }, T('html.robust.overtakes.how')),
      siap.tables.framed([
        { title: T('html.robust.pair'), rowhead: true, class: 'wide', cell: (k) => texts.overtakes[k] },
        { id: 'spread', title: T('html.robust.change'), class: 'n strong', sort: (k) => all[k][2], cell: (k) => (M.known(all[k][2]) ? `±${M.percent(all[k][2], 1)}` : '–') },
        { title: T('html.plot.bar'), class: 'drawing', cell: (k) => (M.known(all[k][2]) ? D.bar(all[k][2], most) : '') },
      ], all.map((_, k) => k).sort((a, b) => (all[a][2] ?? Infinity) - (all[b][2] ?? Infinity)), { caption: T('html.robust.overtakes'), captionClass: 'spoken', limit: 12 }).frame);
  };
})();
