// The report as the views ask for it: columns unpacked (columns.go), texts in the language of the moment, and numbers
// in words.
'use strict';
(() => {
  const { format, mark } = siap.numbers;
  const raw = JSON.parse(document.getElementById('data').textContent);
  raw.bands ??= [];

  // Columns stay packed until somebody asks for them.
  const alphabet = Array.from({ length: 126 - 34 }, (_, i) => String.fromCharCode(35 + i)).filter((c) => !'&<>\\'.includes(c)).join('');
  const places = new Map(Array.from(alphabet, (c, i) => [c, i]));
  const unpacked = new WeakMap();
  const n = raw.agencies.id.length;
  const column = (packed, otherwise = null) => {
    if (!packed) return new Array(n).fill(otherwise);
    if (Array.isArray(packed)) return packed;
    if (!unpacked.has(packed)) {
      unpacked.set(packed, packed.s === undefined ? new Array(n).fill(packed.c) : Array.from(packed.s, (c) => packed.d[places.get(c)]));
    }
    return unpacked.get(packed);
  };
  const at = (packed, u, otherwise = null) => (packed ? column(packed)[u] : otherwise);

  // The language, and texts in it.
  let lang = raw.lang;
  const texts = () => raw.texts[lang];
  const shared = (place) => (place >= 0 ? texts().strings[place] : '');
  const bound = (text) => String(text).replace(/(\d) %/g, '$1\u00a0%');
  const integer = (x) => mark(String(x), lang);
  const T = (key, args = {}) => {
    let message = raw.messages[lang][key] ?? key;
    const tab = message.indexOf('\t');
    if (tab >= 0) message = args.n === 1 ? message.slice(tab + 1) : message.slice(0, tab);
    return bound(message.replace(/\{([a-z_]+)\}/g, (whole, name) => {
      const v = args[name];
      if (v === undefined || v === null) return whole;
      return typeof v === 'number' ? integer(v) : v;
    }));
  };
  const list = (names) => (names.length < 2 ? names.join('') : T('view.and', { first: names.slice(0, -1).join(', '), last: names.at(-1) }));

  // Numbers in words; null is not known.
  const known = (x) => x !== null && x !== undefined && !Number.isNaN(x);
  const score = (x, more = 0) => (known(x) ? mark(format(x, raw.digits + more, raw.mode), lang) : '–');
  const signed = (x, more = 0) => {
    const text = score(x, more);
    return known(x) && x > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  };
  const percent = (x, digits = 0) => (known(x) ? mark(format(x, digits, 'half_up'), lang) + (lang === 'en' ? '%' : '\u00a0%') : '–');
  const decimal = (x, digits) => (known(x) ? mark(format(x, digits, 'half_up'), lang) : '–');
  const quantity = (x, digits = 4) => (known(x) ? mark(format(x, digits, 'half_up').replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), lang) : '–');
  const span = (best, worst) => (!best ? '–' : best === worst ? integer(best) : `${integer(best)}–${integer(worst)}`);
  // coverage is a share in per cent that is never rounded to all or to nothing.
  const coverage = (share) => {
    if (!known(share)) return null;
    if (share < 1 && share > 0.99) return 99;
    if (share > 0 && share < 0.01) return 1;
    return Number(format(share * 100, 0, 'half_up'));
  };

  // The tree.
  const nodes = raw.nodes;
  nodes.forEach((node, i) => {
    node.i = i;
    node.min ??= 0;
    node.count ??= 0;
    node.first ??= 0;
    node.children = Array.from({ length: node.count }, (_, k) => node.first + k);
    node.extra = new Map((node.x ?? []).map((x) => [x[0], x]));
  });
  const dimensions = nodes[0].children;
  const byOrder = nodes.slice(1).sort((a, b) => a.order - b.order).map((node) => node.i);
  const leaves = byOrder.filter((i) => nodes[i].count === 0);
  const dimensionOf = (i) => {
    let at = i;
    while (nodes[at].parent > 0) at = nodes[at].parent;
    return at;
  };
  const words = (i) => texts().nodes[i];
  const title = (i) => words(i).t;
  const numbered = (i) => (nodes[i].code ? `${nodes[i].code} ${title(i)}` : title(i));

  // Categories: a node's own, or the rubric's, or none on a scale of its own.
  const bandsOf = (i) => nodes[i].bands ?? (nodes[i].own ? [] : raw.bands);
  const bandTitle = (i, band) => (band < 0 ? '' : (nodes[i].bands ? words(i).b[band] : texts().bands[band])[0]);
  const shade = (i, band) => {
    const of = bandsOf(i).length;
    return band < 0 ? -1 : of < 2 ? 4 : Math.round((band / (of - 1)) * 4);
  };
  const decided = (x, rounded) => (rounded ? siap.numbers.round(x, raw.digits, raw.mode) : x);
  const tolerance = (i) => siap.arithmetic.TOLERANCE * (nodes[i].scale[1] - nodes[i].scale[0]);
  const bandAt = (i, x) => (known(x) ? siap.arithmetic.classify(decided(x, raw.roundedBands), bandsOf(i), Boolean(raw.upper), tolerance(i)) : -1);

  // One agency's numbers for a node. State: 0 known, 1 unknown, 2 not applicable, 3 withheld, 4 unknown at the bottom.
  const cell = (i, u) => {
    const node = nodes[i];
    const state = at(node.s, u, 1);
    const value = at(node.v, u);
    if (node.count > 0) {
      return {
        state, value, low: at(node.lo, u), high: at(node.hi, u), cover: at(node.cov, u), band: at(node.band, u, -1),
        verdict: shared(at(node.verdict, u, -1)), part: at(node.part, u),
      };
    }
    const x = node.extra.get(u);
    const [share, low, high] = x ? x.slice(3) : state === 0 ? [1, value, value] : state === 2 ? [null, null, null] : [0, ...node.scale];
    return { state, value, low, high, cover: coverage(share), band: bandAt(i, value), verdict: '', part: at(node.part, u), standIn: value !== null && share === 0 };
  };
  const has = (state) => state === 0 || state === 4;
  const reasons = { 1: 'unknown', 2: 'not_applicable', 3: 'min_coverage', 4: 'unknown' };
  const reason = (state) => T(`view.reason.${reasons[state] ?? 'unknown'}`);

  // The agencies.
  const A = raw.agencies;
  const drawnAny = Boolean(A.drawn);
  const agency = (u) => ({
    u, id: A.id[u], name: A.name[u], type: shared(at(A.type, u, -1)), rank: at(A.rank, u), of: at(A.of, u), best: at(A.best, u),
    worst: at(A.worst, u), tie: at(A.tie, u), governs: at(A.governs, u, 0) === 1, drawn: at(A.drawn, u, 0) === 1,
    reason: shared(at(A.reason, u, -1)),
  });
  const byID = new Map(A.id.map((id, u) => [id, u]));
  const short = (u, most = 40) => {
    const letters = Array.from(A.name[u]);
    return letters.length <= most ? A.name[u] : `${letters.slice(0, most - 1).join('').trim()}…`;
  };
  const ranks = column(A.rank);
  const governs = column(A.governs, 0);
  const shares = new Map();
  ranks.forEach((rank, u) => {
    const key = `${governs[u]} ${rank}`;
    shares.set(key, (shares.get(key) ?? 0) + 1);
  });
  const placeText = (rank, government, tied) => {
    if (!rank) return '–';
    const text = government ? T('view.rank.government', { rank: integer(rank) }) : integer(rank);
    return tied ? `${text}=` : text;
  };
  const rankText = (u) => placeText(ranks[u], governs[u], shares.get(`${governs[u]} ${ranks[u]}`) > 1);
  const ties = column(A.tie);
  const tieSizes = new Map();
  ties.forEach((tie, u) => tieSizes.set(`${governs[u]} ${tie}`, (tieSizes.get(`${governs[u]} ${tie}`) ?? 0) + 1));
  const tieSize = (u) => (ties[u] ? tieSizes.get(`${governs[u]} ${ties[u]}`) : 0);
  const contradictionsOf = (u) => (raw.contradictions ?? []).map((c, k) => ({ ...c, k })).filter((c) => c.a === u);
  const contradictionCounts = new Array(n).fill(0);
  for (const c of raw.contradictions ?? []) if (c.a >= 0) contradictionCounts[c.a]++;

  // What an agency is compared with in a node.
  const reference = (i, u) => {
    const group = at(A.peers, u, 0);
    return A.references[group][i] ?? null;
  };
  const referenceName = (u) => texts().peers[at(A.peers, u, 0)];

  siap.model = {
    raw, n, column, at, T, list, bound, integer, texts, shared, known, score, signed, percent, decimal, quantity, span, coverage,
    nodes, dimensions, leaves, byOrder, dimensionOf, words, title, numbered, bandsOf, bandTitle, bandAt, shade, tolerance, decided,
    cell, has, reason, A, agency, byID, short, rankText, placeText, tieSize, contradictionsOf, contradictionCounts, drawnAny,
    reference, referenceName,
    get lang() { return lang; },
    set lang(wanted) { if (raw.texts[wanted]) lang = wanted; },
  };
})();
