import { number } from './format';
import type { Lang } from './lang';
import { pluralForm } from './plural';

type Options = Record<string, () => string>;

/** What compiled messages call: n prints a number, p chooses by count, s by name. */
export function speak(lang: Lang) {
  const choose = (options: Options, ...names: string[]) => {
    for (const name of names) if (options[name]) return options[name]();
    return '';
  };
  return {
    n: number,
    p: (count: number, options: Options) => choose(options, `=${count}`, pluralForm(lang, count), 'other'),
    s: (value: string, options: Options) => choose(options, value, 'other'),
  };
}
