import { sum, t } from '../shell/lang';

interface PriceProps {
  /** Tiyin, as all sums. */
  minor: number;
  compareAt?: number | null | undefined;
  /** Other variants cost more: "from 49 000". */
  from?: boolean;
  big?: boolean;
}

/** A price with the former one struck through when it was higher. */
export function PriceTag({ minor, compareAt, from, big }: PriceProps) {
  const cut = compareAt !== null && compareAt !== undefined && compareAt > minor;
  return (
    <span class={['price', cut && 'cut', big && 'big'].filter(Boolean).join(' ')}>
      <span class="num">{from ? t('catalog.from', { sum: sum(minor) }) : sum(minor)}</span>
      {cut && <s>{sum(compareAt)}</s>}
    </span>
  );
}

/** "−20 %" from the two prices; undefined when it would round to nothing. */
export function percentOff(minor: number, compareAt: number | null | undefined): string | undefined {
  if (!compareAt || compareAt <= minor) return undefined;
  const percent = Math.round((1 - minor / compareAt) * 100);
  return percent > 0 ? `\u2212${percent}%` : undefined;
}
