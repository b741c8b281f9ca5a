import type { OpeningHoursInput, Weekday } from '../generated/gql/graphql';

export const weekdays = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const satisfies Weekday[];

export type Span = { from: string; to: string };
export type Day = { weekday: Weekday; spans: Span[] };

/** All seven days, Monday first, those that were not given closed. */
export function weekOf(hours: readonly Day[]): Day[] {
  return weekdays.map((weekday) => ({
    weekday,
    spans: hours.find((day) => day.weekday === weekday)?.spans.map(({ from, to }) => ({ from, to })) ?? [],
  }));
}

export function hoursInput(week: readonly Day[]): OpeningHoursInput[] {
  return week.map(({ weekday, spans }) => ({ weekday, spans: spans.map(({ from, to }) => ({ from, to })) }));
}

/** "9" → "09:00", "930" → "09:30", "9.30" → "09:30"; undefined when it is no time of day. "24:00" is the day's end. */
export function timeOf(text: string): string | undefined {
  const match = /^(\d{1,2})(?:\s*[:.\- ]?\s*(\d{2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** JavaScript counts weekdays from Sunday. */
export function weekdayIndex(weekday: Weekday): number {
  return (weekdays.indexOf(weekday) + 1) % 7;
}
