import type { Lang } from './lang';
import { pluralForm } from './plural';

const MONTHS: Record<Lang, readonly string[]> = {
  'uz-Latn': 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr'.split(' '),
  'uz-Cyrl': 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const WEEKDAYS: Record<Lang, readonly string[]> = {
  'uz-Latn': 'yakshanba dushanba seshanba chorshanba payshanba juma shanba'.split(' '),
  'uz-Cyrl': 'якшанба душанба сешанба чоршанба пайшанба жума шанба'.split(' '),
  ru: 'воскресенье понедельник вторник среда четверг пятница суббота'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
};
const TODAY: Record<Lang, readonly [today: string, yesterday: string]> = {
  'uz-Latn': ['bugun', 'kecha'],
  'uz-Cyrl': ['бугун', 'кеча'],
  ru: ['сегодня', 'вчера'],
  en: ['today', 'yesterday'],
};
const AGO: Record<Lang, (count: number, unit: 'minute' | 'hour') => string> = {
  'uz-Latn': (n, unit) => `${n} ${unit === 'minute' ? 'daqiqa' : 'soat'} oldin`,
  'uz-Cyrl': (n, unit) => `${n} ${unit === 'minute' ? 'дақиқа' : 'соат'} олдин`,
  ru: (n, unit) => {
    const words = unit === 'minute' ? ['минуту', 'минуты', 'минут'] : ['час', 'часа', 'часов'];
    const form = pluralForm('ru', n);
    return `${n} ${words[form === 'one' ? 0 : form === 'few' ? 1 : 2]} назад`;
  },
  en: (n, unit) => `${n} ${unit}${n === 1 ? '' : 's'} ago`,
};
const NOW: Record<Lang, string> = { 'uz-Latn': 'hozirgina', 'uz-Cyrl': 'ҳозиргина', ru: 'только что', en: 'just now' };

interface Clock {
  year: number;
  /** 0–11 */
  month: number;
  day: number;
  /** 0 is Sunday */
  weekday: number;
  hour: number;
  minute: number;
}

const readers = new Map<string, Intl.DateTimeFormat>();

/** What a wall clock in the zone shows. Only digits are asked of Intl: its Uzbek words are missing in browsers. */
export function clock(at: Date, zone = 'Asia/Tashkent'): Clock {
  let reader = readers.get(zone);
  if (!reader) {
    reader = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    readers.set(zone, reader);
  }
  const part = Object.fromEntries(reader.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return { year, month: month - 1, day, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(), hour, minute };
}

const two = (n: number) => String(n).padStart(2, '0');

/** "14:05" */
export function time(at: Date, zone?: string): string {
  const { hour, minute } = clock(at, zone);
  return `${two(hour)}:${two(minute)}`;
}

/** "22-noyabr", "22 ноября", "22 November"; the year is added when it is not this one. */
export function date(at: Date, lang: Lang, now: Date, zone?: string): string {
  const c = clock(at, zone);
  const month = MONTHS[lang][c.month] ?? '';
  const day = lang.startsWith('uz') ? `${c.day}-${month}` : `${c.day} ${month}`;
  if (c.year === clock(now, zone).year) return day;
  return lang.startsWith('uz')
    ? `${c.year}-yil ${day}`.replace('-yil', lang === 'uz-Cyrl' ? '-йил' : '-yil')
    : `${day} ${c.year}`;
}

/** "bugun, 14:05", "kecha, 14:05" or "22-noyabr, 14:05". */
export function dateTime(at: Date, lang: Lang, now: Date, zone?: string): string {
  const days = dayNumber(now, zone) - dayNumber(at, zone);
  const day = days === 0 || days === 1 ? TODAY[lang][days] : date(at, lang, now, zone);
  return `${day}, ${time(at, zone)}`;
}

/** "5 daqiqa oldin" within the last day, else the date and time. */
export function relative(at: Date, lang: Lang, now: Date, zone?: string): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 0 || minutes >= 24 * 60) return dateTime(at, lang, now, zone);
  if (minutes === 0) return NOW[lang];
  return minutes < 60 ? AGO[lang](minutes, 'minute') : AGO[lang](Math.floor(minutes / 60), 'hour');
}

/** "dushanba"; 0 is Sunday. */
export function weekday(index: number, lang: Lang): string {
  return WEEKDAYS[lang][index] ?? '';
}

function dayNumber(at: Date, zone?: string): number {
  const { year, month, day } = clock(at, zone);
  return Math.floor(Date.UTC(year, month, day) / 86_400_000);
}
