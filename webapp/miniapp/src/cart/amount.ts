import { lang, sum, t } from '../shell/lang';
import { isMeasured, type SaleRule } from './quantity';

type Sale = Pick<SaleRule, 'portion'>;

/** A number with the decimal mark of the language. */
function written(amount: number): string {
  const text = String(Math.round(amount * 1000) / 1000);
  return lang.value === 'en' ? text : text.replace('.', ',');
}

/** A quantity for people: "0,3 kg", "6 juft", "2 dona". */
export function amount(quantity: number, { portion }: Sale): string {
  return `${written(quantity * Number(portion?.amount ?? 1))}\u00a0${t(`unit.${portion?.unit ?? 'PIECE'}`)}`;
}

/** The same where the number alone says it: in the counter of single pieces. */
export function counted(quantity: number, sale: Sale): string {
  return isMeasured(sale) ? amount(quantity, sale) : String(quantity);
}

/** The rule in words, "0,3 kg dan boshlab, 0,1 kg qadam bilan"; empty when any number of pieces can be had. */
export function ruleWords(sale: SaleRule): string {
  const { step, minimum, maximum } = sale;
  const words = [
    ...(minimum > 1 ? [t('sale.from', { amount: amount(minimum, sale) })] : []),
    ...(step > 1 || (minimum > 1 && isMeasured(sale)) ? [t('sale.by', { amount: amount(step, sale) })] : []),
    ...(maximum !== null ? [t('sale.most', { amount: amount(maximum, sale) })] : []),
  ];
  return words.join(', ');
}

/** Price of one portion where it is not a piece: "11 000 soʻm / 0,1 kg". */
export function portionPrice(minor: number, sale: Sale): string {
  return `${sum(minor)} / ${amount(1, sale)}`;
}
