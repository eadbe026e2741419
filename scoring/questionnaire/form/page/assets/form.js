// The form: it builds every question from the block of data, keeps the answers in the browser as they are given, and
// writes them to a response file or reads one. Texts become text nodes, never markup. Nothing here leaves the page.
'use strict';
(() => {
  const D = JSON.parse(document.getElementById('data').textContent);
  const at = (id) => document.getElementById(id);
  const lang = D.language;

  // say gives a message; {name} in it stands for a value. A number gets the marks of the language.
  const say = (key, values) => (D.words[key] || key).replace(/\{([a-z]+)\}/g, (whole, name) => {
    const v = (values || {})[name];
    return v === undefined ? whole : typeof v === 'number' ? number(v) : String(v);
  });
  const number = (x) => x.toLocaleString(lang, { maximumFractionDigits: 12 });

  // h makes an element. Attributes that are false or missing are left out; children are elements or texts.
  const h = (tag, attributes, ...children) => {
    const e = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== false && (value !== '' || name === 'value')) e.setAttribute(name, value === true ? '' : value);
    }
    e.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false && c !== ''));
    return e;
  };
  const on = (e, event, act) => { e.addEventListener(event, act); return e; };
  const button = (text, act, kind) => on(h('button', { type: 'button', class: kind }, text), 'click', act);

  // ---- what is asked -------------------------------------------------------------------------------------------

  const questions = D.sections.flatMap((s) => s.questions);
  const numeric = ['number', 'percentage', 'ratio', 'date'];
  const typedKind = (q) => numeric.includes(q.kind);
  const special = (code) => D.specials.some((s) => s.code === code);
  const none = 'none'; // how a multiple choice says that nothing was chosen
  const offersNone = (q) => q.kind === 'multiple' && !q.choices.some((c) => c.code === none);

  // ---- the answers ---------------------------------------------------------------------------------------------

  // An answer has value: the code that was chosen, codes with ; between them, na or dk; and, for what is typed, typed:
  // the text as it stands in the field, so that nothing typed is lost.
  const empty = () => ({ value: '', typed: '', item: '', note: '', evidence: [] });
  const fresh = (agency) => ({
    agency: D.agency ? D.agency.id : agency || '', respondent: '', role: D.role,
    answers: Object.create(null), rows: Object.create(null), changed: '', exported: '',
  });
  let state = fresh('');

  const answer = (code) => state.answers[code] || empty();
  const change = (code) => {
    if (!state.answers[code]) state.answers[code] = empty();
    return state.answers[code];
  };
  const rows = (q) => Math.min(Math.max(state.rows[q.id] || q.slots || 1, 1), D.limits.slots);
  const codeOf = (q, row) => (q.slots ? q.id + '__' + row : q.id);
  const codes = (q) => {
    if (!q.slots) return [q.id];
    return Array.from({ length: rows(q) }, (_, i) => codeOf(q, i + 1));
  };
  const says = (a) => Boolean(a.value || a.typed.replace('/', '').trim() || a.note.trim() || a.item.trim() || a.evidence.length);
  const hasAnswers = (s) => Object.values(s.answers).some(says);

  const agencyNow = () => D.agency || D.agencies.find((a) => a.id === state.agency) || null;
  const validID = (id) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id);

  // asked tells whether a question is asked of the agency and the role, by the rules of the rubric.
  const asked = (q) => {
    if (state.role && q.askedOf && q.askedOf.length && !q.askedOf.includes(state.role)) return false;
    const a = agencyNow();
    return !a || !q.appliesTo || Object.entries(q.appliesTo).every(([column, values]) =>
      !Object.prototype.hasOwnProperty.call(a.columns, column) || values.includes(a.columns[column]));
  };

  // ---- what an answer may be: the rules of the reader ----------------------------------------------------------

  const decimal = /^[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,4})?$/;

  // parse reads a number as the reader does; text is how it is written to the file.
  const parse = (typed) => {
    const text = typed.trim().replace(/^[−–]/, '-');
    if (text.length > 400 || !decimal.test(text)) return null;
    const plain = text.replace(',', '.');
    const x = Number(plain);
    return Number.isFinite(x) ? { x, text: plain } : null;
  };

  const holds = (row, x) => (row.from === undefined || x >= row.from) && (row.above === undefined || x > row.above) &&
    (row.to === undefined || x <= row.to) && (row.below === undefined || x < row.below);

  const within = (q, x) => {
    const low = q.lowest === undefined ? -Infinity : q.lowest;
    const high = q.highest === undefined ? Infinity : q.highest;
    const t = q.tolerance || 0;
    if (x < low - t || x > high + t) return false;
    const kept = Math.min(Math.max(x, low), high);
    return !q.rows || !q.rows.length || q.rows.some((row) => holds(row, kept));
  };

  const range = (q) => {
    const low = q.lowest !== undefined, high = q.highest !== undefined;
    if (low && high) return number(q.lowest) + '–' + number(q.highest);
    if (q.rows && q.rows.length) return q.allowed;
    return low ? '≥ ' + number(q.lowest) : high ? '≤ ' + number(q.highest) : '';
  };

  const parts = (typed) => { // of a ratio
    const cut = typed.indexOf('/');
    return cut < 0 ? [typed, ''] : [typed.slice(0, cut), typed.slice(cut + 1)];
  };

  // read gives the value of an answer as it is written to the file, and what is wrong with it.
  const read = (q, a) => {
    if (!typedKind(q)) return { value: a.value };
    if (special(a.value)) return { value: a.value };
    const typed = a.typed.trim();
    const wrong = (key, values) => ({ value: typed, error: say(key, values) });
    const limits = () => say('error.range', { allowed: range(q) });
    if (q.kind === 'ratio') {
      const [over, under] = parts(typed).map((t) => t.trim());
      if (!over && !under) return { value: '' };
      const a = parse(over), b = parse(under);
      if (!a || !b) return wrong('error.ratio');
      if (b.x === 0 || !Number.isFinite(a.x / b.x)) return wrong('error.zero');
      const value = a.text + '/' + b.text;
      return within(q, a.x / b.x) ? { value, x: a.x / b.x } : { value, x: a.x / b.x, error: limits() };
    }
    if (typed === '') return { value: '' };
    if (q.kind === 'date') {
      const d = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
      const day = d && new Date(Date.UTC(+d[1], d[2] - 1, +d[3]));
      if (!d || day.getUTCMonth() !== d[2] - 1 || +d[1] < 1900 || +d[1] > 2200) return wrong('error.date');
      return { value: typed };
    }
    const n = parse(q.kind === 'percentage' ? typed.replace(/%$/, '') : typed);
    if (!n) return wrong('error.number');
    return within(q, n.x) ? { value: n.text, x: n.x } : { value: n.text, x: n.x, error: limits() };
  };

  // link tells whether a link may be given for evidence: nothing, a web address without a password in it, or the name
  // of a file that stays below the folder of the assessment.
  const link = (text) => {
    if (text === '') return true;
    if (new Blob([text]).size > D.limits.link || /[\u0000-\u001f\u007f\ufffd]/.test(text)) return false;
    if (/^https?:/i.test(text)) {
      try {
        const u = new URL(text);
        return /^https?:\/\/[^/?#\\]/i.test(text) && u.hostname !== '' && u.username === '' && u.password === '' &&
          !/[\s%<>"{}|\\^`]/.test(u.hostname) && !/^https?:\/\/[^/?#]*[@\s\\]/i.test(text) && !/%(?![0-9a-f]{2})/i.test(text);
      } catch (_) { return false; }
    }
    let path = text;
    for (let i = 0; i < 3; i++) {
      path = path.replace(/\\/g, '/');
      if (path.startsWith('/') || path.includes(':')) return false;
      if (path.split('/').some((part) => part.includes('..') && part.replace(/[ .]+$/, '') === '')) return false;
      let plain;
      try { plain = decodeURIComponent(path); } catch (_) { return !/%(2e|2f|5c)/i.test(path); }
      if (plain === path) return true;
      path = plain;
    }
    return false;
  };

  const longer = (text, most) => text.length > most && Array.from(text.trim()).length > most;

  // faults gives all that is wrong with a question, each with the element it is about.
  const faults = (q, code) => {
    const a = answer(code), found = [];
    const add = (part, text) => found.push({ id: 'x-' + code + part, text });
    const r = read(q, a);
    if (r.error) add('', r.error);
    else if (broken.has(code)) add('', say('error.date'));
    if (q.slots) {
      if (says(a) && !a.item.trim()) add('-item', say('error.item'));
      if (longer(a.item, D.limits.item)) add('-item', say('error.long', { n: D.limits.item }));
      const name = a.item.trim();
      if (name && codes(q).some((c) => c !== code && answer(c).item.trim() === name)) add('-item', say('error.twice'));
    }
    if (longer(a.note, D.limits.text)) add('-note', say('error.long', { n: D.limits.text }));
    a.evidence.forEach((e, i) => {
      if (!e.title.trim()) add('-e' + i + '-title', say('error.title'));
      if (longer(e.title, D.limits.text)) add('-e' + i + '-title', say('error.long', { n: D.limits.text }));
      if (!link(e.link.trim())) add('-e' + i + '-link', say('error.link'));
    });
    return found;
  };
  const broken = new Set(); // dates half typed, whose text the browser keeps to itself

  const done = (q) => {
    const filled = codes(q).filter((code) => read(q, answer(code)).value !== '');
    return filled.length > 0 && filled.every((code) => !read(q, answer(code)).error) && !codes(q).some((c) => broken.has(c));
  };

  // ---- keeping the answers in the browser ----------------------------------------------------------------------

  const place = (agency) => ['siap', D.schema, D.rubric.id, D.rubric.fingerprint, agency, D.role].join(' ');
  const lastPlace = () => place('') + ' last';
  let blocked = false;
  let waiting = 0;

  const keep = () => {
    clearTimeout(waiting);
    waiting = 0;
    try {
      localStorage.setItem(place(state.agency), JSON.stringify(state));
      if (!D.agency) localStorage.setItem(lastPlace(), state.agency);
      if (blocked) { blocked = false; at('blocked').remove(); }
    } catch (_) { block(); }
    showSaved();
  };
  const block = () => {
    if (blocked) return;
    blocked = true;
    notice(say('blocked'), 'warn', 'blocked');
  };
  const touched = () => {
    state.changed = new Date().toISOString();
    if (!waiting) waiting = setTimeout(keep, 250);
  };
  const flush = () => { if (waiting) keep(); };

  // recall reads what was kept for an agency. Any page on the same disk may have written it, so nothing is taken on
  // trust: texts stay texts, and codes that are not asked are left out when they are looked for.
  const recall = (agency) => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(place(agency))); } catch (_) { return null; }
    if (!kept || typeof kept !== 'object') return null;
    const text = (v) => (typeof v === 'string' ? v : '');
    const s = fresh(agency);
    s.respondent = text(kept.respondent);
    s.role = D.role || (D.roles.some((r) => r.code === kept.role) ? kept.role : '');
    s.changed = text(kept.changed);
    s.exported = text(kept.exported);
    for (const [code, a] of Object.entries(kept.answers || {})) {
      if (!a || typeof a !== 'object') continue;
      s.answers[code] = {
        value: text(a.value), typed: text(a.typed), item: text(a.item), note: text(a.note),
        evidence: (Array.isArray(a.evidence) ? a.evidence : []).slice(0, D.limits.evidence).map((e) => ({
          title: text(e && e.title), link: text(e && e.link), status: text(e && e.status), level: text(e && e.level),
        })),
      };
    }
    for (const [id, n] of Object.entries(kept.rows || {})) if (Number.isInteger(n)) s.rows[id] = n;
    return s;
  };

  // ---- what is said to the reader ------------------------------------------------------------------------------

  // A notice that is told stays in view while it has the focus, and at the beginning after that; one about the state of the page stands at its beginning.
  const notice = (text, kind, id, ...more) => {
    if (at(id)) at(id).remove();
    const box = h('div', { class: 'notice ' + (kind || ''), id }, h('p', {}, text), ...more);
    if (id === 'told') box.append(button(say('close'), () => { box.remove(); at('form').focus({ preventScroll: true }); }, 'link'));
    at(id === 'told' ? 'notices' : 'standing').append(box);
    return box;
  };
  const tell = (text, kind, ...more) => {
    const box = notice(text, kind, 'told', ...more);
    box.tabIndex = -1;
    box.focus();
  };

  // choose asks a question that stops everything else: true, false, or null where it was left.
  const choose = (text, yes, no) => new Promise((resolve) => {
    const box = at('dialog');
    if (typeof box.showModal !== 'function') { resolve(window.confirm(text) ? true : null); return; }
    const end = (result) => {
      box.close();
      at('dialog-yes').onclick = at('dialog-no').onclick = box.oncancel = null;
      resolve(result);
    };
    at('dialog-text').textContent = text;
    at('dialog-yes').textContent = yes;
    at('dialog-no').textContent = no;
    at('dialog-yes').onclick = () => end(true);
    at('dialog-no').onclick = () => end(false);
    box.oncancel = (e) => { e.preventDefault(); end(null); };
    box.showModal();
    at('dialog-no').focus();
  });

  const clock = (iso) => new Date(iso).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });
  const showSaved = () => {
    const lines = [];
    if (blocked) lines.push(say('saved.not'));
    else if (state.changed) lines.push(say('saved.at', { time: clock(state.changed) }));
    if (state.changed && state.changed > state.exported) lines.push(say('saved.unsent'));
    at('saved').textContent = lines.join(' · ');
    document.body.classList.toggle('blocked', blocked);
  };

  // ---- progress ------------------------------------------------------------------------------------------------

  const put = (e, text) => { if (e.textContent !== text) e.textContent = text; };
  const showProgress = () => {
    let all = 0, answered = 0;
    for (const s of D.sections) {
      const here = s.questions.filter(asked);
      const n = here.filter(done).length;
      all += here.length;
      answered += n;
      const text = say('progress.short', { n, of: here.length });
      put(at('c-' + s.id), text);
      if (at('p-' + s.id)) {
        at('p-' + s.id).max = Math.max(here.length, 1);
        at('p-' + s.id).value = n;
        put(at('t-' + s.id), say('progress', { n, of: here.length }));
      }
    }
    at('all').max = Math.max(all, 1);
    at('all').value = answered;
    put(at('all-text'), say('progress', { n: answered, of: all }));
    put(at('left'), answered === all ? say('left.none') : say('left', { n: all - answered }));
    at('next').disabled = answered === all;
  };

  // ---- who answers ---------------------------------------------------------------------------------------------

  const field = (id, label, control, hint) => {
    control.id = id;
    control.setAttribute('aria-describedby', (hint ? id + '-hint ' : '') + id + '-error');
    return h('div', { class: 'field' }, h('label', { for: id }, label), hint ? h('p', { class: 'hint', id: id + '-hint' }, hint) : null,
      control, h('p', { class: 'error', id: id + '-error', hidden: true }));
  };
  const fail = (id, text) => {
    const line = at(id + '-error');
    if (!line) return;
    line.hidden = !text;
    put(line, text || '');
    const control = at(id);
    for (const e of control.matches('input, select, textarea') ? [control] : control.querySelectorAll('.entry [data-main]')) {
      if (text) e.setAttribute('aria-invalid', 'true'); else e.removeAttribute('aria-invalid');
    }
  };

  const who = () => {
    const box = at('who-fields');
    box.textContent = '';
    if (D.agency) {
      box.append(h('p', { class: 'fixed' }, say('agency') + ': ', h('strong', {}, h('bdi', {}, D.agency.name)), ' (', h('bdi', {}, D.agency.id), ')'));
    } else if (D.agencies.length) {
      const list = h('select', {});
      const fill = (needle) => {
        list.textContent = '';
        list.append(h('option', { value: '' }, say('agency.choose')));
        for (const a of D.agencies) {
          if (a.id !== state.agency && needle && !(a.name + ' ' + a.id).toLowerCase().includes(needle)) continue;
          list.append(h('option', { value: a.id, selected: a.id === state.agency }, a.name === a.id ? a.id : a.name + ' (' + a.id + ')'));
        }
      };
      fill('');
      on(list, 'change', () => pick(list.value));
      if (D.agencies.length > 12) {
        const find = on(h('input', { type: 'search', autocomplete: 'off' }), 'input', () => fill(find.value.trim().toLowerCase()));
        box.append(field('x-find', say('agency.find'), find));
      }
      box.append(field('x-agency', say('agency'), list));
    } else {
      const typed = h('input', { type: 'text', value: state.agency, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
      on(typed, 'change', () => {
        const id = typed.value.trim();
        fail('x-agency', id === '' || validID(id) ? '' : say('error.agency'));
        if (id === '' || validID(id)) pick(id);
      });
      box.append(field('x-agency', say('agency.id'), typed, say('agency.hint')));
    }
    const code = h('input', { type: 'text', value: state.respondent, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    on(code, 'input', () => { state.respondent = code.value.trim(); touched(); });
    on(code, 'change', () => fail('x-respondent', respondentFault() || respondentDoubt()));
    box.append(field('x-respondent', say('respondent'), code, say('respondent.hint')));
    if (D.role) {
      const role = D.roles.find((r) => r.code === D.role);
      box.append(h('p', { class: 'fixed' }, say('role') + ': ', h('strong', {}, h('bdi', {}, role ? role.text : D.role))));
    } else if (D.roles.length) {
      const list = h('select', {}, h('option', { value: '' }, say('role.none')),
        D.roles.map((r) => h('option', { value: r.code, selected: r.code === state.role }, r.text)));
      on(list, 'change', () => { state.role = list.value; touched(); build(); });
      box.append(field('x-role', say('role'), list, say('role.hint')));
    }
  };
  const respondentFault = () => (state.respondent && !/^[A-Za-z0-9._-]{1,40}$/.test(state.respondent) ? say('error.respondent') : '');
  const respondentDoubt = () => (/^[A-Z][a-z]+([._-][A-Z][a-z]+)+$/.test(state.respondent) ? say('error.name') : '');

  // pick changes the agency. What was answered for the one before is kept; what was answered before any was chosen
  // goes to the one that is chosen.
  const pick = async (id) => {
    if (id === state.agency) return;
    flush();
    const kept = id ? recall(id) : null;
    const found = kept && hasAnswers(kept);
    if (state.agency === '' && hasAnswers(state)) {
      const use = found ? await choose(say('pick.both', { agency: id }), say('pick.kept'), say('pick.screen')) : false;
      if (use === null) { who(); return; }
      if (use) { state = kept; } else {
        try { localStorage.removeItem(place('')); } catch (_) { block(); }
        state.agency = id;
      }
    } else {
      if (hasAnswers(state)) tell(say(found ? 'pick.other' : 'pick.new', { agency: id || '–', before: state.agency }));
      state = kept || fresh(id);
    }
    keep();
    who();
    build();
    if (at('x-agency')) at('x-agency').focus();
  };

  // ---- questions -----------------------------------------------------------------------------------------------

  // changed is called after every change of an answer.
  const changed = (q, code, checkNow) => {
    touched();
    refresh(q, code);
    const known = new Map(faults(q, code).map((f) => [f.id, f.text]));
    for (const line of at('q-' + code).querySelectorAll('.error')) {
      const id = line.id.replace(/-error$/, '');
      // While somebody types, a fault goes away as soon as it is mended but comes only when the field is left.
      if (checkNow || !line.hidden) fail(id, known.get(id));
    }
    showProgress();
  };

  // refresh shows what follows from an answer: which cards are chosen, what a number was read as.
  const refresh = (q, code) => {
    const a = answer(code), box = at('q-' + code), r = read(q, a);
    for (const card of box.querySelectorAll('.card')) card.classList.toggle('on', card.querySelector('input').checked);
    box.classList.toggle('done', r.value !== '' && !r.error && !broken.has(code));
    box.querySelector('.clear').hidden = !(a.value || a.typed.replace('/', '').trim() || broken.has(code));
    const entry = box.querySelector('.entry');
    if (entry) entry.classList.toggle('off', special(a.value));
    const echo = box.querySelector('output');
    if (echo) {
      let text = '';
      if (q.kind === 'ratio') {
        if (r.x !== undefined) text = '= ' + number(Math.round(r.x * 1e6) / 1e6) + ' (' + number(Math.round(r.x * 1e4) / 1e2) + '\u00a0%)';
      } else if (r.x !== undefined && /[.,e]/i.test(a.typed)) text = say('echo', { x: number(r.x) });
      put(echo, text);
    }
    const more = (a.note.trim() ? 1 : 0) + a.evidence.length;
    put(box.querySelector('.count'), more ? '(' + number(more) + ')' : '');
  };

  // cards are the choices: one of them, or several with some that stand alone.
  const cards = (q, code, list, multiple) => list.map((c) => {
    const a = answer(code);
    const several = multiple ? a.value.split(';') : [a.value];
    const alone = special(c.code) || (multiple && c.code === none && offersNone(q));
    const input = h('input', {
      type: multiple || typedKind(q) ? 'checkbox' : 'radio', name: 'x-' + code, value: c.code, checked: several.includes(c.code), 'data-main': true,
    });
    on(input, 'change', () => {
      const box = at('q-' + code), all = Array.from(box.querySelectorAll('.card input'));
      if (input.checked && (alone || multiple)) {
        for (const other of all) {
          if (other !== input && (alone || other.dataset.alone === 'true')) other.checked = false;
        }
      }
      change(code).value = all.filter((i) => i.checked).map((i) => i.value).join(';');
      changed(q, code, true);
    });
    if (alone) input.dataset.alone = 'true';
    const level = q.kind === 'levels' && !special(c.code);
    return h('label', { class: 'card' + (special(c.code) ? ' special' : '') }, input,
      level ? h('span', { class: 'level' }, c.code) : null,
      h('span', { class: 'words' }, c.text || c.code,
        c.evidence ? h('small', {}, say('evidence.wanted') + ' ' + c.evidence) : null));
  });

  // entry is where a number or a date is typed.
  const entry = (q, code) => {
    const a = answer(code), id = 'x-' + code;
    const type = (part, value, label, attributes) => {
      const input = h('input', Object.assign({
        id: id + part, type: 'text', inputmode: 'decimal', autocomplete: 'off', value, 'data-main': true,
        'aria-describedby': (range(q) && q.kind !== 'date' ? id + '-hint ' : '') + id + '-error',
      }, attributes));
      on(input, 'change', () => changed(q, code, true));
      return { input, box: h('div', { class: 'typed' }, h('label', { for: id + part }, label), h('div', { class: 'with-unit' }, input)) };
    };
    const entered = (text) => {
      change(code).typed = text;
      if (text.replace('/', '').trim() && special(answer(code).value)) {
        change(code).value = '';
        for (const i of at('q-' + code).querySelectorAll('.card input')) i.checked = false;
      }
      changed(q, code, false);
    };
    const unit = (text) => (text ? h('span', { class: 'unit' }, text) : '');
    if (q.kind === 'ratio') {
      const [over, under] = parts(a.typed);
      const top = type('-over', over, q.numerator || say('numerator'));
      const bottom = type('-under', under, q.denominator || say('denominator'));
      const both = () => {
        const cut = top.input.value.indexOf('/');
        if (cut >= 0) { // 12/40 typed into the first field
          bottom.input.value = top.input.value.slice(cut + 1) || bottom.input.value;
          top.input.value = top.input.value.slice(0, cut);
          bottom.input.focus();
        }
        bottom.input.value = bottom.input.value.replace(/\//g, '');
        entered(top.input.value || bottom.input.value ? top.input.value + '/' + bottom.input.value : '');
      };
      on(top.input, 'input', both);
      on(bottom.input, 'input', both);
      return h('div', { class: 'entry ratio' }, top.box, h('span', { class: 'over', 'aria-hidden': 'true' }, '∕'), bottom.box,
        h('output', { for: id + '-over ' + id + '-under' }));
    }
    if (q.kind === 'date') {
      const one = type('-typed', a.typed, say('date'), { type: 'date', inputmode: '', min: '1900-01-01', max: '2200-12-31' });
      const look = () => { if (one.input.validity.badInput) broken.add(code); else broken.delete(code); };
      on(one.input, 'input', () => { look(); entered(one.input.value); });
      on(one.input, 'blur', () => { look(); changed(q, code, true); });
      return h('div', { class: 'entry' }, one.box);
    }
    const one = type('-typed', a.typed, say(q.kind === 'percentage' ? 'percentage' : 'number'));
    one.box.querySelector('.with-unit').append(unit(q.kind === 'percentage' ? '%' : q.unit));
    on(one.input, 'input', () => entered(one.input.value));
    return h('div', { class: 'entry' }, one.box, h('output', { for: id + '-typed' }));
  };

  // proof is the list of evidence of an answer.
  const proof = (q, code) => {
    const box = h('div', { class: 'evidence-list' });
    const draw = (focus) => {
      box.textContent = '';
      answer(code).evidence.forEach((e, i) => {
        const id = 'x-' + code + '-e' + i;
        const bind = (input, part) => {
          on(input, 'input', () => { change(code).evidence[i][part] = input.value; changed(q, code, false); });
          return on(input, 'change', () => { change(code).evidence[i][part] = input.value; changed(q, code, true); });
        };
        const options = (list, chosen) => list.map((c) => h('option', { value: c.code, selected: c.code === chosen }, c.text));
        box.append(h('fieldset', { class: 'evidence' }, h('legend', {}, say('evidence.one', { n: i + 1 })),
          field(id + '-title', say('evidence.title'), bind(h('input', { type: 'text', value: e.title }), 'title')),
          field(id + '-link', say('evidence.link'), bind(h('input', { type: 'text', inputmode: 'url', value: e.link, autocapitalize: 'off', spellcheck: 'false' }), 'link'), say('evidence.link.hint')),
          h('div', { class: 'pair' },
            field(id + '-status', say('evidence.status'), bind(h('select', {}, options(D.states, e.status)), 'status')),
            q.kind === 'levels' ? field(id + '-level', say('evidence.level'), bind(h('select', {}, h('option', { value: '' }, say('evidence.level.none')),
              options(q.choices.map((c) => ({ code: c.code, text: c.code })), e.level)), 'level')) : null),
          button(say('evidence.remove', { n: i + 1 }), () => {
            change(code).evidence.splice(i, 1);
            draw();
            changed(q, code, false);
            add.focus();
          }, 'link')));
      });
      add.disabled = answer(code).evidence.length >= D.limits.evidence;
      if (focus) box.querySelector('fieldset:last-child input').focus();
    };
    const add = button(say('evidence.add'), () => {
      const chosen = q.kind === 'levels' && !special(answer(code).value) ? answer(code).value : '';
      change(code).evidence.push({ title: '', link: '', status: D.states[0].code, level: chosen });
      draw(true);
      changed(q, code, false);
    }, 'plain');
    draw();
    return [box, add];
  };

  const ask = (q, row, deeper, remove) => {
    const code = codeOf(q, row), id = 'x-' + code, a = answer(code);
    const typed = typedKind(q), multiple = q.kind === 'multiple';
    let hint = '';
    if (q.kind === 'levels' && q.cumulative) hint = say('hint.cumulative');
    else if (multiple) hint = say('hint.multiple');
    else if (typed && q.kind !== 'date' && range(q)) hint = say('hint.range', { allowed: range(q) });
    const about = id + '-ask ' + (hint ? id + '-hint ' : '') + id + '-error';
    const list = (q.choices || []).concat(offersNone(q) ? [{ code: none, text: say('none') }] : []);
    const name = q.slots ? field(id + '-item', say('item'), h('input', { type: 'text', value: a.item, autocomplete: 'off' }), say('item.hint')) : null;
    const note = field(id + '-note', say('note'), h('textarea', { rows: 2 }));
    const box = h('fieldset', { class: 'question', id: 'q-' + code, 'aria-describedby': about },
      h('legend', {}, h(deeper ? 'h4' : 'h3', {}, h('span', { class: 'number' }, q.number), ' ', h('bdi', {}, q.title),
        q.slots ? h('span', { class: 'row' }, ' – ' + say('row', { n: row })) : null)),
      h('p', { class: 'ask', id: id + '-ask' }, q.ask || q.about),
      q.about && q.ask && q.about !== q.ask && row <= 1 ? h('p', { class: 'about' }, q.about) : null,
      q.source ? h('p', { class: 'about' }, say('source', { index: q.source })) : null,
      name,
      hint ? h('p', { class: 'hint', id: id + '-hint' }, hint) : null,
      h('div', { id, class: 'answer' },
        typed ? entry(q, code) : h('div', { class: 'cards' }, cards(q, code, list, multiple)),
        h('div', { class: 'cards specials' }, cards(q, code, D.specials, multiple))),
      h('p', { class: 'error', id: id + '-error', hidden: true }),
      h('div', { class: 'below' }, button(say('clear'), () => {
        Object.assign(change(code), { value: '', typed: '' });
        broken.delete(code);
        const fresh = ask(q, row, deeper, remove);
        at('q-' + code).replaceWith(fresh);
        changed(q, code, true);
        fresh.querySelector('[data-main]').focus();
      }, 'link clear'), remove ? button(say('row.remove', { n: row }), () => remove(row), 'link') : null),
      h('details', { class: 'more', open: Boolean(a.note.trim() || a.evidence.length) },
        h('summary', {}, say('more') + ' ', h('span', { class: 'count' })),
        q.evidence ? h('p', { class: 'about' }, say('evidence.typical') + ' ' + q.evidence) : null,
        note, proof(q, code)));
    const area = note.querySelector('textarea');
    area.value = a.note;
    on(area, 'input', () => { change(code).note = area.value; grow(area); changed(q, code, false); });
    on(area, 'change', () => changed(q, code, true));
    if (name) {
      const input = name.querySelector('input');
      on(input, 'input', () => { change(code).item = input.value; changed(q, code, false); });
      on(input, 'change', () => changed(q, code, true));
    }
    return box;
  };
  const grow = (area) => {
    area.style.height = 'auto';
    area.style.height = Math.min(area.scrollHeight + 2, 480) + 'px';
  };

  // repeat is an indicator with rows: services, systems.
  const repeat = (q, deeper) => {
    const box = h('div', { class: 'repeat', id: 'r-' + q.id });
    const draw = () => {
      box.textContent = '';
      const n = rows(q);
      for (let row = 1; row <= n; row++) {
        box.append(ask(q, row, deeper, remove));
      }
      const add = button(say('row.add'), () => {
        state.rows[q.id] = rows(q) + 1;
        touched();
        draw();
        at('x-' + codeOf(q, rows(q)) + '-item').focus();
      }, 'plain add');
      add.disabled = n >= D.limits.slots;
      box.append(h('div', { class: 'actions' }, add));
      for (let row = 1; row <= n; row++) queueMicrotask(() => at('q-' + codeOf(q, row)) && refresh(q, codeOf(q, row)));
    };
    const remove = async (row) => {
      const n = rows(q);
      if (says(answer(codeOf(q, row))) && !(await choose(say('row.sure', { n: row }), say('row.remove', { n: row }), say('cancel')))) return;
      for (let i = row; i < n; i++) state.answers[codeOf(q, i)] = answer(codeOf(q, i + 1));
      delete state.answers[codeOf(q, n)];
      if (n > 1) state.rows[q.id] = n - 1;
      touched();
      draw();
      showProgress();
      box.querySelector('.add').focus();
    };
    draw();
    return box;
  };

  // build makes all sections anew: at the start, for another agency or role, after a file was opened.
  const build = () => {
    const contents = at('contents-list'), all = at('sections');
    contents.textContent = all.textContent = '';
    broken.clear();
    hideSummary();
    for (const s of D.sections) {
      const here = s.questions.filter(asked);
      contents.append(h('li', { hidden: !here.length }, h('a', { href: '#s-' + s.id }, h('bdi', {}, s.title)), ' ', h('span', { class: 'tally', id: 'c-' + s.id })));
      if (!here.length) continue;
      const section = h('section', { class: 'dimension', id: 's-' + s.id, 'aria-labelledby': 'h-' + s.id, tabindex: '-1' },
        h('h2', { id: 'h-' + s.id }, h('span', { class: 'number' }, s.number), ' ', h('bdi', {}, s.title)),
        s.about ? h('p', { class: 'about' }, s.about) : null,
        h('p', { class: 'meter' }, h('progress', { id: 'p-' + s.id, max: 1, value: 0, 'aria-labelledby': 't-' + s.id }), ' ', h('span', { id: 't-' + s.id })));
      let path = '';
      for (const q of here) {
        const name = (q.path || []).join(' › ');
        if (name && name !== path) section.append(h('h3', { class: 'path' }, name));
        path = name;
        section.append(q.slots ? repeat(q, Boolean(name)) : ask(q, 0, Boolean(name)));
      }
      all.append(section);
      for (const q of here) if (!q.slots) refresh(q, q.id);
    }
    for (const area of document.querySelectorAll('textarea')) if (area.value) grow(area);
    showProgress();
    showSaved();
  };

  // ---- checking ------------------------------------------------------------------------------------------------

  const hideSummary = () => { at('summary').hidden = true; at('summary').textContent = ''; };

  // check looks at everything that is asked and says what is wrong beside each field.
  const check = () => {
    const found = [];
    if (!state.agency) found.push({ id: 'x-agency', text: say('error.noagency'), stops: true });
    fail('x-agency', state.agency ? '' : say('error.noagency'));
    const fault = respondentFault();
    fail('x-respondent', fault || respondentDoubt());
    if (fault) found.push({ id: 'x-respondent', text: fault });
    for (const q of questions.filter(asked)) {
      for (const code of codes(q)) {
        const here = faults(q, code), known = new Map(here.map((f) => [f.id, f.text]));
        for (const line of at('q-' + code).querySelectorAll('.error')) {
          const id = line.id.replace(/-error$/, '');
          fail(id, known.get(id));
        }
        for (const f of here) found.push(Object.assign(f, { name: q.number + ' ' + q.title + (q.slots ? ' – ' + say('row', { n: codes(q).indexOf(code) + 1 }) : '') }));
      }
    }
    return found;
  };

  const reach = (id) => {
    let e = at(id);
    if (!e) return;
    const more = e.closest('details');
    if (more) more.open = true;
    if (!e.matches('input, select, textarea')) e = e.querySelector('[data-main]') || e;
    e.focus();
    e.scrollIntoView({ block: 'center' });
  };

  const summarise = (found) => {
    const box = at('summary');
    box.textContent = '';
    const list = h('ul', {}, found.map((f) => h('li', {},
      on(h('a', { href: '#' + f.id }, (f.name ? f.name + ': ' : '') + f.text), 'click', (e) => { e.preventDefault(); reach(f.id); }))));
    box.append(h('h3', { id: 'summary-title' }, say('summary', { n: found.length })), h('p', {}, say('summary.how')), list);
    if (!found.some((f) => f.stops)) box.append(button(say('export.anyway'), () => write(), 'plain'));
    box.hidden = false;
    box.focus();
    box.scrollIntoView({ block: 'start' });
  };

  // ---- files ---------------------------------------------------------------------------------------------------

  // response is the content of a response file: what is asked and was answered, and nothing else.
  const response = (saved) => {
    const r = { schema: D.schema, rubric: { id: D.rubric.id, version: D.rubric.version, fingerprint: D.rubric.fingerprint }, language: lang, agency: state.agency };
    if (state.respondent) r.respondent = state.respondent;
    if (state.role) r.role = state.role;
    r.saved = saved;
    r.answers = {};
    for (const q of questions.filter(asked)) {
      for (const code of codes(q)) {
        const a = answer(code), out = {};
        if (q.slots && a.item.trim()) out.item = a.item.trim();
        const value = read(q, a).value;
        if (value) out.value = value;
        if (a.note.trim()) out.note = a.note.trim();
        const evidence = a.evidence.map((e) => {
          const one = { title: e.title.trim() };
          for (const part of ['link', 'status', 'level']) if (e[part].trim()) one[part] = e[part].trim();
          return one;
        });
        if (evidence.length) out.evidence = evidence;
        if (Object.keys(out).length) r.answers[code] = out;
      }
    }
    return r;
  };

  const write = () => {
    const now = new Date().toISOString();
    const name = state.agency + '-' + D.rubric.id + D.suffix;
    const url = URL.createObjectURL(new Blob([JSON.stringify(response(now), null, 1) + '\n'], { type: 'application/json' }));
    const a = h('a', { href: url, download: name, hidden: true });
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    state.exported = now;
    hideSummary();
    keep();
    tell(say('exported', { file: name }), 'good');
  };
  const save = () => {
    flush();
    const found = check();
    if (found.length) summarise(found); else write();
  };

  // take reads the value of a file into an answer; false where the question knows no such value.
  const take = (q, a, value) => {
    if (value === '') return true;
    if (special(value)) { a.value = value; return true; }
    if (typedKind(q)) { a.typed = value; return true; }
    if (q.kind !== 'multiple') {
      const known = q.choices.find((c) => c.code === value);
      if (known) a.value = known.code;
      return Boolean(known);
    }
    const list = value.split(';').map((v) => v.trim());
    if (list.length === 1 && list[0] === none && offersNone(q)) { a.value = none; return true; }
    if (!list.every((v) => q.choices.some((c) => c.code === v))) return false;
    a.value = q.choices.map((c) => c.code).filter((v) => list.includes(v)).join(';');
    return true;
  };

  const open = async (file) => {
    const refuse = (key, values) => tell(say(key, values), 'warn');
    if (file.size > D.limits.file) return refuse('import.large', { n: D.limits.file >> 20 });
    let r;
    try { r = JSON.parse((await file.text()).replace(/^\ufeff/, '')); } catch (_) { return refuse('import.broken', { file: file.name }); }
    const is = (v) => Boolean(v) && typeof v === 'object' && !Array.isArray(v);
    const text = (v) => (typeof v === 'string' ? v.trim() : '');
    if (!is(r) || r.schema !== D.schema || !is(r.rubric) || !is(r.answers)) return refuse('import.other', { file: file.name });
    if (r.rubric.id !== D.rubric.id) return refuse('import.rubric', { seen: text(r.rubric.id), want: D.rubric.id });
    const agency = text(r.agency);
    if (D.agency ? agency !== D.agency.id : D.agencies.length ? !D.agencies.some((a) => a.id === agency) : !validID(agency)) {
      return refuse('import.agency', { seen: agency });
    }
    const role = text(r.role);
    if (D.role ? role !== D.role : role && !D.roles.some((x) => x.code === role)) return refuse('import.role', { seen: role });
    if (r.rubric.fingerprint !== D.rubric.fingerprint &&
      !(await choose(say('import.outdated', { seen: text(r.rubric.version), now: D.rubric.version }), say('import.take'), say('cancel')))) return undefined;
    flush();
    const before = agency === state.agency ? state : recall(agency);
    if (before && hasAnswers(before) && !(await choose(say('import.sure'), say('import.replace'), say('cancel')))) return undefined;
    const s = fresh(agency), lost = [];
    s.respondent = text(r.respondent);
    s.role = D.role || role;
    const known = new Map();
    for (const q of questions) {
      if (!q.slots) known.set(q.id, [q, 0]);
      for (let row = 1; q.slots && row <= D.limits.slots; row++) known.set(codeOf(q, row), [q, row]);
    }
    for (const [code, in_] of Object.entries(r.answers)) {
      const [q, row] = known.get(code) || [];
      if (!q || !is(in_)) { lost.push(code + (is(in_) && text(in_.value) ? ': ' + text(in_.value) : '')); continue; }
      const a = empty();
      a.item = text(in_.item);
      a.note = text(in_.note);
      if (!take(q, a, text(in_.value))) lost.push(q.number + ' ' + q.title + ': ' + text(in_.value));
      for (const e of (Array.isArray(in_.evidence) ? in_.evidence : []).filter(is).slice(0, D.limits.evidence)) {
        const status = text(e.status) === D.accepted ? D.examined : text(e.status), level = text(e.level);
        const known = D.states.some((x) => x.code === status), there = !level || (q.kind === 'levels' && q.choices.some((c) => c.code === level));
        if ((status && !known) || !there) lost.push(q.number + ' ' + q.title + ': ' + [text(e.title), status, level].filter(Boolean).join(' · '));
        a.evidence.push({ title: text(e.title), link: text(e.link), level: there ? level : '', status: known ? status : D.states[0].code });
      }
      s.answers[code] = a;
      if (row) s.rows[q.id] = Math.max(s.rows[q.id] || q.slots, row);
    }
    state = s;
    state.changed = state.exported = new Date().toISOString();
    keep();
    who();
    build();
    const found = check();
    const n = questions.filter(asked).filter(done).length;
    tell(say('imported', { file: file.name, n }) + (lost.length ? ' ' + say('import.lost', { n: lost.length }) : '') + (found.length ? ' ' + say('import.faults', { n: found.length }) : ''),
      lost.length ? 'warn' : 'good', lost.length ? h('ul', {}, lost.slice(0, 100).map((l) => h('li', {}, l))) : null);
    return undefined;
  };

  // ---- paper ---------------------------------------------------------------------------------------------------

  const chosen = (q, a) => {
    const r = read(q, a);
    if (!r.value) return '';
    const of = (code) => {
      const s = D.specials.find((x) => x.code === code);
      if (s) return s.text;
      if (code === none && offersNone(q)) return say('none');
      const c = (q.choices || []).find((x) => x.code === code);
      if (!c) return code;
      return q.kind === 'levels' && c.text ? c.code + ' – ' + c.text : c.text || c.code;
    };
    if (special(r.value)) return of(r.value);
    if (r.x !== undefined && q.kind === 'ratio') return r.value + ' = ' + number(Math.round(r.x * 1e6) / 1e6);
    if (r.x !== undefined) return number(r.x) + (q.kind === 'percentage' ? '\u00a0%' : q.unit ? ' ' + q.unit : '');
    if (typedKind(q)) return r.value;
    return r.value.split(';').map(of).join('; ');
  };
  const print = () => {
    const paper = at('paper');
    paper.textContent = '';
    const a = agencyNow();
    const role = D.roles.find((r) => r.code === state.role);
    const facts = [[say('agency'), a ? a.name + (a.name === a.id ? '' : ' (' + a.id + ')') : state.agency], [say('paper.respondent'), state.respondent], [say('role'), role ? role.text : ''],
      [say('paper.rubric'), D.rubric.title + ', ' + D.rubric.version], [say('paper.time'), new Date().toLocaleString(lang)],
      [say('paper.progress'), at('all-text').textContent]];
    paper.append(h('h1', {}, D.title || D.rubric.title), h('dl', {}, facts.filter((f) => f[1]).map(([k, v]) => h('div', {}, h('dt', {}, k), h('dd', {}, v)))));
    for (const s of D.sections) {
      const here = s.questions.filter(asked);
      if (!here.length) continue;
      const body = h('tbody', {});
      for (const q of here) {
        const filled = codes(q).filter((code, i) => says(answer(code)) || (i === 0 && !codes(q).some((c) => says(answer(c)))));
        for (const code of filled) {
          const a = answer(code), state_ = (id) => (D.states.find((x) => x.code === id) || { text: id }).text;
          body.append(h('tr', {}, h('td', {}, q.number),
            h('td', {}, h('strong', {}, q.title), a.item ? h('div', {}, a.item) : null, h('div', { class: 'ask' }, q.ask)),
            h('td', {}, chosen(q, a) || h('em', {}, say('paper.none'))),
            h('td', {}, a.note.trim() ? h('div', { class: 'note' }, a.note.trim()) : null, a.evidence.length ? h('ul', {}, a.evidence.map((e) =>
              h('li', {}, [e.title, e.link, state_(e.status), e.level ? say('evidence.level') + ' ' + e.level : ''].filter(Boolean).join(' · ')))) : null)));
        }
      }
      paper.append(h('h2', {}, s.number + ' ' + s.title), h('table', {}, h('thead', {}, h('tr', {},
        [say('paper.number'), say('paper.question'), say('paper.answer'), say('paper.more')].map((t) => h('th', { scope: 'col' }, t)))), body));
    }
  };

  // ---- start ---------------------------------------------------------------------------------------------------

  try { // a browser may refuse the storage at any step
    if (!D.agency) {
      const last = localStorage.getItem(lastPlace()) || '';
      if (last && (D.agencies.length ? D.agencies.some((a) => a.id === last) : validID(last))) state = fresh(last);
    }
    state = recall(state.agency) || state;
    localStorage.setItem(place('') + ' try', '1');
    localStorage.removeItem(place('') + ' try');
  } catch (_) { block(); }
  at('bar').hidden = at('layout').hidden = false;
  const measure = () => document.documentElement.style.setProperty('--bar', at('bar').offsetHeight + 'px');
  if (typeof ResizeObserver === 'function') new ResizeObserver(measure).observe(at('bar'));
  measure();
  at('contents').open = window.matchMedia('(min-width: 62rem)').matches;
  who();
  build();
  if (hasAnswers(state)) notice(say('restored', { n: questions.filter(asked).filter(done).length }), 'good', 'told');

  on(at('export'), 'click', save);
  on(at('export-top'), 'click', save);
  on(at('print'), 'click', () => window.print());
  on(at('import'), 'click', () => at('file').click());
  on(at('file'), 'change', async () => {
    const file = at('file').files[0];
    at('file').value = '';
    if (file) await open(file);
  });
  on(at('restart'), 'click', async () => {
    if (!(await choose(say('restart.sure'), say('restart.yes'), say('cancel')))) return;
    state = fresh(state.agency);
    keep();
    who();
    build();
    tell(say('restarted'));
  });
  on(at('next'), 'click', () => {
    const open_ = questions.filter(asked).filter((q) => !done(q));
    const here = document.activeElement && document.activeElement.closest ? document.activeElement.closest('.question') : null;
    const top = here ? here.getBoundingClientRect().bottom : at('bar').getBoundingClientRect().bottom + 8;
    const first = (q) => codes(q).find((code) => read(q, answer(code)).value === '' || read(q, answer(code)).error) || codes(q)[0];
    const q = open_.find((x) => at('q-' + first(x)).getBoundingClientRect().top >= top - 4) || open_[0];
    if (!q) return;
    const box = at('q-' + first(q));
    box.scrollIntoView({ block: 'start' });
    (box.querySelector('input') || box).focus({ preventScroll: true });
  });
  on(window, 'beforeprint', print);
  on(window, 'pagehide', flush);
  on(document, 'visibilitychange', () => { if (document.visibilityState === 'hidden') flush(); });
  on(window, 'beforeunload', (e) => {
    flush();
    if (blocked && hasAnswers(state) && state.changed > state.exported) { e.preventDefault(); e.returnValue = ''; }
  });
  // The same form in another window: whoever writes last would win, so the reader is told.
  on(window, 'storage', (e) => {
    if (e.key !== place(state.agency) || e.newValue === null) return;
    const box = notice(say('elsewhere'), 'warn', 'elsewhere');
    box.append(button(say('elsewhere.load'), () => {
      clearTimeout(waiting);
      waiting = 0;
      state = recall(state.agency) || state;
      box.remove();
      who();
      build();
    }, 'plain'));
  });
})();
