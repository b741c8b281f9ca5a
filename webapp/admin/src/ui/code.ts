const latin: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'j',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'x',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ў: 'o',
  қ: 'q',
  ғ: 'g',
  ҳ: 'h',
};

/** A stable name for programs out of words: «Qoʻngʻir rang» → "qongir-rang". Empty when no letter is left. */
export function codeOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[а-яёўқғҳ]/g, (letter) => latin[letter] ?? letter)
    .normalize('NFD')
    .replace(/[\u0300-\u036fʻʼ'‘’`]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}

/** The same, told apart from those already there by a number: "rang-2". */
export function freeCode(words: string, fallback: string, taken: readonly string[]): string {
  const stem = codeOf(words) || fallback;
  let code = stem;
  for (let n = 2; taken.includes(code); n++) code = `${stem}-${n}`;
  return code;
}
