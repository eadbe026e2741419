// The heat map: agencies by dimensions, by indicators, or by the tags of a second view, every value printed.
'use strict';
(() => {
  const { h, bdi, spoken } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;

  siap.views.heatmap = (root) => {
    const by = () => siap.address.param('by') || 'dimensions';
    const holder = h('div');
    const choices = [['dimensions', T('html.heat.dimensions')], ['indicators', T('html.heat.indicators')], ...(raw.views ?? []).map((_, v) => [`view${v}`, M.texts().views[v].title])];
    const groups = (A.groups ?? []).length ? h('select', { onchange: () => { siap.address.set({ group: groups.value }); draw(); } },
      h('option', { value: '' }, T('html.all.agencies')), A.groups.map((g, k) => h('optgroup', { label: M.texts().groups[k] }, g.values.map((v) => h('option', { value: `${g.id}:${v}` }, v))))) : null;
    if (groups) groups.value = siap.address.param('group');
    const draw = () => holder.replaceChildren(...map(by()));
    siap.dom.put(root, P.heading(T('view.section.heatmap'), T('html.heatmap.intro')),
      h('div', { class: 'tools' }, P.options(T('html.heat.by'), choices, by(), (value) => { siap.address.set({ by: value === 'dimensions' ? '' : value, sort: '' }); draw(); }),
        groups ? h('label', { class: 'field' }, h('span', null, T('html.group')), groups) : null),
      legend(), holder);
    draw();
  };

  const legend = () => h('p', { class: 'legend' }, raw.bands.map((_, k) => [P.chip(0, k), ' ']),
    h('span', { class: 'band unknown-cell' }, '?'), ` ${T('html.legend.unknown')} `, h('span', { class: 'band na-cell' }, T('view.na')), ` ${T('html.legend.na')} `,
    M.leaves.some((i) => raw.nodes[i].extra.size || M.column(raw.nodes[i].s).includes(4)) ? [h('span', { class: 'band at-bottom' }, M.score(raw.nodes[0].scale[0])), ` ${T('html.standin')}`] : null);

  const rowsWanted = () => {
    const given = siap.address.param('group');
    const at = given.indexOf(':');
    const g = (A.groups ?? []).find((one) => one.id === given.slice(0, at));
    const value = g ? g.values.indexOf(given.slice(at + 1)) : -1;
    return Array.from({ length: M.n }, (_, u) => u).filter((u) => value < 0 || M.at(g.value, u) === value);
  };

  const map = (by) => {
    const view = by.startsWith('view') ? Number(by.slice(4)) : -1;
    const marks = view >= 0 ? (raw.views[view]?.tags ?? []).map((tag, t) => ({
      id: `t${t}`, title: M.texts().views[view].tags[t][0], node: 0,
      cell: (u) => ({ state: M.at(tag.s, u, 1), value: M.at(tag.v, u), band: M.at(tag.band, u, -1) }),
    })) : (by === 'indicators' ? M.leaves : M.dimensions).map((i, k) => ({
      id: raw.nodes[i].id, node: i, title: M.title(i), number: raw.nodes[i].code || String(k + 1), scale: M.words(i).s, cell: (u) => M.cell(i, u),
    }));
    const narrow = by === 'indicators';
    const columns = [
      { id: 'rank', title: T('html.rank'), class: 'n rank', sort: (u) => M.at(A.rank, u) || null, cell: (u) => M.rankText(u) },
      { id: 'name', title: T('html.agency'), class: 'name', rowhead: true, sort: (u) => A.name[u], cell: (u) => P.agencyLink(u) },
      ...marks.map((m) => ({
        id: m.id, class: narrow ? 'c narrow' : 'c', down: true,
        title: narrow ? h('abbr', { title: m.title }, m.number) : [m.title, m.scale ? h('span', { class: 'type' }, m.scale) : null],
        sort: (u) => { const c = m.cell(u); return M.has(c.state) ? c.value : null; },
        attributes: (u) => {
          const c = m.cell(u);
          if (!M.has(c.state)) return { class: `${narrow ? 'c narrow' : 'c'} ${c.state === 2 ? 'na-cell' : 'unknown-cell'}`, title: M.reason(c.state) };
          return { class: `${narrow ? 'c narrow' : 'c'} s${M.shade(m.node, c.band)}${c.standIn ? ' at-bottom' : ''}`, title: P.standIn(c) ?? (M.bandTitle(m.node, c.band) || null) };
        },
        cell: (u) => { const c = m.cell(u); return M.has(c.state) ? (narrow ? M.quantity(c.value, raw.digits) : M.score(c.value)) : c.state === 2 ? T('view.na') : '?'; },
      })),
    ];
    const sort = siap.address.param('sort');
    const made = siap.tables.framed(columns, rowsWanted(), {
      caption: T(narrow ? 'html.heatmap.caption.indicators' : 'html.heatmap.caption'), captionClass: 'spoken', class: 'heat', limit: narrow ? 60 : 150,
      sorted: sort ? { id: sort.replace('-', ''), down: sort.startsWith('-') } : { id: 'rank', down: false },
      onsort: (id, down) => siap.address.set({ sort: id === 'rank' && !down ? '' : (down ? '-' : '') + id }),
    });
    if (sort && !sort.startsWith('-')) made.sortBy(Math.max(columns.findIndex((c) => c.id === sort), 0), marks.some((m) => m.id === sort), true);
    return [made.frame, narrow ? P.fold(T('html.heat.key'), h('ol', { class: 'key' }, marks.map((m) => h('li', null, h('b', null, m.number), ' ', m.title)))) : null].filter(Boolean);
  };
})();
