// Weights to play with: a slider for each dimension. The ranking is computed anew with the arithmetic of the engine.
'use strict';
(() => {
  const { h, announce } = siap.dom;
  const M = siap.model;
  const { T, A, raw } = M;
  const P = siap.parts;
  const D = siap.drawings;
  const { evaluate, rollUp, competition, possible, classify, together, TOLERANCE } = siap.arithmetic;

  // leafColumns are the indicators as the arithmetic wants them; made anew for each evaluation, for a roll-up changes them.
  const leafColumns = () => raw.nodes.map((node) => {
    if (node.count > 0) return null;
    const c = siap.arithmetic.newColumn(M.n);
    const [values, states] = [M.column(node.v), M.column(node.s)];
    for (let u = 0; u < M.n; u++) {
      const state = states[u];
      if (state === 2) continue;
      [c.total[u], c.low[u], c.high[u]] = [1, ...node.scale];
      if (values[u] !== null) c.value[u] = values[u];
      if (state === 0 || state === 4) c.known[u] = 1;
      if (state === 0) [c.coverage[u], c.low[u], c.high[u]] = [1, values[u], values[u]];
      const x = node.extra.get(u);
      if (x) [c.known[u], c.total[u], c.coverage[u], c.low[u], c.high[u]] = x.slice(1);
      if (state === 3) c.withheld[u] = 1;
    }
    return c;
  });

  // simulate computes the index of everybody with other weights, by the place of the nodes, and ranks them as the engine
  // does. Intervals and ties are those that the unknown answers leave possible.
  const simulate = (weights) => {
    const columns = evaluate(raw.nodes, weights, leafColumns(), M.n);
    const members = new Map((A.members ?? []).map(([u, ...own]) => [u, own]));
    if (members.size) rollUp(raw.nodes, columns, members, M.column(A.size, 1));
    const root = columns[0];
    const tol = TOLERANCE * (raw.nodes[0].scale[1] - raw.nodes[0].scale[0]);
    const decided = (x) => (raw.roundedRanks && Number.isFinite(x) ? siap.numbers.round(x, raw.digits, raw.mode) : x);
    const out = Array.from({ length: M.n }, (_, u) => ({
      u, value: root.value[u], low: root.low[u], high: root.high[u], coverage: root.coverage[u], rank: 0, of: 0, best: 0, worst: 0, tie: 0, groups: [],
      band: Number.isNaN(root.value[u]) ? -1 : classify(M.decided(root.value[u], raw.roundedBands), raw.bands, Boolean(raw.upper), tol),
    }));
    const names = M.column(A.byName);
    for (const tier of [0, 1]) {
      const own = out.filter(({ u }) => M.at(A.governs, u, 0) === tier);
      const among = (some, set) => {
        const scores = some.map((a) => decided(a.value));
        const { places, of } = competition(scores, tol);
        const span = possible(scores, some.map((a) => decided(a.low)), some.map((a) => decided(a.high)), tol);
        some.forEach((a, k) => set(a, places[k], of, span[k]));
      };
      among(own, (a, rank, of, span) => Object.assign(a, { rank, of, ...(span ?? { best: 0, worst: 0 }) }));
      (A.groups ?? []).forEach((g, k) => g.values.forEach((_, value) => among(own.filter(({ u }) => M.at(g.value, u) === value),
        (a, rank, of) => { a.groups[k] = { rank, of }; })));
      const order = own.filter((a) => a.rank > 0).sort((a, b) => a.rank - b.rank || names[a.u] - names[b.u]);
      const tie = together(order.map((a) => a.u), out.map((a) => decided(a.low)), out.map((a) => decided(a.high)), tol);
      tie.forEach((number, u) => { out[u].tie = number; });
    }
    const order = out.map((a) => a.u).sort((a, b) => M.at(A.governs, b, 0) - M.at(A.governs, a, 0) || (out[a].rank || Infinity) - (out[b].rank || Infinity) || names[a] - names[b]);
    return { agencies: out, order, columns };
  };
  siap.simulate = simulate;
  siap.ownWeights = () => raw.nodes.map((node) => node.weight);

  // Points are weights in hundredths of their sum, as the rubric has them at first.
  const pointsAtFirst = () => {
    const all = M.dimensions.map((i) => raw.nodes[i].weight);
    const sum = all.reduce((a, b) => a + b, 0);
    return all.map((w) => (100 * w) / sum);
  };
  const pointsGiven = () => {
    const points = pointsAtFirst();
    for (const part of siap.address.param('w').split(',')) {
      const at = part.lastIndexOf(':');
      const k = M.dimensions.findIndex((i) => raw.nodes[i].id === part.slice(0, at));
      const x = Number(part.slice(at + 1));
      if (k >= 0 && x > 0 && x <= 1000) points[k] = x;
    }
    return points;
  };

  // applied are points as weights that together weigh what the rubric's do, on their scales: a sum then keeps its own.
  const applied = (points) => {
    const pull = (weights) => M.dimensions.reduce((sum, i, k) => sum + weights[k] * (raw.nodes[0].how === 'sum' ? raw.nodes[i].scale[1] - raw.nodes[i].scale[0] : 1), 0);
    const own = M.dimensions.map((i) => raw.nodes[i].weight);
    return points.map((p) => (p * pull(own)) / pull(points));
  };

  siap.views.weights = (root) => {
    const first = pointsAtFirst();
    let points = pointsGiven();
    const sum = () => points.reduce((a, b) => a + b, 0);
    const changed = () => points.some((p, k) => Math.abs(p - first[k]) > 1e-9);
    const holder = h('div', { class: 'played' });
    const status = h('p', { class: 'lead' });
    const yaml = h('textarea', { readonly: true, rows: String(M.dimensions.length + 4), spellcheck: 'false', 'aria-label': T('html.weights.yaml') });
    const sliders = M.dimensions.map((i, k) => {
      const output = h('output', { for: `slider-${k}` });
      const input = h('input', { id: `slider-${k}`, type: 'range', min: '1', max: '100', step: '1', 'data-node': raw.nodes[i].id,
        oninput: () => { points[k] = Number(input.value); play(); } });
      return { input, output, row: h('div', { class: 'slider' }, h('label', { for: `slider-${k}` }, M.title(i)), output, input) };
    });
    const show = () => sliders.forEach(({ input, output }, k) => {
      if (Number(input.value) !== Math.round(points[k])) input.value = String(points[k]);
      const share = M.percent((100 * points[k]) / sum(), 1);
      output.textContent = share;
      input.setAttribute('aria-valuetext', T('html.weights.share', { share }));
    });
    let frame = 0;
    const play = () => {
      show();
      const given = M.dimensions.map((i, k) => [raw.nodes[i].id, points[k], first[k]]).filter(([, p, f]) => Math.abs(p - f) > 1e-9);
      siap.address.set({ w: given.map(([id, p]) => `${id}:${p}`).join(',') });
      yaml.value = asYAML(points);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(draw);
    };
    const draw = () => {
      const weights = siap.ownWeights();
      if (changed()) applied(points).forEach((w, k) => { weights[M.dimensions[k]] = w; });
      const result = simulate(weights);
      const moved = result.agencies.filter((a) => a.rank && M.at(A.rank, a.u) && a.rank !== M.at(A.rank, a.u));
      const leader = result.order.find((u) => result.agencies[u].rank === 1);
      status.textContent = !changed() ? T('html.weights.unchanged') : M.n === 1 ? T('html.weights.one', { index: M.score(result.agencies[0].value), before: M.score(M.cell(0, 0).value) })
        : T('html.weights.moved', { n: moved.length, of: result.agencies.filter((a) => a.rank).length, name: leader === undefined ? '–' : A.name[leader] });
      const focus = document.activeElement?.closest?.('.played tr')?.dataset.id;
      holder.replaceChildren(table(result, changed()));
      if (focus) holder.querySelector(`tr[data-id="${CSS.escape(focus)}"] a`)?.focus();
    };
    const put = (all) => { points = all; play(); announce(T('html.weights.set')); };
    const copied = h('span', { class: 'how', role: 'status' });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(yaml.value);
      } catch {
        yaml.select();
        document.execCommand('copy');
      }
      copied.textContent = T('html.weights.copied');
    };
    const save = () => {
      const link = h('a', { href: URL.createObjectURL(new Blob([yaml.value], { type: 'text/yaml' })), download: T('html.weights.file') });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    };
    siap.dom.put(root, P.heading(T('html.nav.weights'), T('html.weights.lead')),
      h('div', { class: 'play' },
        h('section', { class: 'sliders', 'aria-label': T('html.weights.sliders') }, sliders.map(({ row }) => row),
          h('div', { class: 'tools' },
            h('button', { type: 'button', class: 'button', id: 'weights-reset', onclick: () => put(pointsAtFirst()) }, T('html.weights.reset')),
            h('button', { type: 'button', class: 'button', id: 'weights-equal', onclick: () => put(first.map(() => 100 / first.length)) }, T('html.weights.equal'))),
          h('p', { class: 'how' }, T('html.weights.how')),
          P.fold(T('html.weights.copy'), h('p', { class: 'how' }, T('html.weights.copy.how')), yaml,
            h('div', { class: 'tools' }, h('button', { type: 'button', class: 'button', onclick: copy }, T('html.weights.copy.button')), h('button', { type: 'button', class: 'button', onclick: save }, T('html.weights.save')), copied))),
        h('section', { class: 'outcome' }, status, M.texts().order ? h('p', { class: 'alarm', role: 'note' }, T('html.weights.order', { order: M.texts().order })) : null, h('p', { class: 'how' }, T(M.drawnAny ? 'html.weights.interval.draws' : 'html.weights.interval')), holder)));
    play();
  };

  // asYAML is the file that the command line takes.
  const asYAML = (points) => {
    const key = (id) => (/^[a-z][a-z0-9_-]*$/i.test(id) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(id) ? id : JSON.stringify(id));
    const lines = [`# ${T('html.weights.comment', { rubric: `${M.texts().rubric.id} ${M.texts().rubric.version}` })}`, '# siap score --weights FILE', 'weights:'];
    applied(points).forEach((w, k) => lines.push(`  ${key(raw.nodes[M.dimensions[k]].id)}: ${Number(w.toPrecision(12))}`));
    return `${lines.join('\n')}\n`;
  };

  const table = ({ agencies, order }, changed) => {
    const shift = (a) => (changed && a.rank && M.at(A.rank, a.u) ? M.at(A.rank, a.u) - a.rank : null);
    const shared = new Map();
    for (const a of agencies) shared.set(`${M.at(A.governs, a.u, 0)} ${a.rank}`, (shared.get(`${M.at(A.governs, a.u, 0)} ${a.rank}`) ?? 0) + 1);
    const sizes = new Map();
    for (const a of agencies) if (a.tie) sizes.set(`${M.at(A.governs, a.u, 0)} ${a.tie}`, (sizes.get(`${M.at(A.governs, a.u, 0)} ${a.tie}`) ?? 0) + 1);
    const size = (a) => sizes.get(`${M.at(A.governs, a.u, 0)} ${a.tie}`) ?? 0;
    const rows = order.map((u) => agencies[u]);
    const known = (x) => !Number.isNaN(x);
    return siap.tables.framed([
      { title: T('html.rank'), class: 'n rank', cell: (a) => M.placeText(a.rank, M.at(A.governs, a.u, 0), shared.get(`${M.at(A.governs, a.u, 0)} ${a.rank}`) > 1) },
      ...(M.n > 1 ? [{ title: T('html.weights.shift'), class: 'n shift', cell: (a) => { const x = shift(a); return x === null ? '' : h('span', { class: x > 0 ? 'rose' : x < 0 ? 'fell' : 'stayed' }, siap.moved(x)); } }] : []),
      { title: T('html.agency'), class: 'name', rowhead: true, cell: (a) => [P.agencyLink(a.u), M.n > 1 && a.best ? h('span', { class: 'tight' }, T('html.meta.interval', { interval: M.span(a.best, a.worst) })) : null] },
      { title: T('html.index'), class: 'n strong', cell: (a) => (known(a.value) ? M.score(a.value) : '–') },
      { title: T('html.bounds'), class: 'drawing wide-only', cell: (a) => (known(a.value) ? h('div', { class: 'drawn bounded' }, D.range({ value: a.value, low: a.low, high: a.high, reference: M.cell(0, a.u).value, scale: raw.nodes[0].scale, shade: M.shade(0, a.band) }), h('span', { class: 'limits' }, M.score(a.low) === M.score(a.high) ? '' : P.bounds(a.low, a.high))) : h('span', { class: 'reason' }, M.agency(a.u).reason)) },
      { title: T('html.band'), class: 'wide-only', cell: (a) => P.chip(0, a.band) },
      ...(M.n > 1 ? [{ title: T('html.interval.bounds'), class: 'n roomy', cell: (a) => (a.best ? M.span(a.best, a.worst) : '–') }] : []),
    ], rows, { caption: T('html.weights.caption'), captionClass: 'spoken', class: 'ranking', id: 'played-table', limit: 100,
      row: (a, place) => {
        if (!a.tie || size(a) < 2) return { 'data-id': A.id[a.u] };
        const same = (other) => other && other.tie === a.tie && M.at(A.governs, other.u, 0) === M.at(A.governs, a.u, 0);
        return { 'data-id': A.id[a.u], class: `tied t${a.tie % 2}${same(rows[place - 1]) ? '' : ' first'}${same(rows[place + 1]) ? '' : ' last'}` };
      } }).frame;
  };
})();
