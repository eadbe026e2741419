// Numbers as the reports write them (internal/decimal and internal/l10n): rounded on their shortest decimal text, with
// the marks of the language.
'use strict';
const siap = {};
(() => {
  // plainText writes |x| without an exponent.
  const plainText = (x) => {
    const text = String(Math.abs(x));
    const at = text.indexOf('e');
    if (at < 0) return text;
    const exponent = Number(text.slice(at + 1));
    const [whole, fraction = ''] = text.slice(0, at).split('.');
    const digits = whole + fraction;
    const point = whole.length + exponent;
    if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
    return point >= digits.length ? digits + '0'.repeat(point - digits.length) : `${digits.slice(0, point)}.${digits.slice(point)}`;
  };

  // format gives x with so many digits behind the point; '' for what is no number.
  const format = (x, digits, mode) => {
    if (!Number.isFinite(x)) return '';
    const [whole, given = ''] = plainText(x).split('.');
    let fraction = given;
    let kept = whole + fraction.padEnd(digits, '0').slice(0, digits);
    if (fraction.length > digits) {
      const rest = fraction.slice(digits);
      const half = rest[0] === '5' && /^50*$/.test(rest);
      const up = rest[0] >= '5' && !(half && mode === 'half_even' && Number(kept[kept.length - 1]) % 2 === 0);
      if (up) {
        const figures = kept.split('');
        let i = figures.length - 1;
        while (i >= 0 && figures[i] === '9') figures[i--] = '0';
        if (i >= 0) figures[i] = String(Number(figures[i]) + 1);
        kept = (i < 0 ? '1' : '') + figures.join('');
      }
    }
    const cut = kept.length - digits;
    fraction = kept.slice(cut);
    const sign = x < 0 && /[1-9]/.test(kept) ? '-' : '';
    return sign + kept.slice(0, cut) + (digits > 0 ? `.${fraction}` : '');
  };

  // round gives x rounded, as a number.
  const round = (x, digits, mode) => (Number.isFinite(x) ? Number(format(x, digits, mode)) : x);

  // mark puts the marks of a language into the text of a number.
  const mark = (text, lang) => {
    if (text === '') return '–';
    const minus = text.startsWith('-');
    const [whole, fraction] = text.replace('-', '').split('.');
    const [thousands, point] = lang === 'en' ? [',', '.'] : ['.', ','];
    return (minus ? '−' : '') + whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (fraction === undefined ? '' : point + fraction);
  };

  siap.numbers = { format, round, mark };
})();
