// Method, quality of the data, and where everything comes from.
'use strict';
(() => {
  const { h, bdi } = siap.dom;
  const M = siap.model;
  const { T } = M;
  const P = siap.parts;
  const plain = (titles, rows, caption, classes = []) => siap.tables.framed(titles.map((title, k) => ({
    title, rowhead: k === 0, class: classes[k], cell: (row) => (row[k] === '' ? '–' : h('bdi', null, M.bound(row[k]))),
  })), rows, { caption, captionClass: 'spoken' }).frame;

  siap.views.method = (root) => {
    const { method, rubric } = M.texts();
    siap.dom.put(root, P.heading(T('view.section.method'), rubric.description || null));
    siap.dom.put(root, h('div', { class: 'paragraphs' }, (method.paragraphs ?? []).map(([heading, text]) => h('section', null, h('h3', null, heading), h('p', null, M.bound(text))))));
    if (method.verdicts?.length) siap.dom.put(root, h('section', null, h('h3', null, T('html.verdicts')), plain([T('html.verdict.of'), T('html.verdict'), T('html.range')], method.verdicts, T('html.verdicts.caption'))));
    if (method.conversions?.length) siap.dom.put(root, P.fold(T('html.conversions'), siap.tables.framed([
      { title: T('html.indicator'), rowhead: true, class: 'wide', cell: (c) => `${c[0]} ${c[1]}`.trim() }, { title: T('html.answer'), cell: (c) => M.bound(c[2]) }, { title: T('html.score'), class: 'wide', cell: (c) => M.bound(c[3]) },
    ], method.conversions, { caption: T('html.conversions.caption'), captionClass: 'spoken' }).frame));
    if (method.measures?.length) siap.dom.put(root, P.fold(T('html.measures'), plain([T('html.indicator'), T('html.metric'), T('html.conversion'), T('html.reconciled'), T('html.coverage.least')], method.measures, T('html.measures.caption'), ['wide', '', '', '', 'n'])));
    siap.dom.put(root, P.fold(T('html.weights.all'), siap.tables.framed([
      { title: T('html.node'), rowhead: true, attributes: (w) => ({ class: `wide depth${w[0]}` }), cell: (w) => [w[1], w[4] ? h('span', { class: 'type' }, w[4]) : null] },
      { title: T('html.weight.rubric'), class: 'n', cell: (w) => w[2] }, { title: T('html.weight.index'), class: 'n', cell: (w) => M.bound(w[3]) },
    ], method.weights, { caption: T('html.weights.all.caption'), captionClass: 'spoken' }).frame));
    siap.dom.put(root, h('section', null, h('h3', null, T('html.sources')),
      h('p', null, T('html.source.status', { status: rubric.status }), rubric.decree ? ` ${rubric.decree}.` : '', ' ', M.bound(rubric.note ?? '')),
      rubric.cites?.length ? h('ul', null, rubric.cites.map((cite) => h('li', null, bdi(cite)))) : null));
  };

  siap.views.quality = (root) => {
    const { quality } = M.texts();
    siap.dom.put(root, P.heading(T('view.section.quality')), P.sentences(quality.sentences), fitness(),
      h('section', null, h('h3', null, T('html.quality.caption')), plain([T('html.dimension'), T('html.coverage.mean'), T('html.known'), T('html.unknown'), T('html.na')], quality.dimensions, T('html.quality.caption'), ['wide', 'n', 'n', 'n', 'n'])));
    if (quality.silent?.length) siap.dom.put(root, h('section', null, h('h3', null, T('html.silent')), h('ul', null, quality.silent.map((name) => h('li', null, bdi(name))))));
    if (quality.leftOut?.length) siap.dom.put(root, h('section', null, h('h3', null, T('html.left_out')),
      plain([T('html.file'), T('html.kind'), T('html.records'), T('html.records.left_out'), T('html.refused')], quality.leftOut.map((f) => [...f.slice(0, 4), T(f[4] ? 'html.yes' : 'html.no')]), T('html.left_out.caption'), ['path', '', 'n', 'n', ''])));
    for (const file of quality.files ?? []) {
      siap.dom.put(root, h('section', null, h('h3', { class: 'path' }, file.file ? bdi(file.file) : T('html.no_file')),
        kinds(file.items).map((items) => (items.length > 4
          ? [diagnostics(items.slice(0, 2)), P.fold(T('html.diagnostics.more', { n: items.length - 2, code: items[0][4] }), diagnostics(items.slice(2)))] : diagnostics(items)))));
    }
  };

  // kinds are the notices on a file by their code, in the order in which each came first.
  const kinds = (items) => {
    const byCode = new Map();
    for (const item of items) byCode.set(item[4], [...(byCode.get(item[4]) ?? []), item]);
    return Array.from(byCode.values());
  };
  const diagnostics = (items) => h('ul', { class: 'diagnostics' }, items.map(([severity, word, text, place, code]) => h('li', { class: severity }, h('span', { class: 'severity' }, word), ' ', bdi(M.bound(text)), ' ', h('span', { class: 'type' }, h('code', null, bdi(place)), ' ', code))));

  // fitness is what an examination of the data found: doubts by kind, the gravest first, with what to do about them.
  const fitness = () => {
    const found = M.texts().fitness;
    return found ? h('section', null, h('h3', null, T('html.fitness')), P.sentences([...found.sentences ?? [], ...found.closing ?? []]),
      found.doubts?.length ? h('ul', { class: 'diagnostics' }, found.doubts.map((d) => h('li', { class: d.severity },
        h('span', { class: 'severity' }, d.word), ' ', h('span', { class: 'what' }, d.title), ' ', h('span', { class: 'type' }, d.code, ' · ', M.bound(d.advice)),
        d.sentences.length > 3 ? P.fold(T('html.fitness.more', { n: d.sentences.length }), P.sentences(d.sentences)) : P.sentences(d.sentences)))) : null) : null;
  };

  siap.views.provenance = (root) => {
    const { provenance } = M.texts();
    siap.dom.put(root, P.heading(T('view.section.provenance')),
      h('dl', { class: 'facts' }, (provenance.facts ?? []).map(([label, value, code]) => [h('dt', null, label), h('dd', null, code ? h('code', null, value) : M.bound(value))]),
        siap.charts.ready ? [h('dt', null, T('html.charts')), h('dd', null, T('html.charts.by'))] : null),
      h('section', null, h('h3', null, T('html.again')), h('dl', { class: 'commands' }, (provenance.commands ?? []).map(([line, text]) => [h('dt', null, h('code', null, line)), h('dd', null, text)]))),
      h('section', null, h('h3', null, T('html.inputs')), siap.tables.framed([
        { title: T('html.file'), rowhead: true, class: 'path', cell: (f) => bdi(f[0]) }, { title: T('html.kind'), cell: (f) => (f[2] ? `${f[1]} (${f[2]})` : f[1]) },
        { title: T('html.records'), class: 'n', cell: (f) => f[3] }, { title: T('html.records.left_out'), class: 'n', cell: (f) => f[4] },
        { title: 'SHA-256', class: 'hash', cell: (f) => h('code', null, f[5]) },
      ], provenance.inputs, { caption: T('html.inputs'), captionClass: 'spoken' }).frame));
  };
})();
