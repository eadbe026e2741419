// The state of the page stands in its address: #agency=ID, #compare=a,b, #overview&sort=index&band=2. A link to it shows
// the same to anybody.
'use strict';
(() => {
  const encode = (text) => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':');
  const decode = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

  // parse takes the part behind # apart: the view, what it is about, and everything else by name.
  const parse = (hash) => {
    const parts = hash.replace(/^#/, '').split('&').filter(Boolean).map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
    const [view, about] = parts[0] ?? ['', ''];
    return { view, about, params: new Map(parts.slice(1)) };
  };
  const write = ({ view, about, params }) => {
    const parts = [about ? `${encode(view)}=${encode(about)}` : encode(view)];
    for (const [name, value] of params) if (value !== '' && value !== null && value !== undefined) parts.push(`${encode(name)}=${encode(value)}`);
    return `#${parts.join('&')}`;
  };

  let state = parse(location.hash);
  const listeners = [];
  // Shared by all views: they stay when a link leads to another one.
  const lasting = ['lang'];

  const link = (view, about = '', params = {}) => {
    const all = new Map(Object.entries(params));
    for (const name of lasting) if (state.params.get(name)) all.set(name, state.params.get(name));
    return write({ view, about, params: all });
  };
  // set changes parameters of the view in place: the view has shown them already.
  const set = (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      if (value === '' || value === null || value === undefined) state.params.delete(name);
      else state.params.set(name, String(value));
    }
    if (!state.view) state.view = 'overview';
    history.replaceState(null, '', write(state));
  };
  const param = (name) => state.params.get(name) ?? '';
  addEventListener('hashchange', () => {
    state = parse(location.hash);
    listeners.forEach((tell) => tell(state));
  });

  siap.address = { link, set, param, get: () => state, go: (hash) => { location.hash = hash; }, changed: (tell) => listeners.push(tell) };
})();
