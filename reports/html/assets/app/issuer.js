// What an issuer adds: a watermark over every view, the logo in the head, the preface and who signs; and what the edition
// leaves out.
'use strict';
(() => {
  const { h, bdi } = siap.dom;
  const M = siap.model;
  const { T, raw } = M;
  const words = () => M.texts().publication ?? {};

  // banners say of what kind the report is, above every view and below it.
  siap.banners = () => [
    words().watermark ? h('p', { class: 'banner embargo', role: 'note' }, bdi(words().watermark)) : null,
    [M.texts().invented, M.texts().simulation].filter(Boolean).map((text) => h('p', { class: 'banner', role: 'note' }, bdi(M.bound(text)))),
    words().withheld ? h('p', { class: 'banner quiet', role: 'note' }, M.bound(words().withheld)) : null,
  ];

  // watermark lies over every view and every page of paper; the banner says the same to those who listen.
  siap.watermark = () => (words().watermark ? h('div', { class: 'watermark', 'aria-hidden': 'true' }, h('span', { 'data-words': words().watermark })) : null);

  siap.logo = () => {
    const logo = raw.publication?.logo;
    return logo ? h('img', { class: 'logo', src: logo.src, alt: T('html.logo') }) : null;
  };

  // signed is who answers for the result, at the end of the first page.
  siap.signed = () => {
    const [when, position, name, number] = words().signatory ?? [];
    return words().signatory ? h('p', { class: 'signature' }, [when, position].filter(Boolean).map((line) => h('span', null, bdi(line))),
      name ? h('strong', null, bdi(name)) : null, number ? h('span', null, bdi(number)) : null) : null;
  };
  // preface stands before the findings; one of more than a few lines is folded, so that the findings come first.
  siap.preface = () => {
    const parts = words().preface ?? [];
    if (!parts.length) return null;
    const long = parts.join(' ').length > 480;
    const inside = parts.map((part) => h('p', null, bdi(part)));
    return h('section', { class: 'preface' }, long ? h('details', { class: 'fold' }, h('summary', null, T('html.preface')), inside) : [h('h3', null, T('html.preface')), inside]);
  };
})();
