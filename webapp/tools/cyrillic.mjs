/**
 * Uzbek Latin to Uzbek Cyrillic by the rules of the 1995 alphabet. Loanwords with ц, ь or щ do not follow from their
 * Latin spelling: those go into the overrides of uz-Cyrl.json.
 */
const PAIRS = [
  ['yoʻ', 'йў'],
  ['oʻ', 'ў'],
  ['gʻ', 'ғ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['ya', 'я'],
  ['yo', 'ё'],
  ['yu', 'ю'],
  ['ye', 'е'],
  ['tsiya', 'ция'],
];
const LETTERS = {
  a: 'а',
  b: 'б',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'ҳ',
  i: 'и',
  j: 'ж',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'қ',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  x: 'х',
  y: 'й',
  z: 'з',
  ʼ: 'ъ',
};
/** Names that are written in Latin letters in Cyrillic text too; Uzbek endings after them are not: Telegramда. */
const KEPT = /\b(?:Telegram|Instagram|Payme|Click|Dokon|(?:Uzum|JPEG|PNG|GIF|WebP|CSV|SKU|URL|ID|API)\b)/g;
const VOWEL = /[aeiouʻ]/i;

export function cyrillic(latin) {
  let out = '';
  let from = 0;
  for (const name of latin.matchAll(KEPT)) {
    out += words(latin.slice(from, name.index)) + name[0];
    from = name.index + name[0].length;
  }
  return out + words(latin.slice(from));
}

function words(text) {
  let out = '';
  for (let i = 0; i < text.length; ) {
    const pair = PAIRS.find(([latin]) => text.slice(i, i + latin.length).toLowerCase() === latin);
    if (pair) {
      const source = text.slice(i, i + pair[0].length);
      out += cased(source, pair[1]);
      i += source.length;
      continue;
    }
    const letter = text[i];
    const low = letter.toLowerCase();
    const before = text[i - 1] ?? ' ';
    const opens = low === 'e' && (!/[\p{L}ʻʼ]/u.test(before) || VOWEL.test(before));
    const found = opens ? 'э' : LETTERS[low];
    out += found === undefined ? letter : letter === low ? found : found.toUpperCase();
    i++;
  }
  return out;
}

function cased(source, target) {
  if (source[0] === source[0].toLowerCase()) return target;
  const loud = source.length > 1 && source[1] !== source[1].toLowerCase();
  return loud ? target.toUpperCase() : target[0].toUpperCase() + target.slice(1);
}
