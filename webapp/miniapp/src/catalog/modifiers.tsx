import { sum, t } from '../shell/lang';
import { CheckRows, RadioRows } from '../ui/choice';
import type { Chosen, Product } from './wish';

interface ModifiersProps {
  product: Product;
  chosen: Chosen;
  /** Groups to point at: a choice is missing there. */
  missing: ReadonlySet<string>;
  onChange: (chosen: Chosen) => void;
}

/** Additions to a dish: one of a group as radio rows, several as check rows. */
export function Modifiers({ product, chosen, missing, onChange }: ModifiersProps) {
  return (
    <>
      {product.modifierGroups.map((group) => {
        const active = group.options.filter((option) => option.isActive);
        const choices = active.map((option) => ({
          value: option.id,
          title: option.name,
          aside: option.price.minor > 0 && <span class="hint num">+{sum(option.price.minor)}</span>,
        }));
        const taken = active.filter((option) => chosen.has(option.id)).map((option) => option.id);
        const only = group.maximum === 1 && group.minimum === 1;
        const replace = (ids: readonly string[]) => {
          const next = new Map(chosen);
          for (const option of group.options) next.delete(option.id);
          for (const id of ids) next.set(id, chosen.get(id) ?? 1);
          onChange(next);
        };
        return (
          <section class="option" key={group.id} id={group.id}>
            <h2>
              {group.name} <span class={missing.has(group.id) ? 'danger' : ''}>{rule(group)}</span>
            </h2>
            {only ? (
              <RadioRows label={group.name} choices={choices} value={taken[0]} onChoose={(id) => replace([id])} />
            ) : (
              <CheckRows
                label={group.name}
                choices={choices}
                values={new Set(taken)}
                max={group.maximum}
                onToggle={(id) => replace(taken.includes(id) ? taken.filter((o) => o !== id) : [...taken, id])}
              />
            )}
          </section>
        );
      })}
    </>
  );
}

function rule({ minimum, maximum }: { minimum: number; maximum: number }): string {
  if (minimum === 0) return t('product.chooseUpTo', { count: maximum });
  return minimum === maximum ? t('product.choose', { count: minimum }) : t('product.chooseFrom', { minimum, maximum });
}
