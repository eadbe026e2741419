// The first page: the finding, the groups before the ranks, the map, the ranking, and the dimensions.
'use strict';
(() => {
  const { h, bdi, spoken, announce } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;

  siap.views.overview = (root) => {
    const texts = M.texts();
    const own = M.n === 1 ? [siap.profile(0, { within: true })] : [];
    siap.dom.put(root,
      h('h2', { class: 'spoken', tabindex: '-1' }, T('html.nav.overview')), siap.preface(),
      h('p', { class: 'finding' }, M.bound(texts.finding)),
      M.n === 1 ? null : h('dl', { class: 'headlines' }, (texts.headlines ?? []).map(([label, value, note]) => h('div', null, h('dt', null, label), h('dd', null, M.bound(value)), h('dd', { class: 'note' }, M.bound(note))))));
    if (M.n > 0) siap.dom.put(root, toDo());
    if (M.n === 1) {
      siap.dom.put(root, ...own, siap.signed());
      return;
    }
    siap.dom.put(root, M.n === 0 ? null : h('div', { class: 'pair wide-left' }, groups(), raw.map ? siap.map() : findings()), ...(raw.map || raw.history ? [h('div', { class: 'pair' }, raw.map ? findings() : null, history())] : []), ranking(), dimensions(), siap.signed());
  };

  // toDo are the three things to do first.
  const toDo = () => {
    const all = M.texts().todo ?? [];
    return all.length ? h('section', { class: 'todo' }, h('h3', null, T('html.todo')), h('ol', null, all.map(([text, why]) => h('li', null, h('p', { class: 'what' }, M.bound(text)), h('p', { class: 'how' }, M.bound(why)))))) : null;
  };

  // groups are the bands from the highest to the lowest, with who is in each.
  const groups = () => {
    if (!raw.bands.length) return null;
    const band = M.column(raw.nodes[0].band, -1);
    const rows = raw.bands.map((_, k) => ({ k, members: band.map((b, u) => (b === k ? u : -1)).filter((u) => u >= 0) })).reverse();
    const most = Math.max(...rows.map((r) => r.members.length), 1);
    const none = band.map((b, u) => (b < 0 ? u : -1)).filter((u) => u >= 0);
    const names = (members, k) => {
      const shown = members.length > 7 ? 5 : members.length;
      return h('span', { class: 'members' }, members.slice(0, shown).map((u, i) => [i ? ', ' : '', P.agencyLink(u)]),
        members.length > shown ? [', ', h('button', { type: 'button', class: 'link', onclick: () => choose({ band: String(k) }) }, T('html.others', { n: members.length - shown }))] : null);
    };
    return h('section', { class: 'groups' },
      h('h3', null, T('html.groups')),
      h('ul', { class: 'band-rows' },
        rows.map(({ k, members }) => h('li', null,
          h('span', { class: 'band-name' }, P.chip(0, k), h('span', { class: 'limits' }, M.bound(M.texts().bands[k][1]))),
          h('span', { class: 'count' }, M.integer(members.length)),
          members.length ? h('span', { class: `band-bar s${M.shade(0, k)}`, 'aria-hidden': 'true', width: `${(100 * members.length) / most}%` }) : null,
          members.length ? names(members, k) : h('span', { class: 'members none' }, T('html.groups.none')))),
        none.length ? h('li', null, h('span', { class: 'band-name' }, T('html.groups.unscored')), h('span', { class: 'count' }, M.integer(none.length)),
          h('span', { class: 'band-bar nothing', 'aria-hidden': 'true', width: `${(100 * none.length) / most}%` }), names(none, 'none')) : null));
  };

  const findings = () => h('section', null, h('h3', null, T('html.findings')), P.sentences(M.texts().summary));
  // history is what changed since the year before.
  const history = () => {
    const words = M.texts().history;
    return words ? h('section', null, h('h3', null, T('html.history')), P.sentences([...words.sentences ?? [], ...words.remarks ?? []])) : null;
  };

  // choose sets the filter of the ranking from somewhere else.
  let setFilter = () => {};
  const choose = (changes) => {
    siap.address.set(changes);
    setFilter();
    document.getElementById('ranking').scrollIntoView();
    document.getElementById('search').focus({ preventScroll: true });
  };
  siap.chooseInRanking = choose;

  // The rows of the ranking under the filters in the address, and the place each has there.
  const filtered = () => {
    const wanted = siap.address.param('q').trim().toLocaleLowerCase();
    const band = siap.address.param('band');
    const [column, value] = groupWanted();
    const bands = M.column(raw.nodes[0].band, -1);
    const rows = [];
    for (let u = 0; u < M.n; u++) {
      const a = M.agency(u);
      if (band !== '' && String(bands[u] < 0 ? 'none' : bands[u]) !== band) continue;
      if (column >= 0 && M.at(A.groups[column].value, u) !== value) continue;
      if (wanted && ![a.name, a.id, a.type, M.bandTitle(0, bands[u])].some((text) => text.toLocaleLowerCase().includes(wanted))) continue;
      rows.push(u);
    }
    return rows;
  };
  // groupWanted gives the column and the value that the ranking is within, -1 for all.
  const groupWanted = () => {
    const given = siap.address.param('group');
    const at = given.indexOf(':');
    const column = (A.groups ?? []).findIndex((g) => g.id === given.slice(0, at));
    const value = column < 0 ? -1 : A.groups[column].values.indexOf(given.slice(at + 1));
    return value < 0 ? [-1, -1] : [column, value];
  };
  // placeOf is an agency's place in the ranking that is shown: among all, or within the group.
  const placeOf = (u) => {
    const [column] = groupWanted();
    if (column < 0) {
      return { rank: M.at(A.rank, u), text: M.rankText(u), of: M.at(A.of, u), best: M.at(A.best, u), worst: M.at(A.worst, u), possibleBest: M.at(A.possibleBest, u, 0), possibleWorst: M.at(A.possibleWorst, u, 0) };
    }
    const g = A.groups[column];
    const rank = M.at(g.rank, u);
    return { rank, text: rank ? M.integer(rank) : '–', of: M.at(g.of, u), best: M.at(g.best, u, 0), worst: M.at(g.worst, u, 0) };
  };

  const ranking = () => {
    const holder = h('div', { id: 'ranking-holder' });
    const count = h('output', { for: 'search', class: 'count-text' });
    const search = h('input', { id: 'search', type: 'search', autocomplete: 'off', value: siap.address.param('q'), oninput: () => { siap.address.set({ q: search.value }); draw(); },
      onkeydown: (event) => { if (event.key === 'Escape' && search.value) { search.value = ''; siap.address.set({ q: '' }); draw(); event.preventDefault(); } } });
    const select = (name, label, choices) => {
      const field = h('select', { 'data-param': name, onchange: () => { siap.address.set({ [name]: field.value }); draw(); announce(count.textContent); } }, choices);
      return h('label', { class: 'field' }, h('span', null, label), field);
    };
    const option = (value, text) => h('option', { value, selected: false }, text);
    const band = select('band', T('html.band'), [option('', T('html.all')), raw.bands.map((_, k) => option(String(k), M.texts().bands[k][0])).reverse(),
      A.reason ? option('none', T('html.groups.unscored')) : null]);
    const group = (A.groups ?? []).length ? select('group', T('html.group'), [option('', T('html.all.agencies')),
      A.groups.map((g, k) => h('optgroup', { label: M.texts().groups[k] }, g.values.map((v) => option(`${g.id}:${v}`, v))))]) : null;
    const draw = () => {
      const rows = filtered();
      const made = siap.tables.framed(columns(), rows, {
        caption: T('html.ranking.caption'), captionClass: 'spoken', class: 'ranking', id: 'ranking-table', limit: 100,
        sorted: siap.address.param('sort') ? { id: siap.address.param('sort').replace('-', ''), down: siap.address.param('sort').startsWith('-') } : { id: 'rank', down: false },
        onsort: (id, down) => siap.address.set({ sort: id === 'rank' && !down ? '' : (down ? '-' : '') + id }),
        row: (u, place) => ({ class: tieClass(u, rows, place), 'data-id': A.id[u] }),
      });
      holder.replaceChildren(made.frame);
      count.textContent = T('html.filter.count', { shown: rows.length, of: M.n });
    };
    setFilter = () => {
      search.value = siap.address.param('q');
      band.querySelector('select').value = siap.address.param('band');
      if (group) group.querySelector('select').value = siap.address.param('group');
      draw();
    };
    const tied = Array.from({ length: M.n }, (_, u) => u).some((u) => M.tieSize(u) > 1);
    const section = h('section', { id: 'ranking' },
      h('h3', null, T('html.ranking')),
      h('p', { class: 'how' }, T(M.drawnAny ? 'html.ranking.draws' : M.column(A.best).every((best, u) => best === M.at(A.worst, u)) ? 'html.ranking.sure' : 'html.ranking.bounds', { level: M.percent(raw.robust?.level) }), tied ? ` ${T('html.ranking.ties')}` : ''),
      h('div', { class: 'tools' }, h('label', { class: 'field grow' }, h('span', null, T('html.search')), search), band, group, count),
      holder);
    setFilter();
    return section;
  };

  // tieClass marks those who cannot be told apart, each group with the other shade; the ends of a group are rounded.
  const tieClass = (u, rows, place) => {
    const size = M.tieSize(u);
    if (size < 2 || groupWanted()[0] >= 0) return null;
    const tie = M.at(A.tie, u);
    const same = (other) => other !== undefined && M.at(A.tie, other) === tie && M.at(A.governs, other, 0) === M.at(A.governs, u, 0);
    return `tied t${tie % 2}${same(rows[place - 1]) ? '' : ' first'}${same(rows[place + 1]) ? '' : ' last'}`;
  };

  const columns = () => {
    const loose = Array.from({ length: M.n }, (_, u) => u).some((u) => { const c = M.cell(0, u); return M.known(c.value) && c.low !== c.high; });
    const moving = M.column(A.best).some((best, u) => best !== M.at(A.worst, u));
    const bands = M.column(raw.nodes[0].band, -1);
    const cells = (u) => M.cell(0, u);
    const grouped = groupWanted()[0] >= 0;
    const interval = (u) => { const p = placeOf(u); return p.best ? M.span(p.best, p.worst) : '–'; };
    const meta = (u) => {
      const parts = [];
      if (bands[u] >= 0) parts.push(M.bandTitle(0, bands[u]));
      if (moving && M.at(A.rank, u)) parts.push(T('html.meta.interval', { interval: interval(u) }));
      parts.push(T('html.coverage.of', { coverage: M.percent(cells(u).cover) }));
      if (M.contradictionCounts[u]) parts.push(T('html.meta.contradictions', { n: M.contradictionCounts[u] }));
      return parts.join(' · ');
    };
    const history = raw.history;
    return [
      { id: 'rank', title: T('html.rank'), class: 'n rank', sort: (u) => placeOf(u).rank || null,
        cell: (u) => [placeOf(u).text, M.tieSize(u) > 1 && !grouped ? spoken(` ${T('html.tie.group', { tie: M.at(A.tie, u), n: M.tieSize(u) })}`) : null] },
      { id: 'name', title: T('html.agency'), class: 'name', rowhead: true, sort: (u) => A.name[u],
        cell: (u) => [P.agencyLink(u), M.agency(u).type ? h('span', { class: 'type' }, bdi(M.agency(u).type)) : null, h('span', { class: 'meta' }, meta(u))] },
      { id: 'index', title: T('html.index'), class: 'n strong', down: true, sort: (u) => cells(u).value,
        cell: (u) => (M.known(cells(u).value) ? M.score(cells(u).value) : h('abbr', { title: M.agency(u).reason }, '–')) },
      { id: 'bounds', title: T(loose ? 'html.plot.bounds' : 'html.plot'), class: 'drawing wide-only', sort: (u) => (M.known(cells(u).value) ? cells(u).low : null), down: true,
        cell: (u) => { const c = cells(u); return M.known(c.value) ? h('div', { class: loose ? 'drawn bounded' : 'drawn' }, D.range({ ...c, scale: raw.nodes[0].scale, shade: M.shade(0, c.band) }), loose ? h('span', { class: 'limits' }, c.low === c.high ? '' : P.bounds(c.low, c.high)) : null) : h('span', { class: 'reason' }, M.agency(u).reason); } },
      { id: 'band', title: T('html.band'), class: 'wide-only', sort: (u) => (bands[u] < 0 ? null : bands[u]), down: true,
        cell: (u) => [P.chip(0, bands[u]), cells(u).verdict ? h('span', { class: 'verdict' }, cells(u).verdict) : null] },
      ...(!moving ? [] : [{ id: 'interval', title: T('html.interval'), class: 'drawing wide-only', sort: (u) => placeOf(u).best || null,
        cell: (u) => { const p = placeOf(u); return p.best ? h('div', { class: 'drawn' }, D.places(p), h('span', { class: 'limits' }, M.span(p.best, p.worst))) : '–'; } }]),
      ...(grouped ? [] : (A.groups ?? []).map((g, k) => ({ id: `in-${g.id}`, title: T('html.rank.in', { column: M.texts().groups[k].toLocaleLowerCase() }), class: 'n wide-only',
        sort: (u) => M.at(g.rank, u) || null, cell: (u) => (M.at(g.rank, u) ? T('html.place.of', { rank: M.at(g.rank, u), of: M.at(g.of, u) }) : '–') }))),
      { id: 'coverage', title: T('html.coverage'), class: 'n wide-only', sort: (u) => cells(u).cover, cell: (u) => M.percent(cells(u).cover) },
      ...(raw.measured ? [{ id: 'claims', title: T('html.contradictions.short'), class: 'n wide-only', down: true, sort: (u) => M.contradictionCounts[u],
        cell: (u) => (M.contradictionCounts[u] ? h('a', { class: 'warn', href: siap.address.link('contradictions', '', { agency: A.id[u] }) }, M.integer(M.contradictionCounts[u])) : '0') }] : []),
      ...(history ? [{ id: 'change', title: T('html.change', { label: M.texts().history.labels.at(-2) }), class: 'n', down: true, sort: (u) => M.at(history.change, u),
        cell: (u) => [M.signed(M.at(history.change, u)), ' ', h('span', { class: 'moved' }, moved(M.at(history.moved, u)))] }] : []),
    ];
  };
  const moved = (x) => (!M.known(x) ? '' : x > 0 ? `▲${x}` : x < 0 ? `▼${-x}` : '=');

  // dimensions show how the values of all agencies lie in each dimension.
  const dimensions = () => {
    const rows = M.dimensions;
    const own = rows.some((i) => raw.nodes[i].own);
    const placed = (i, x) => (own ? parseFloat(D.part(x, raw.nodes[i].scale)) : x);
    const chart = siap.charts.chart('dimensions', T('html.chart.dimensions.aria'), rows.length * 44 + 50, (option, width) => {
      const narrow = width < 560;
      option.yAxis[0].data = rows.map((i) => M.title(i));
      option.yAxis[0].axisLabel = { ...option.yAxis[0].axisLabel, width: Math.round(width * (narrow ? 0.4 : 0.3)), overflow: 'break', fontSize: narrow ? 11 : 13 };
      const [min, max] = own ? [0, 100] : raw.nodes[0].scale;
      Object.assign(option.xAxis[0], { min, max, splitNumber: narrow ? 3 : 5 });
      option.xAxis[0].axisLabel = { ...option.xAxis[0].axisLabel, formatter: (v) => (own ? M.percent(v) : M.quantity(v, 2)) };
      option.series[0].data = rows.flatMap((i, k) => M.column(raw.nodes[i].v).map((x, u) => (M.known(x) ? { value: [placed(i, x), k], name: `${M.short(u)}: ${M.title(i)} ${M.score(x)}` } : null)).filter(Boolean));
      option.series[1].data = rows.map((i, k) => ({ value: [placed(i, raw.dims[k][0]), k], name: `${T('html.median')} ${M.title(i)}: ${M.score(raw.dims[k][0])}` })).filter((_, k) => M.known(raw.dims[k][0]));
      return option;
    });
    const table = siap.tables.framed([
      { id: 'name', title: T('html.dimension'), rowhead: true, class: 'wide', cell: (i) => [h('a', { href: siap.address.link('heatmap', '', { sort: raw.nodes[i].id }) }, M.title(i)), M.words(i).s ? h('span', { class: 'type' }, M.words(i).s) : null] },
      { id: 'weight', title: T('html.weight'), class: 'n', cell: (i) => M.percent(raw.dims[rows.indexOf(i)][5], 1) },
      ...[['html.median', 0], ['html.lowest', 1], ['html.highest', 2]].map(([key, at]) => ({ title: T(key), class: at ? 'n' : 'n strong', cell: (i) => M.score(raw.dims[rows.indexOf(i)][at]) })),
      { title: T('html.coverage.mean'), class: 'n', cell: (i) => M.percent(raw.dims[rows.indexOf(i)][3]) },
      { title: T('html.agencies.valued'), class: 'n', cell: (i) => M.integer(raw.dims[rows.indexOf(i)][4]) },
    ], rows, { caption: T('html.dimensions.caption'), captionClass: 'spoken' });
    return h('section', { id: 'dimensions' }, h('h3', null, T('view.section.dimensions')),
      P.figure(`${T('html.chart.dimensions')}${own ? ` ${T('html.chart.own_scales')}` : ''}`, chart, null), table.frame);
  };

  siap.moved = moved;
})();
