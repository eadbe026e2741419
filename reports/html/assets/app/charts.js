// Charts by ECharts, where it was built in: options come from go-echarts (charts.go) with colours that are names of the
// style sheet, and are filled with data here. They are drawn when they come into view.
'use strict';
(() => {
  const { h } = siap.dom;
  const { raw } = siap.model;
  const library = globalThis.echarts;
  const ready = Boolean(library && raw.charts);

  if (ready) {
    // The policy of the page allows no style attributes from text; the same through the object model is allowed.
    const set = Element.prototype.setAttribute;
    SVGElement.prototype.setAttribute = function setAttribute(name, value) {
      if (name === 'style') this.style.cssText = value; else set.call(this, name, value);
    };
  }

  const coloured = (value) => {
    if (typeof value === 'string') {
      const name = /^var\((--[a-z0-9-]+)\)$/.exec(value);
      return name ? getComputedStyle(document.documentElement).getPropertyValue(name[1]).trim() : value;
    }
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v)]));
    }
    return value;
  };
  const escape = (text) => (library ? library.format.encodeHTML(String(text)) : String(text));
  const line = (x1, y1, x2, y2, stroke, lineWidth) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } });

  // What is drawn item by item: an upright stroke, and a span with ends.
  const renderers = {
    stroke: (series) => (params, api) => {
      const item = series.data[params.dataIndex].value;
      const [x, y] = api.coord([item[0], item[1]]);
      return line(x, y - 13, x, y + 13, coloured('var(--mark)'), 3);
    },
    span: (series) => (params, api) => {
      const item = series.data[params.dataIndex].value;
      const from = api.coord([item[0], item[2]]);
      const to = api.coord([item[1], item[2]]);
      const ink = coloured('var(--ink)');
      return { type: 'group', children: [line(from[0], from[1], to[0], to[1], ink, 1.5), line(from[0], from[1] - 4, from[0], from[1] + 4, ink, 1.5), line(to[0], to[1] - 4, to[0], to[1] + 4, ink, 1.5)] };
    },
  };

  const drawn = new Map();
  const draw = (place) => {
    const { make } = waiting.get(place) ?? {};
    if (!make || place.clientWidth === 0) return;
    const chart = drawn.get(place) ?? library.init(place, null, { renderer: 'svg' });
    drawn.set(place, chart);
    const option = coloured(make(place.clientWidth));
    for (const series of option.series ?? []) {
      if (typeof series.renderItem === 'string') series.renderItem = renderers[series.renderItem](series);
    }
    option.animation = false;
    option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    option.tooltip = { ...option.tooltip, confine: true, formatter: option.tooltip?.formatter ?? ((item) => escape(item.name)) };
    chart.setOption(option, true);
  };
  const waiting = new Map();
  // clean forgets the charts of a view that was left.
  const clean = () => {
    for (const place of waiting.keys()) {
      if (place.isConnected) continue;
      drawn.get(place)?.dispose();
      drawn.delete(place);
      waiting.delete(place);
    }
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting && !drawn.has(target)) draw(target);
  }, { rootMargin: '300px' });
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const chart = drawn.get(target);
      if (!chart || contentRect.width === 0 || Math.abs(contentRect.width - chart.getWidth()) < 1) continue;
      chart.resize();
      draw(target);
    }
  });
  const redraw = () => { clean(); drawn.forEach((chart, place) => { chart.resize(); draw(place); }); };
  // fitting lets drawings shrink to the width of paper, which is not known yet when printing begins.
  const fitting = () => drawn.forEach((chart, place) => place.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`));
  const drawAll = () => { clean(); waiting.forEach((_, place) => draw(place)); };

  // chart is a place for a chart with the sentence that says what it shows; null where there are no charts. make gets a
  // copy of the option of that name and the width, and gives it back with data in it.
  const chart = (name, sentence, height, make) => {
    if (!ready || !raw.charts[name]) return null;
    const place = h('div', { class: 'chart', role: 'img', 'aria-label': sentence, 'data-chart': name });
    place.style.height = `${height}px`;
    waiting.set(place, { make: (width) => make(structuredClone(raw.charts[name]), width) });
    seen.observe(place);
    resized.observe(place);
    return place;
  };

  siap.charts = { ready, chart, clean, fitting, redraw, drawAll, escape, instance: (place) => drawn.get(place) };
})();
