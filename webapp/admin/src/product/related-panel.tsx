import { Stack, Text } from '@mantine/core';
import { ProductPicker } from '../catalog/product-picker';
import { useT } from '../i18n/i18n';
import { OrderedList } from '../ui/ordered-list';
import { type Related, relations } from './draft';

type RelatedPanelProps = { own: string | undefined; related: Related; onChange: (related: Related) => void };

/** Products that may be bought together with this one, and instead of it. */
export function RelatedPanel({ own, related, onChange }: RelatedPanelProps) {
  const t = useT();
  return (
    <Stack gap="lg">
      {relations.map((kind) => (
        <Stack key={kind} gap="xs">
          <ProductPicker
            label={t(`related.${kind}`)}
            taken={[...(own ? [own] : []), ...related[kind].map((each) => each.id)]}
            onPick={({ id, name, status, cover }) =>
              onChange({ ...related, [kind]: [...related[kind], { id, name, status, cover }] })
            }
          />
          {related[kind].length === 0 ? (
            <Text size="sm" c="dimmed">
              {t(`relatedHint.${kind}`)}
            </Text>
          ) : (
            <OrderedList
              label={t(`related.${kind}`)}
              items={related[kind].map((each) => ({ ...each, picture: each.cover }))}
              onChange={(items) =>
                onChange({
                  ...related,
                  [kind]: items.map(({ id, name, status, cover }) => ({ id, name, status, cover })),
                })
              }
            />
          )}
        </Stack>
      ))}
    </Stack>
  );
}
