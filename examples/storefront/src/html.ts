/** Text that is HTML already; everything else is escaped. */
class Html {
  constructor(readonly text: string) {}
}

const escaped = (value: unknown): string =>
  value instanceof Html
    ? value.text
    : Array.isArray(value)
      ? value.map(escaped).join('')
      : String(value ?? '').replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const html = (parts: TemplateStringsArray, ...values: unknown[]): Html =>
  new Html(parts.map((part, i) => part + (i < values.length ? escaped(values[i]) : '')).join(''));

export const trusted = (text: string): Html => new Html(text);

export const draw = (into: Element, content: Html): void => {
  into.innerHTML = content.text;
};
