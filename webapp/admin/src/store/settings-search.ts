import { oneOf } from '../ui/search-params';

export const sections = ['general', 'hours', 'orders', 'money', 'legal', 'look', 'bot'] as const;
export type Section = (typeof sections)[number];

export function settingsSearch(search: Record<string, unknown>): { section?: Section | undefined } {
  return { section: oneOf(search.section, sections) };
}
