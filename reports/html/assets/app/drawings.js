// Small drawings of our own, in SVG: places are per cents of the width, so they stretch; colours come from the style
// sheet. Each stands beside its number or its sentence, so it is hidden from those who listen.
'use strict';
(() => {
  const { h, s } = siap.dom;
  const { known } = siap.model;

  const part = (x, [min, max]) => `${(Math.min(Math.max((x - min) / (max - min || 1), 0), 1) * 100).toFixed(2)}%`;
  const frame = (kind, ...children) => s('svg', { class: kind, 'aria-hidden': 'true', focusable: 'false' }, ...children);
  const line = (kind, x1, x2, y) => s('line', { class: kind, x1, x2, y1: y, y2: y });
  const tick = (kind, x, y1, y2) => s('line', { class: kind, x1: x, x2: x, y1, y2 });
  const dot = (kind, cx, cy, r) => s('circle', { class: kind, cx, cy, r });
  const diamond = (kind, x, cy, r) => s('svg', { x, y: cy, overflow: 'visible' },
    s('path', { class: kind, d: `M0 ${-r}L${r} 0L0 ${r}L${-r} 0Z` }));

  // range is a value between its bounds on its scale, with what it is compared with.
  const range = ({ value, low, high, reference, scale, shade = -1 }) => frame('range',
    line('axis', '0%', '100%', 8),
    known(low) && known(high) ? line('span', part(low, scale), part(high, scale), 8) : null,
    known(reference) ? tick('reference', part(reference, scale), 1, 15) : null,
    known(value) ? dot(`value s${shade}`, part(value, scale), 8, 5) : null);

  // places is an interval of places from 1 to how many there are, the best at the right.
  const places = ({ rank, best, worst, of, possibleBest, possibleWorst }) => {
    const x = (place) => part(of - place, [0, Math.max(of - 1, 1)]);
    return frame('range', line('axis', '0%', '100%', 8),
      possibleBest ? line('possible', x(possibleWorst), x(possibleBest), 8) : null,
      best ? line('span', x(worst), x(best), 8) : null,
      rank ? dot('value', x(rank), 8, 4.5) : null);
  };

  // strip shows everybody as strokes and one among them as a dot.
  const strip = ({ all, value, low, high, reference, scale, shade }) => frame('strip',
    line('axis', '0%', '100%', 30),
    all.map((x) => tick('peer', part(x, scale), 18, 30)),
    known(low) && known(high) ? line('span', part(low, scale), part(high, scale), 30) : null,
    known(reference) ? tick('reference', part(reference, scale), 8, 40) : null,
    known(value) ? dot(`value s${shade}`, part(value, scale), 30, 8) : null);

  // spread shows all values of a group as strokes on the span between them, and their middle as a dot.
  const spread = ({ all, value, scale, shade }) => frame('range', line('axis', '0%', '100%', 8),
    all.length ? line('span', part(all[0], scale), part(all.at(-1), scale), 8) : null,
    all.map((x) => tick('reference', part(x, scale), 3, 13)),
    known(value) ? dot(`value s${shade}`, part(value, scale), 8, 4.5) : null);

  // gap is a claim and a measurement, joined.
  const gap = ({ claim, measured, scale }) => frame('range', line('axis', '0%', '100%', 8),
    known(claim) && known(measured) ? line('gap', part(Math.min(claim, measured), scale), part(Math.max(claim, measured), scale), 8) : null,
    known(measured) ? diamond('measured', part(measured, scale), 8, 5) : null,
    known(claim) ? dot('claim', part(claim, scale), 8, 4.5) : null);

  // several are dots of several agencies on one line, each with its own mark.
  const several = ({ values, scale }) => frame('range', line('axis', '0%', '100%', 8),
    values.map((x, k) => (known(x) ? (k % 2 ? diamond(`own c${k}`, part(x, scale), 8, 5) : dot(`own c${k}`, part(x, scale), 8, 4.5)) : null)));

  // bar is a length from zero, to one side or to both.
  const bar = (x, most, { both = false, low, high } = {}) => {
    const scale = both ? [-most, most] : [0, most];
    const zero = part(0, scale);
    const from = Math.min(x, 0);
    return frame('bar', s('rect', { class: x < 0 ? 'down' : 'up', x: part(from, scale), y: 3, height: 10, width: `${Math.abs(parseFloat(part(Math.max(x, 0), scale)) - parseFloat(part(from, scale))).toFixed(2)}%` }),
      known(low) ? line('error', part(low, scale), part(high, scale), 8) : null,
      both ? tick('axis', zero, 0, 16) : null);
  };

  // heights are how often each of some places came out, as columns; one of them is marked.
  const heights = ({ counts, first, mark }) => {
    const most = Math.max(...counts, 1);
    const width = 100 / counts.length;
    return frame('heights', counts.map((n, k) => s('rect', { class: first + k === mark ? 'value' : 'peer', x: `${(k * width).toFixed(2)}%`, width: `${(width * 0.86).toFixed(2)}%`, y: (60 * (1 - n / most)).toFixed(1), height: ((60 * n) / most).toFixed(1) })));
  };

  // axis writes the ends of a scale under a drawing.
  const axis = (min, max) => h('div', { class: 'axis-ends', 'aria-hidden': 'true' }, h('span', null, min), h('span', null, max));

  siap.drawings = { part, range, places, strip, spread, gap, several, bar, heights, axis };
})();
