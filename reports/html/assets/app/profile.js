// One agency: its index and how sure it is, where it is strong and weak, what is claimed and what was measured, and what
// to do next.
'use strict';
(() => {
  const { h, s, bdi, spoken, outward } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;

  const lowerFirst = (text) => {
    const [first = '', second = ''] = Array.from(text);
    return first.toLocaleUpperCase() === first && second.toLocaleLowerCase() !== second ? text : first.toLocaleLowerCase() + text.slice(first.length);
  };
  const indexText = (i) => [M.quantity(raw.nodes[i].scale[0]), M.quantity(raw.nodes[i].scale[1])];

  // sentence is the finding on one agency, word for word as the other reports have it (view/profile.go).
  const sentence = (u) => {
    const a = M.agency(u);
    const c = M.cell(0, u);
    if (!M.known(c.value)) return T('view.agency.none', { reason: a.reason });
    const band = M.bandTitle(0, c.band) + (c.verdict ? `, ${lowerFirst(c.verdict)}` : '');
    const [min, max] = indexText(0);
    const parts = [T(c.cover === 100 ? 'view.agency.index.full' : 'view.agency.index',
      { index: M.score(c.value), min, max, band, low: M.score(c.low), high: M.score(c.high), coverage: M.percent(c.cover) })];
    if (a.rank > 0) {
      const sure = a.best === a.worst;
      const key = a.of === 1 ? 'view.agency.rank.only'
        : a.drawn ? (sure ? 'view.agency.rank.draws.sure' : 'view.agency.rank.draws') : (sure ? 'view.agency.rank.sure' : 'view.agency.rank.span');
      parts.push(T(key, { rank: M.rankText(u), of: a.of, best: a.best, worst: a.worst }));
      if (M.tieSize(u) > 1) parts.push(T('view.agency.tied', { n: M.tieSize(u) - 1 }));
    }
    (A.groups ?? []).forEach((g, k) => {
      const [rank, of] = [M.at(g.rank, u), M.at(g.of, u)];
      if (rank > 0 && of > 1 && of < a.of) {
        parts.push(T('view.agency.group', { column: lowerFirst(M.texts().groups[k]), value: g.values[M.at(g.value, u)] ?? '', rank, of }));
      }
    });
    const [name, , median] = M.referenceName(u);
    parts.push(T(median ? 'view.agency.reference' : 'view.agency.reference.band', { name, value: M.score(M.reference(0, u)) }));
    return parts.join(' ');
  };

  siap.views.agency = (root, about) => {
    const u = about === '' ? 0 : M.byID.get(about);
    if (u === undefined) {
      siap.dom.put(root, P.heading(T('html.agency.unknown.id', { id: about })), h('p', null, h('a', { href: siap.address.link('overview') }, T('html.back'))));
      return;
    }
    const step = (by, text, key) => {
      const to = u + by;
      return to >= 0 && to < M.n ? h('a', { class: 'step', href: siap.address.link('agency', A.id[to]), 'data-step': key }, text) : h('span', { class: 'step none', 'aria-hidden': 'true' }, text);
    };
    siap.dom.put(root, h('div', { class: 'tools' },
      P.picker(T('html.agency'), u, (to) => siap.address.go(siap.address.link('agency', A.id[to]))),
      h('span', { class: 'steps' }, step(-1, T('html.agency.better'), 'before'), step(1, T('html.agency.worse'), 'after')),
      h('a', { class: 'button', href: siap.address.link('compare', A.id[u]) }, T('html.agency.compare'))));
    siap.dom.put(root, siap.profile(u));
  };

  siap.profile = (u, { within = false } = {}) => {
    const a = M.agency(u);
    const head = h('div', { class: 'profile-head' },
      within ? null : h('h2', { tabindex: '-1' }, bdi(A.name[u])),
      h('p', { class: 'remark' }, [a.type ? bdi(a.type) : null, M.shared(M.at(A.parent, u, -1)) ? [' · ', T('html.parent', { name: M.shared(M.at(A.parent, u, -1)) })] : null,
        M.shared(M.at(A.source, u, -1)) ? [' · ', M.shared(M.at(A.source, u, -1))] : null]));
    const sections = [score(u), alarms(u), sureness(u), dimensions(u), bases(u), factors(u), claims(u), disagreement(u), optimism(u), actions(u), tags(u), history(u), evidence(u), indicators(u)];
    return h('article', { class: 'profile', 'data-id': A.id[u] }, head, sections);
  };
  siap.sentence = sentence;

  // score is the index with its bounds among its peers, and the facts about its place.
  const score = (u) => {
    const a = M.agency(u);
    const c = M.cell(0, u);
    const [min, max] = indexText(0);
    const peers = M.column(raw.nodes[0].v).filter((x, other) => M.known(x) && other !== u && M.at(A.governs, other, 0) === M.at(A.governs, u, 0));
    const facts = [];
    if (a.rank) {
      facts.push([T('html.rank'), a.of > 1 ? T('html.place.of', { rank: M.rankText(u), of: a.of }) : M.rankText(u)]);
      if (a.of > 1) facts.push([T(a.drawn ? 'html.interval.draws' : 'html.interval'), M.span(a.best, a.worst)]);
      const possible = M.at(A.possibleBest, u, 0);
      if (possible) facts.push([T('html.interval.bounds'), M.span(possible, M.at(A.possibleWorst, u))]);
      (A.groups ?? []).forEach((g, k) => { if (M.at(g.rank, u) && M.at(g.of, u) < a.of) facts.push([T('html.rank.in', { column: M.texts().groups[k].toLocaleLowerCase() }), T('html.place.of', { rank: M.at(g.rank, u), of: M.at(g.of, u) })]); });
    }
    facts.push([T('html.coverage'), M.percent(c.cover)]);
    if (raw.measured) facts.push([T('html.contradictions.short'), M.integer(M.contradictionCounts[u])]);
    for (const [title, index, band] of A.others?.[u] ?? []) facts.push([M.shared(title), `${M.score(index)}${band >= 0 ? ` (${M.bandTitle(0, band)})` : ''}`]);
    return h('section', { class: 'score' },
      h('div', { class: 'score-number' },
        h('p', { class: 'big' }, M.known(c.value) ? M.score(c.value) : '–', h('span', { class: 'out-of' }, ` / ${max}`)),
        h('p', null, c.band >= 0 ? P.chip(0, c.band) : h('span', { class: 'reason' }, a.reason), c.verdict ? h('span', { class: 'type' }, c.verdict) : null)),
      h('div', { class: 'score-strip' }, D.strip({ all: peers, ...c, reference: M.reference(0, u), scale: raw.nodes[0].scale, shade: M.shade(0, c.band) }), D.axis(min, max),
        h('p', { class: 'how' }, T(peers.length ? 'html.strip' : 'html.strip.alone', { reference: M.referenceName(u)[0] }))),
      h('p', { class: 'lead' }, sentence(u)),
      h('dl', { class: 'facts-row' }, facts.map(([label, value]) => h('div', null, h('dt', null, label), h('dd', null, value)))));
  };

  // sureness is how often the draws gave the agency which place.
  const sureness = (u) => {
    const spread = A.spread?.[u];
    if (!spread?.[7]?.length) return null;
    const [, mean, error, low, high, above, first, counts] = spread;
    const sum = counts.reduce((a, b) => a + b, 0);
    const rows = counts.map((n, k) => [first + k, n]).filter(([, n]) => n > 0);
    return h('section', null, h('h3', null, T('html.sure')),
      h('p', { class: 'how' }, T('html.sure.how', { draws: sum, mean: M.decimal(mean, 1), error: M.decimal(error, 2), low: M.score(low), high: M.score(high) }), M.known(above) ? ` ${T('html.sure.above', { above: M.percent(above) })}` : ''),
      h('div', { class: 'heights-frame' }, D.heights({ counts, first, mark: M.at(A.rank, u) }), D.axis(M.integer(first), M.integer(first + counts.length - 1))),
      P.fold(T('html.sure.table'), siap.tables.framed([
        { title: T('html.rank'), rowhead: true, class: 'n', cell: ([place]) => M.integer(place) },
        { title: T('html.sure.share'), class: 'n', cell: ([, n]) => M.percent((100 * n) / sum, 1) },
      ], rows, { caption: T('html.sure'), captionClass: 'spoken', limit: 40 }).frame));
  };

  const alarms = (u) => {
    const stand = A.placeholders?.[u] ?? [];
    return stand.length ? h('p', { class: 'alarm', role: 'note' }, `${T('html.agency.placeholders', { n: stand.length })} ${stand.map(M.title).join('; ')}.`) : null;
  };

  // A radar needs three axes to be read as an area; with more than six it is a ball of wool, and the rows beside do.
  const dimensions = (u) => {
    const axes = M.dimensions.filter((i) => M.has(M.cell(i, u).state));
    const name = M.referenceName(u);
    const radar = axes.length >= 3 && M.dimensions.length <= 6 ? siap.radar(axes, [
      { name: name[1], values: axes.map((i) => M.reference(i, u)), style: 'reference' },
      { name: M.short(u), values: axes.map((i) => M.cell(i, u).value), style: 0 },
    ], T('html.radar.sentence', { name: A.name[u], reference: name[0], values: axes.map((i) => T('html.radar.part', { dimension: M.title(i), value: M.score(M.cell(i, u).value), reference: M.score(M.reference(i, u)) })).join('; ') })) : null;
    const rows = [];
    const add = (i, depth) => {
      rows.push({ i, depth });
      raw.nodes[i].children.filter((child) => raw.nodes[child].count > 0).forEach((child) => add(child, depth + 1));
    };
    const gapOf = (i) => {
      const c = M.cell(i, u);
      const [min, max] = raw.nodes[i].scale;
      return M.has(c.state) ? (c.value - M.reference(i, u)) / (max - min) : -Infinity;
    };
    [...M.dimensions].sort((a, b) => gapOf(b) - gapOf(a)).forEach((i) => add(i, 0));
    const cellOf = (row) => M.cell(row.i, u);
    const table = siap.tables.framed([
      { id: 'name', title: T('html.dimension'), rowhead: true, class: 'wide', attributes: (row) => ({ class: `wide depth${row.depth}` }),
        cell: (row) => [M.numbered(row.i), M.words(row.i).s ? h('span', { class: 'type' }, M.words(row.i).s) : null] },
      { id: 'value', title: T('html.value'), class: 'n strong', down: true, sort: (row) => cellOf(row).value, cell: (row) => P.valueOf(row.i, u) },
      { id: 'plot', title: T('html.plot'), class: 'drawing', cell: (row) => { const c = cellOf(row); return M.has(c.state) ? D.range({ ...c, reference: M.reference(row.i, u), scale: raw.nodes[row.i].scale, shade: M.shade(row.i, c.band) }) : h('span', { class: 'reason' }, M.reason(c.state)); } },
      { id: 'reference', title: T('html.reference'), class: 'n', cell: (row) => M.score(M.reference(row.i, u)) },
      { id: 'gap', title: T('html.distance'), class: 'n', down: true, sort: (row) => { const c = cellOf(row); return M.has(c.state) ? c.value - M.reference(row.i, u) : null; },
        cell: (row) => { const c = cellOf(row); return M.has(c.state) ? M.signed(c.value - M.reference(row.i, u)) : '–'; } },
      ...(rows.some((row) => cellOf(row).low !== cellOf(row).high) ? [{ id: 'bounds', title: T('html.bounds'), class: 'n wide-only', cell: (row) => { const c = cellOf(row); return M.has(c.state) ? P.bounds(c.low, c.high) : '–'; } }] : []),
      { id: 'band', title: T('html.band'), class: 'wide-only', cell: (row) => { const c = cellOf(row); return [P.chip(row.i, c.band), c.verdict ? h('span', { class: 'verdict' }, c.verdict) : null]; } },
      { id: 'part', title: T('html.weight.index'), class: 'n wide-only', cell: (row) => M.percent(cellOf(row).part, 1) },
    ], rows, { caption: T('html.agency.dimensions'), captionClass: 'spoken' });
    const missing = M.dimensions.filter((i) => !axes.includes(i));
    return h('section', null, h('h3', null, T('view.section.dimensions')),
      h('p', { class: 'how' }, T('html.agency.dimensions.how', { reference: name[0] })),
      radar ? h('div', { class: 'pair radar-pair' }, P.figure(missing.length ? T('html.radar.missing', { names: missing.map(M.title).join(', ') }) : '', radar), table.frame) : table.frame);
  };

  // bases are the index and the dimensions on every basis side by side.
  const bases = (u) => {
    const all = (raw.bases ?? []).filter((b) => b.v.some((c) => M.known(M.at(c, u))));
    if (all.length < 2) return null;
    return h('section', null, h('h3', null, T('html.bases')),
      siap.tables.framed([
        { title: T('html.dimension'), rowhead: true, class: 'wide', cell: (r) => (r ? M.title(all[0].nodes[r]) : T('view.index')) },
        ...all.map((b, k) => ({ title: [M.shared(b.title), k ? null : h('span', { class: 'type' }, T('html.bases.headline'))], class: 'n',
          cell: (r) => [M.score(M.at(b.v[r], u)), ' ', M.at(b.band[r], u) >= 0 ? P.chip(b.nodes[r], M.at(b.band[r], u)) : null] })),
      ], all[0].nodes.map((_, r) => r), { caption: T('html.bases.caption'), captionClass: 'spoken', row: (r) => ({ class: r ? null : 'whole' }) }).frame);
  };

  const levelText = (i, u) => {
    const level = M.at(raw.nodes[i].level, u, -1);
    if (level >= 0) return M.words(i).l[level];
    const given = M.shared(M.at(raw.nodes[i].raw, u, -1));
    return given ? T('html.raw', { raw: given }) : '';
  };

  const factors = (u) => {
    const all = A.factors[u] ?? [];
    if (!all.length) return null;
    const most = Math.max(...all.map(([, x]) => Math.abs(x)));
    const side = (key, wanted) => h('div', null, h('h4', null, T(key)),
      wanted.length ? h('ol', { class: 'factors' }, wanted.map(([i, x]) => {
        const c = M.cell(i, u);
        return h('li', null,
          h('div', { class: 'factor-head' }, h('span', { class: 'what' }, M.numbered(i)), h('span', { class: x < 0 ? 'effect down' : 'effect' }, M.signed(x, 1))),
          D.bar(Math.abs(x), most),
          h('span', { class: 'type' }, [M.dimensionOf(i) === i ? '' : `${M.title(M.dimensionOf(i))} · `,
            M.known(c.part) ? T('html.factor', { value: M.score(c.value), reference: M.score(M.reference(i, u)), weight: M.percent(c.part, 1) }) : T('html.factor.unweighted', { value: M.score(c.value), reference: M.score(M.reference(i, u)) })]),
          levelText(i, u) ? h('span', { class: 'text' }, M.bound(levelText(i, u))) : null,
          notes(u, i, 2));
      })) : h('p', { class: 'remark' }, T('html.factors.none')));
    return h('section', null, h('h3', null, T('html.factors')), h('p', { class: 'how' }, T('html.factors.how', { reference: M.referenceName(u)[0] })),
      h('div', { class: 'pair factors-pair' }, side('html.supporting', all.filter(([, x]) => x > 0)), side('html.inhibiting', all.filter(([, x]) => x < 0))));
  };

  // notes are respondents' words on an indicator, where they are in the page.
  const notes = (u, i, most = Infinity) => {
    const own = (A.notes?.[u] ?? []).filter((note) => note[0] === i);
    if (!own.length) return null;
    return h('ul', { class: 'notes' }, own.slice(0, most).map(([, respondent, role, item, note, quote, source, place, internal]) => h('li', null,
      note ? [bdi(note), ' '] : null, quote ? [h('q', null, bdi(quote)), ' '] : null,
      h('span', { class: 'type' }, [M.shared(role), respondent, item, source, place].filter(Boolean).map((text, k) => [k ? ' · ' : '', bdi(text)]), internal ? [' · ', h('span', { class: 'internal' }, T('html.internal'))] : null))));
  };

  const claims = (u) => {
    const rows = M.leaves.filter((i) => M.known(M.at(raw.nodes[i].measured, u)));
    if (!rows.length) return null;
    const against = new Map(M.contradictionsOf(u).map((c) => [c.i, c]));
    return h('section', null, h('h3', null, T('html.claims')), h('p', { class: 'how' }, T('html.claims.how', { claim: M.texts().claim })),
      siap.tables.framed([
        { id: 'name', title: T('html.indicator'), rowhead: true, class: 'wide', cell: (i) => {
          const c = against.get(i);
          return [h('span', { class: 'what' }, M.numbered(i)), c ? h('span', { class: 'flag' }, `${T('html.contradicted')} ${measurement(c)}`) : null];
        } },
        { id: 'plot', title: T('html.plot'), class: 'drawing', cell: (i) => D.gap({ claim: M.at(raw.nodes[i].claim, u), measured: M.at(raw.nodes[i].measured, u), scale: raw.nodes[i].scale }) },
        { id: 'claim', title: M.texts().claim, class: 'n', sort: (i) => M.at(raw.nodes[i].claim, u), cell: (i) => M.score(M.at(raw.nodes[i].claim, u)) },
        { id: 'measured', title: T('html.measured'), class: 'n', sort: (i) => M.at(raw.nodes[i].measured, u), cell: (i) => M.score(M.at(raw.nodes[i].measured, u)) },
        { id: 'gap', title: T('html.gap'), class: 'n strong', down: true, sort: (i) => gapOf(i, u), cell: (i) => M.signed(gapOf(i, u)) },
      ], rows.sort((a, b) => (gapOf(b, u) ?? -9) - (gapOf(a, u) ?? -9)), { caption: T('html.claims'), captionClass: 'spoken', row: (i) => ({ class: against.has(i) ? 'against' : null }) }).frame);
  };
  const gapOf = (i, u) => {
    const [claim, measured] = [M.at(raw.nodes[i].claim, u), M.at(raw.nodes[i].measured, u)];
    return M.known(claim) && M.known(measured) ? claim - measured : null;
  };
  const measurement = (c) => {
    const [text, days] = M.texts().contradictions[c.k];
    return `${M.bound(text)}${days ? `, ${days}` : ''} (${T('html.coverage.of', { coverage: M.percent(c.cov) })}).`;
  };
  siap.measurement = measurement;

  const disagreement = (u) => {
    const rows = M.leaves.filter((i) => M.at(raw.nodes[i].n, u, 0) > 1 && M.at(raw.nodes[i].spread, u, 0) > 0);
    if (!rows.length) return null;
    const share = (i) => M.at(raw.nodes[i].spread, u) / (raw.nodes[i].scale[1] - raw.nodes[i].scale[0]);
    rows.sort((a, b) => share(b) - share(a));
    return h('section', null, h('h3', null, T('html.disagreement')), h('p', { class: 'how' }, T('html.disagreement.how')),
      siap.tables.framed([
        { title: T('html.indicator'), rowhead: true, class: 'wide', cell: (i) => M.numbered(i) },
        { title: T('html.respondents'), class: 'n', cell: (i) => M.integer(M.at(raw.nodes[i].n, u)) },
        { title: T('html.plot.bar'), class: 'drawing', cell: (i) => D.bar(share(i), 1) },
        { title: T('html.spread'), class: 'n strong', cell: (i) => M.score(M.at(raw.nodes[i].spread, u)) },
        { title: T('html.value'), class: 'n', cell: (i) => P.valueOf(i, u) },
      ], rows.slice(0, 10), { caption: T('html.disagreement'), captionClass: 'spoken' }).frame);
  };

  const optimism = (u) => {
    const k = raw.optimism?.agencies.findIndex((o) => o[0] === u) ?? -1;
    if (k < 0) return null;
    const [, self, assessed, difference, compared, higher, lower] = raw.optimism.agencies[k];
    const rows = raw.optimism.rows?.[k] ?? [];
    const differ = higher + lower;
    return h('section', null, h('h3', null, T('view.section.optimism')),
      h('p', null, M.known(difference) ? `${T('html.optimism.one', { self: M.score(self), assessed: M.score(assessed), difference: M.signed(difference) })} ` : '',
        T(differ ? 'view.optimism.rows' : 'view.optimism.rows.none', { n: differ || compared, rows: compared, higher, lower })),
      rows.length ? P.fold(T('html.optimism.rows', { n: rows.length }), siap.tables.framed([
        { title: T('html.indicator'), rowhead: true, class: 'wide', cell: (r) => [M.numbered(r[0]), r[1] ? [', ', bdi(r[1])] : null] },
        { title: T('html.self'), class: 'n', cell: (r) => M.score(r[2]) }, { title: T('html.assessors'), class: 'n', cell: (r) => M.score(r[3]) },
        { title: T('html.distance'), class: 'n strong', cell: (r) => M.signed(r[2] - r[3]) },
      ], rows, { caption: T('html.optimism.rows.caption'), captionClass: 'spoken' }).frame) : raw.optimism.leftOut ? h('p', { class: 'remark' }, T('html.optimism.left_out')) : null);
  };

  // actions stand in columns by effort, the quick wins first, each with what it would do to the index.
  const actions = (u) => {
    const all = A.actions[u] ?? [];
    if (!all.length) return null;
    const most = Math.max(...all.map((x) => x[3]), 1e-9);
    const column = (effort) => {
      const own = all.filter(([i, , which]) => (raw.nodes[i].actions?.[which]?.effort ?? 0) === effort).sort((a, b) => b[3] - a[3]);
      return own.length ? h('div', { class: 'effort-column' }, h('h4', null, h('span', { class: `effort e${effort}`, 'aria-hidden': 'true' }), effort === 1 ? T('html.quick') : '', T(`view.effort.${effort}`)),
        h('ol', { class: 'actions' }, own.map(([i, from, which, effect, after]) => h('li', null,
          h('div', { class: 'factor-head' }, h('span', { class: 'what' }, M.numbered(i)), h('span', { class: 'effect' }, M.signed(effect, 1))),
          D.bar(effect, most),
          h('span', { class: 'text' }, M.bound(M.words(i).a?.[which] ?? '')),
          h('span', { class: 'type' }, T('html.action.step', { from: M.score(from), to: M.score(raw.nodes[i].actions?.[which]?.to), after: M.score(after) })),
          wantedText(i, raw.nodes[i].actions?.[which]?.to),
          raw.nodes[i].after?.length ? h('span', { class: 'type' }, `${T('html.depends')} ${raw.nodes[i].after.map(M.title).join('; ')}`) : null)))) : null;
    };
    return h('section', null, h('h3', null, T('html.agency.actions')), h('p', { class: 'how' }, T('html.agency.actions.how')),
      h('div', { class: 'board' }, [1, 2, 3, 0].map(column)));
  };
  const wantedText = (i, to) => {
    const k = raw.nodes[i].levels?.indexOf(to) ?? -1;
    const text = k >= 0 ? M.words(i).w?.[k] : '';
    return text ? h('span', { class: 'type' }, text) : null;
  };

  const tags = (u) => (raw.views ?? []).map((view, v) => {
    const words = M.texts().views[v];
    const rows = view.tags.map((_, t) => t);
    if (!rows.some((t) => M.known(M.at(view.tags[t].v, u)))) return null;
    const cellOf = (t) => { const tag = view.tags[t]; return { value: M.at(tag.v, u), low: M.at(tag.lo, u), high: M.at(tag.hi, u), band: M.at(tag.band, u, -1), cover: M.at(tag.cov, u), state: M.at(tag.s, u, 1) }; };
    return h('section', null, h('h3', null, words.title), words.description ? h('p', { class: 'how' }, words.description) : null,
      siap.tables.framed([
        { title: T('html.tag'), rowhead: true, class: 'wide', cell: (t) => [words.tags[t][0], h('span', { class: 'type' }, T('html.tag.indicators', { n: view.tags[t].n }))] },
        { id: 'v', title: T('html.value'), class: 'n strong', down: true, sort: (t) => cellOf(t).value, cell: (t) => (M.known(cellOf(t).value) ? M.score(cellOf(t).value) : h('abbr', { class: 'unknown', title: M.reason(cellOf(t).state) }, cellOf(t).state === 2 ? T('view.na') : '?')) },
        { title: T('html.plot'), class: 'drawing', cell: (t) => (M.known(cellOf(t).value) ? D.range({ ...cellOf(t), scale: raw.nodes[0].scale, shade: M.shade(0, cellOf(t).band) }) : '') },
        { title: T('html.band'), cell: (t) => P.chip(0, cellOf(t).band) },
        { title: T('html.coverage'), class: 'n', cell: (t) => M.percent(cellOf(t).cover) },
      ], rows, { caption: words.title, captionClass: 'spoken' }).frame);
  });

  const history = (u) => {
    if (!raw.history) return null;
    const { labels } = M.texts().history;
    const values = raw.history.v.map((c) => M.at(c, u));
    if (values.filter(M.known).length < 2) return null;
    const chart = siap.charts.chart('history', T('html.trend.aria', { name: A.name[u], values: labels.map((label, k) => `${label} ${M.score(values[k])}`).join('; ') }), 220, (option) => {
      option.xAxis[0].data = labels;
      [option.yAxis[0].min, option.yAxis[0].max] = raw.nodes[0].scale;
      option.yAxis[0].axisLabel = { ...option.yAxis[0].axisLabel, formatter: (v) => M.quantity(v, 2) };
      option.series[0].data = values.map((value, k) => ({ value: M.known(value) ? value : '-', name: `${labels[k]}: ${M.score(value)}` }));
      return option;
    });
    return h('section', null, h('h3', null, T('html.trend')),
      P.figure(T('html.trend.how'), chart, null),
      siap.tables.framed([
        { title: T('html.year.column'), rowhead: true, cell: (k) => labels[k] },
        { title: T('html.index'), class: 'n strong', cell: (k) => M.score(values[k]) },
        { title: T('html.band'), cell: (k) => P.chip(0, M.at(raw.history.band[k], u, -1)) },
        { title: T('html.rank'), class: 'n', cell: (k) => (M.at(raw.history.rank[k], u) ? M.integer(M.at(raw.history.rank[k], u)) : '–') },
      ], labels.map((_, k) => k), { caption: T('html.trend'), captionClass: 'spoken' }).frame,
      P.sentences(M.texts().history.remarks ?? []));
  };

  const evidence = (u) => {
    const counts = A.evidenceCounts?.[u];
    if (counts?.length) {
      return h('section', null, h('h3', null, T('html.evidence')), h('p', null, T('html.evidence.counts', { counts: M.list(counts.map(([state, n]) => `${M.integer(n)} ${M.shared(state)}`)) })));
    }
    const items = A.evidence?.[u] ?? [];
    if (!items.length) return null;
    const accepted = items.filter((e) => e[4]).length;
    return h('section', null, h('h3', null, T('html.evidence')), h('p', { class: 'how' }, T('html.evidence.how', { n: items.length, accepted })),
      P.fold(T('html.evidence.list', { n: items.length }), siap.tables.framed([
        { id: 'i', title: T('html.indicator'), rowhead: true, class: 'wide', sort: (e) => raw.nodes[e[0]].order, cell: (e) => M.numbered(e[0]) },
        { title: T('html.evidence.item'), class: 'wide', cell: (e) => [e[1] ? bdi(e[1]) : '–', e[5] ? h('span', { class: 'type' }, outward(e[5])) : null, e[6] ? h('span', { class: 'text' }, bdi(e[6])) : null, e[7] ? h('span', { class: 'text' }, bdi(e[7])) : null] },
        { title: T('html.level'), class: 'n', cell: (e) => (M.known(e[2]) ? M.quantity(e[2], 2) : '–') },
        { id: 's', title: T('html.status'), sort: (e) => M.shared(e[3]), cell: (e) => h('span', { class: e[4] ? 'accepted' : 'pending' }, M.shared(e[3])) },
      ], items, { caption: T('html.evidence'), captionClass: 'spoken' }).frame));
  };

  const indicators = (u) => {
    const rows = M.leaves;
    const unknown = rows.filter((i) => [1, 4].includes(M.cell(i, u).state)).length;
    const measured = rows.some((i) => M.known(M.at(raw.nodes[i].measured, u)));
    const someone = rows.some((i) => M.at(raw.nodes[i].n, u, 0) > 0);
    return h('section', null, h('h3', null, T('html.indicators.all')),
      h('p', { class: 'how' }, T('html.indicators.how', { n: rows.length, unknown }), raw.hiddenNotes ? ` ${T('html.notes.hidden')}` : ''),
      P.fold(T('html.indicators', { n: rows.length }), siap.tables.framed([
        { id: 'name', title: T('html.indicator'), rowhead: true, class: 'wide', sort: (i) => raw.nodes[i].order, cell: (i) => indicatorCell(i, u) },
        { id: 'value', title: T('html.value'), class: 'n strong', down: true, sort: (i) => M.cell(i, u).value, cell: (i) => P.valueOf(i, u) },
        { title: T('html.plot'), class: 'drawing wide-only', cell: (i) => { const c = M.cell(i, u); return M.has(c.state) ? D.range({ ...c, reference: M.reference(i, u), scale: raw.nodes[i].scale, shade: M.shade(i, c.band) }) : ''; } },
        { title: M.texts().claim, class: 'n wide-only', cell: (i) => M.score(M.at(raw.nodes[i].claim, u)) },
        ...(measured ? [{ title: T('html.measured'), class: 'n wide-only', cell: (i) => M.score(M.at(raw.nodes[i].measured, u)) }] : []),
        ...(someone ? [{ title: T('html.respondents'), class: 'n wide-only', cell: (i) => M.at(raw.nodes[i].n, u, 0) || '–' }] : []),
        { id: 'part', title: T('html.weight.index'), class: 'n', down: true, sort: (i) => M.cell(i, u).part, cell: (i) => M.percent(M.cell(i, u).part, 1) },
      ], rows, { caption: T('html.indicators.caption'), captionClass: 'spoken' }).frame));
  };
  const indicatorCell = (i, u) => {
    const c = M.cell(i, u);
    const small = [M.words(i).s, M.shared(M.at(raw.nodes[i].rows, u, -1)), M.shared(M.at(raw.nodes[i].via, u, -1)),
      M.known(M.at(raw.nodes[i].measured, u)) && M.words(i).r ? `${T('html.rule')} ${M.words(i).r}` : ''].filter(Boolean);
    const flags = M.shared(M.at(raw.nodes[i].flags, u, -1)).split('\n').filter(Boolean);
    const next = c.state === 0 ? M.at(raw.nodes[i].level, u, -1) + 1 : -1;
    return [h('span', { class: 'what' }, M.numbered(i)),
      levelText(i, u) ? h('span', { class: 'text' }, M.bound(levelText(i, u))) : null,
      M.has(c.state) ? null : h('span', { class: 'reason' }, M.reason(c.state)),
      small.map((text) => h('span', { class: 'type' }, M.bound(text))),
      next > 0 && M.words(i).w?.[next] ? h('span', { class: 'type' }, M.words(i).w[next]) : null,
      flags.map((text) => h('span', { class: 'flag' }, text)), notes(u, i)];
  };

  // radar draws one area for each of some agencies, or what they are compared with, over shared axes.
  siap.radar = (axes, areas, sentenceText) => siap.charts.chart('radar', sentenceText, 330, (option, width) => {
    const wrap = (text) => text.split(' ').reduce((lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + word.length < 13 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, []).join('\n');
    const shape = Array.isArray(option.radar) ? option.radar[0] : option.radar;
    shape.indicator = axes.map((i) => ({ name: wrap(M.title(i)), min: raw.nodes[i].scale[0], max: raw.nodes[i].scale[1] }));
    shape.radius = width < 420 ? '44%' : '52%';
    shape.center = ['50%', '47%'];
    shape.axisName = { ...shape.axisName, fontSize: width < 420 ? 11 : 12, lineHeight: 14 };
    const within = (i, x) => Math.min(Math.max(x, raw.nodes[i].scale[0]), raw.nodes[i].scale[1]);
    option.series[0].data = areas.map(({ name, values, style }) => {
      const colour = style === 'reference' ? 'var(--mark)' : `var(--c${style})`;
      return { name, value: values.map((x, k) => within(axes[k], x)), symbol: style % 2 ? 'diamond' : 'circle', symbolSize: 5, itemStyle: { color: colour },
        lineStyle: { color: colour, width: 2, type: style === 'reference' ? 'dashed' : 'solid' }, areaStyle: { color: colour, opacity: style === 0 ? 0.14 : 0 } };
    });
    option.legend = { ...(Array.isArray(option.legend) ? option.legend[0] : option.legend), data: areas.map((area) => area.name) };
    option.tooltip = { trigger: 'item', formatter: () => axes.map((i, k) => `${siap.charts.escape(M.title(i))}: ${areas.map((area) => siap.charts.escape(M.score(area.values[k]))).join(' / ')}`).join('<br>') };
    return option;
  });
})();
