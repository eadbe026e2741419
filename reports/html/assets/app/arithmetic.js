// The arithmetic of the index (scoring/composite, scoring/rollup.go, scoring/rank.go), for weights that a reader tries
// out. A test holds it to the engine over many settings. NaN is unknown, as there.
'use strict';
(() => {
  const TOLERANCE = 1e-9;
  const isKnown = (x) => !Number.isNaN(x);

  // A column has one entry per unit; see composite.Column.
  const newColumn = (n) => ({
    value: new Float64Array(n).fill(NaN), known: new Float64Array(n), total: new Float64Array(n), coverage: new Float64Array(n),
    low: new Float64Array(n).fill(NaN), high: new Float64Array(n).fill(NaN), withheld: new Uint8Array(n),
  });

  // Each takes the values that count, their weights (times included), their scales, and how often each would count were
  // all of it known; only the sum looks at the last two.
  const mean = (x, w) => {
    let sum = 0;
    let all = 0;
    for (let i = 0; i < x.length; i++) { sum += w[i] * x[i]; all += w[i]; }
    return all > 0 ? sum / all : NaN;
  };
  const within = (v, x) => Math.min(Math.max(v, Math.min(...x)), Math.max(...x));
  const power = (p) => (x, w) => {
    if (x.length === 0) return NaN;
    const least = Math.min(...x);
    if (!(least >= 0)) return NaN;
    if (least === 0 && p <= 0) return 0;
    let sum = 0;
    let all = 0;
    if (Math.abs(p) < 1e-100) {
      for (let i = 0; i < x.length; i++) { sum += w[i] * Math.log(x[i]); all += w[i]; }
      return within(Math.exp(sum / all), x);
    }
    const unit = p > 0 ? Math.max(...x) : least;
    if (unit === 0) return 0;
    const subtle = Math.abs(p) < 0.01;
    const raise = subtle ? Math.expm1 : Math.exp;
    for (let i = 0; i < x.length; i++) {
      sum += w[i] * raise(p * (Math.log(x[i]) - Math.log(unit)));
      all += w[i];
    }
    const root = subtle ? Math.log1p(sum / all) : Math.log(sum / all);
    return within(unit * Math.exp(root / p), x);
  };
  const harmonic = (x, w) => {
    if (x.length === 0) return NaN;
    const least = Math.min(...x);
    if (!(least >= 0)) return NaN;
    if (least === 0) return 0;
    let sum = 0;
    let all = 0;
    for (let i = 0; i < x.length; i++) { sum += w[i] * (least / x[i]); all += w[i]; }
    return within(least * (all / sum), x);
  };
  const median = (x, w) => {
    const parts = x.map((value, i) => ({ value, weight: w[i] })).sort((a, b) => a.value - b.value || a.weight - b.weight);
    const all = parts.reduce((sum, p) => sum + p.weight, 0);
    let upTo = 0;
    let lower = NaN;
    for (const p of parts) {
      upTo += p.weight;
      if (!isKnown(lower) && upTo >= all / 2 - TOLERANCE * all) lower = p.value;
      if (upTo > all / 2 + TOLERANCE * all) return lower / 2 + p.value / 2;
    }
    return NaN;
  };
  const means = {
    arithmetic: () => mean, geometric: () => power(0), harmonic: () => harmonic, power, median: () => median,
    minimum: () => (x) => (x.length === 0 ? NaN : Math.min(...x)),
  };

  // combineSum is the weighted sum of all children that apply; the unknown are taken to stand where the known stand.
  const combineSum = (children, u, values, times) => {
    let bottom = 0;
    let span = 0;
    let part = 0;
    let knownSpan = 0;
    for (const c of children) {
      const [min, max] = c.scale;
      bottom += c.weight * c.column.total[u] * min;
      span += c.weight * c.column.total[u] * (max - min);
      const x = c.column[values][u];
      const n = c.column[times][u];
      if (n > 0 && isKnown(x)) {
        part += c.weight * n * (x - min);
        knownSpan += c.weight * n * (max - min);
      }
    }
    if (knownSpan === 0) return NaN;
    return knownSpan === span ? bottom + part : bottom + part * (span / knownSpan);
  };

  const combine = (node, scale, children, n) => {
    const out = newColumn(n);
    const how = node.how === 'sum' ? null : means[node.how](node.power);
    const aggregate = (u, values, times) => {
      if (!how) return combineSum(children, u, values, times);
      const x = [];
      const w = [];
      for (const c of children) {
        const v = c.column[values][u];
        const t = c.column[times][u];
        if (t > 0 && isKnown(v)) { x.push(v); w.push(c.weight * t); }
      }
      return how(x, w);
    };
    for (let u = 0; u < n; u++) {
      let applicable = 0;
      let covered = 0;
      for (const c of children) {
        applicable += c.weight * c.column.total[u];
        if (!c.column.withheld[u]) covered += c.weight * c.column.total[u] * c.column.coverage[u];
      }
      if (applicable === 0) continue;
      out.value[u] = aggregate(u, 'value', 'known');
      out.low[u] = aggregate(u, 'low', 'total');
      out.high[u] = aggregate(u, 'high', 'total');
      out.total[u] = 1;
      out.coverage[u] = covered / applicable;
      if (out.coverage[u] < node.min - TOLERANCE || !isKnown(out.value[u])) {
        out.withheld[u] = isKnown(out.value[u]) ? 1 : 0;
        out.value[u] = NaN;
        [out.low[u], out.high[u]] = scale;
        continue;
      }
      out.known[u] = 1;
    }
    return out;
  };

  // evaluate computes all nodes for n units from the columns of the leaves, by place. The children of a node come after
  // it: `first` and `count` say where. weights are by place too.
  const evaluate = (nodes, weights, leaves, n) => {
    const columns = new Array(nodes.length);
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i];
      if (node.count === 0) { columns[i] = leaves[i]; continue; }
      const children = [];
      for (let c = node.first; c < node.first + node.count; c++) children.push({ weight: weights[c], column: columns[c], scale: nodes[c].scale });
      columns[i] = combine(node, node.scale, children, n);
    }
    return columns;
  };

  // rollUp puts into every node of a government the mean of its agencies, the deepest governments first. members has the
  // units of each rolled-up unit; size is the weight of each unit in its government.
  const rollUp = (nodes, columns, members, size) => {
    const done = new Set();
    const visit = (u) => {
      if (done.has(u) || !members.has(u)) return;
      done.add(u);
      members.get(u).forEach(visit);
      nodes.forEach((node, i) => meanOf(node, columns[i], u, members.get(u), size));
    };
    for (const u of members.keys()) visit(u);
  };
  const meanOf = (node, c, u, members, size) => {
    let value = 0;
    let known = 0;
    let low = 0;
    let high = 0;
    let coverage = 0;
    let applicable = 0;
    let withheld = false;
    for (const m of members) {
      if (c.total[m] === 0) continue;
      const w = size[m];
      applicable += w;
      low += w * c.low[m];
      high += w * c.high[m];
      if (c.withheld[m]) { withheld = true; continue; }
      coverage += w * c.coverage[m];
      if (isKnown(c.value[m])) { value += w * c.value[m]; known += w; }
    }
    [c.value[u], c.known[u], c.total[u], c.coverage[u], c.low[u], c.high[u], c.withheld[u]] = [NaN, 0, 0, 0, NaN, NaN, 0];
    if (applicable === 0) return;
    c.total[u] = 1;
    c.coverage[u] = coverage / applicable;
    if (known > 0 && c.coverage[u] >= node.min - TOLERANCE) {
      [c.value[u], c.known[u], c.low[u], c.high[u]] = [value / known, 1, low / applicable, high / applicable];
      return;
    }
    c.withheld[u] = known > 0 || withheld ? 1 : 0;
    [c.low[u], c.high[u]] = node.scale;
  };

  // competition gives each unit its place, "1224"; 0 without a score.
  const competition = (scores, tol) => {
    const order = scores.map((_, u) => u).filter((u) => isKnown(scores[u])).sort((a, b) => scores[b] - scores[a] || a - b);
    const places = new Array(scores.length).fill(0);
    let place = 0;
    let best = 0;
    order.forEach((u, i) => {
      if (i === 0 || best - scores[u] > tol) { place = i + 1; best = scores[u]; }
      places[u] = place;
    });
    return { places, of: order.length };
  };

  // above counts how many of a rising list lie above x by more than the tolerance.
  const above = (sorted, x, tol) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle] - x > tol) to = middle; else from = middle + 1;
    }
    return sorted.length - from;
  };

  // possible gives the best and the worst place that the bounds leave possible; null without a score.
  const possible = (scores, low, high, tol) => {
    const scored = scores.map((_, u) => u).filter((u) => isKnown(scores[u]));
    const lows = Float64Array.from(scored, (u) => low[u]).sort();
    const highs = Float64Array.from(scored, (u) => high[u]).sort();
    return scores.map((x, u) => {
      if (!isKnown(x)) return null;
      const own = high[u] - low[u] > tol ? 1 : 0;
      return { best: 1 + above(lows, high[u], tol), worst: 1 + above(highs, low[u], tol) - own };
    });
  };

  // classify gives the place of the band of x among rising lower edges, -1 for none.
  const classify = (x, edges, upperClosed, tol) => {
    if (!isKnown(x) || edges.length === 0) return -1;
    let band = 0;
    for (let i = 1; i < edges.length; i++) {
      const over = x - edges[i];
      if (over > tol || (!upperClosed && over >= -tol)) band = i;
    }
    return band;
  };

  // together numbers those who cannot be told apart by their bounds: order is the ranking of one tier.
  const together = (order, low, high, tol) => {
    const tie = new Map();
    let number = 0;
    let best = -1;
    for (const u of order) {
      if (best < 0 || low[best] - high[u] > tol) { number++; best = u; }
      tie.set(u, number);
    }
    return tie;
  };

  siap.arithmetic = { TOLERANCE, isKnown, evaluate, rollUp, competition, possible, classify, together, newColumn };
})();
