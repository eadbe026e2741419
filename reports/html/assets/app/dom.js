// Elements, made of names, attributes and texts. Texts become text nodes, so nothing of them can become markup.
'use strict';
(() => {
  const NS = 'http://www.w3.org/2000/svg';

  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else if (name === 'width' && element instanceof HTMLElement) element.style.width = value;
      else if (name === 'value' && 'value' in element) element.value = value;
      else element.setAttribute(name, value === true ? '' : value);
    }
    append(element, children);
    return element;
  };
  const append = (element, children) => {
    for (const child of children) {
      if (Array.isArray(child)) append(element, child);
      else if (child instanceof Node) element.append(child);
      else if (child !== null && child !== undefined && child !== false && child !== '') element.append(String(child));
    }
  };
  const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const s = (tag, attributes, ...children) => fill(document.createElementNS(NS, tag), attributes, children);

  // bdi keeps a text from a file from turning the text around it.
  const bdi = (text) => h('bdi', null, text);
  // hidden is for those who listen.
  const spoken = (text) => h('span', { class: 'spoken' }, text);

  const live = () => document.getElementById('live');
  const announce = (text) => { if (live()) live().textContent = text; };

  // An address of http or https becomes a link; anything else stays text.
  const outward = (address) => (/^https?:\/\//i.test(address)
    ? h('a', { href: address, rel: 'noopener noreferrer nofollow', target: '_blank' }, bdi(address)) : bdi(address));

  // put adds children to an element, leaving out what is not there.
  const put = (element, ...children) => append(element, children);

  siap.dom = { h, s, put, bdi, spoken, announce, outward, append };
})();
