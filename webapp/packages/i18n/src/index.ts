export { money, number, phone } from './format';
export { chooseLang, LANG_NAMES, LANGS, type Lang, parseLang } from './lang';
export { pluralForm } from './plural';
export { clock, date, dateTime, relative, time, weekday } from './time';
export { type Table, type Translate, translator } from './translate';
