import { oneOf } from '../ui/search-params';

export const propertyTabs = ['brands', 'tags', 'attributes'] as const;
export type PropertyTab = (typeof propertyTabs)[number];

export function propertiesSearch(search: Record<string, unknown>): { tab?: PropertyTab | undefined } {
  return { tab: oneOf(search.tab, propertyTabs) };
}
