// Puts the page together: its head, the ways through it, and the view that the address asks for.
'use strict';
(() => {
  const { h, bdi, announce } = siap.dom;
  const M = siap.model;
  const { T, raw } = M;
  const page = document.getElementById('app');

  // The views, in the order of the tabs; some only where there is something to see.
  const tabs = [
    ['overview', () => T('html.nav.overview'), true],
    ['agency', () => T('html.nav.agency'), M.n > 1],
    ['compare', () => T('html.nav.compare'), M.n > 1],
    ['nation', () => T('view.nation'), Boolean(M.texts().nation)],
    ['heatmap', () => T('view.section.heatmap'), true],
    ['weights', () => T('html.nav.weights'), M.dimensions.length > 1 && !['minimum'].includes(raw.nodes[0].how)],
    ['robust', () => T('view.section.robust'), M.n > 1],
    ['contradictions', () => T('html.nav.contradictions'), Boolean(raw.measured || raw.optimism)],
    ['steps', () => T('html.nav.steps'), Boolean(raw.actionable) && M.n > 1],
    ['method', () => T('view.section.method'), true],
    ['quality', () => T('view.section.quality'), true],
    ['provenance', () => T('view.section.provenance'), true],
  ].filter(([, , there]) => there);

  // The theme is the reader's own and stays on this computer; without a choice it follows the system.
  const themes = ['auto', 'light', 'dark'];
  const remembered = () => { try { return localStorage.getItem('siap-theme'); } catch { return null; } };
  const setTheme = (theme) => {
    if (theme === 'auto') document.documentElement.removeAttribute('data-theme'); else document.documentElement.dataset.theme = theme;
    try { localStorage.setItem('siap-theme', theme); } catch { /* a browser that keeps nothing */ }
    siap.charts.redraw();
  };
  if (themes.includes(remembered()) && remembered() !== 'auto') document.documentElement.dataset.theme = remembered();

  const header = () => {
    const texts = M.texts();
    const other = ['id', 'en'].filter((lang) => raw.texts[lang]);
    const theme = h('select', { id: 'theme', 'aria-label': T('html.theme'), onchange: () => setTheme(theme.value) }, themes.map((name) => h('option', { value: name }, T(`html.theme.${name}`))));
    theme.value = document.documentElement.dataset.theme ?? 'auto';
    const subtitle = [texts.year ? T('html.year', { year: texts.year }) : '', `${texts.rubric.title}, ${T('html.version', { version: texts.rubric.version })}`, texts.basis, texts.window].filter(Boolean);
    return [
      h('header', null, siap.banners(), h('div', { class: raw.publication?.branded ? 'brand' : null }, h('div', { class: 'masthead' }, siap.logo(),
        h('div', { class: 'masthead-text' }, h('p', { class: 'kicker' }, T('html.kicker')), h('h1', null, bdi(texts.title)), h('p', { class: 'subtitle' }, subtitle.join(' · '))),
        h('div', { class: 'switches' },
          h('div', { class: 'choice', role: 'group', 'aria-label': T('html.language') }, other.map((lang) => h('button', { type: 'button', lang, 'data-lang': lang, 'aria-pressed': String(lang === M.lang), onclick: () => speak(lang) }, lang.toUpperCase(), h('span', { class: 'spoken' }, ` ${T(`html.language.${lang}`)}`)))),
          theme, h('button', { type: 'button', class: 'button', id: 'print', onclick: () => print() }, T('html.print')))))),
      h('nav', { class: 'tabs', 'aria-label': T('html.contents') }, h('ul', null, tabs.map(([view, title]) => h('li', null, h('a', { href: siap.address.link(view), 'data-view': view }, title()))))),
    ];
  };

  const speak = (lang) => {
    siap.address.set({ lang: lang === raw.lang ? '' : lang });
    show({ whole: true, focus: `.switches [data-lang="${lang}"]` });
  };

  const main = h('main', { id: 'main' });
  const show = ({ whole = false, focus = '' } = {}) => {
    const state = siap.address.get();
    const wanted = siap.address.param('lang') || raw.lang;
    const turned = wanted !== M.lang;
    M.lang = wanted;
    document.documentElement.lang = M.lang;
    if (whole || turned || !page.firstChild) {
      page.replaceChildren();
      siap.dom.append(page, [h('a', { class: 'skip', href: '#main', onclick: (event) => { event.preventDefault(); (main.querySelector('h2, p, a') ?? main).focus(); } }, T('html.skip')), header(), main, footer(), siap.watermark(),
        h('p', { id: 'live', class: 'spoken', 'aria-live': 'polite' })]);
    }
    const [view, title] = tabs.find(([name]) => name === state.view) ?? tabs[0];
    for (const link of page.querySelectorAll('.tabs a')) {
      if (link.dataset.view === view) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
      link.href = siap.address.link(link.dataset.view);
    }
    main.replaceChildren();
    siap.charts.clean();
    page.dataset.view = view;
    siap.views[view](main, view === state.view ? state.about : '');
    const about = view === 'agency' ? main.querySelector('h2')?.textContent : title();
    document.title = `${about} – ${M.texts().title}`;
    page.querySelector('.tabs [aria-current]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    if (focus) page.querySelector(focus)?.focus();
  };
  const footer = () => h('footer', null, siap.banners(), siap.charts.ready ? null : h('p', { class: 'remark' }, T('html.no_charts')));

  siap.address.changed(() => {
    show();
    scrollTo(0, 0);
    main.querySelector('h2')?.focus({ preventScroll: true });
    announce(document.title);
  });

  // "/" goes to the search, Escape closes what is folded out.
  addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.matches('input, textarea, select') && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = document.getElementById('search');
      if (field) { event.preventDefault(); field.focus(); }
    }
    if (event.key === 'Escape') {
      const fold = event.target.closest?.('details[open]');
      if (fold) { fold.open = false; fold.querySelector('summary').focus(); }
    }
  });

  // Paper is light, has no folds, and shows all rows of a table.
  let folded = [];
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    for (const more of page.querySelectorAll('button.more:not([hidden])')) more.click();
    folded = Array.from(page.querySelectorAll('details:not([open])'));
    folded.forEach((details) => { details.open = true; });
    siap.charts.drawAll();
    siap.charts.redraw();
    siap.charts.fitting();
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    folded.forEach((details) => { details.open = false; });
    siap.charts.redraw();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => siap.charts.redraw());

  show();
  document.getElementById('static').remove();
  document.documentElement.dataset.ready = 'true';
})();
