import { Anchor, NativeSelect, Stack } from '@mantine/core';
import type { ProductFormFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { useViewer } from '../shell/viewer';
import { DateTimeInput } from '../ui/date-time-input';
import { morning } from '../ui/local-time';
import type { ProductDraft } from './draft';
import { publicationOf, publications } from './publication';

type PublicationPanelProps = {
  draft: ProductDraft;
  product: ProductFormFragment | undefined;
  errors: Record<string, string>;
  onChange: (part: Partial<ProductDraft>) => void;
};

/** Draft, on sale now, or at a time; and until when. */
export function PublicationPanel({ draft, product, errors, onChange }: PublicationPanelProps) {
  const t = useT();
  const { store } = useViewer();
  const chosen = publicationOf(draft);
  const choose = (value: string) => {
    const next = publications.find((each) => each === value) ?? 'DRAFT';
    onChange({
      status: next === 'SCHEDULED' ? 'ACTIVE' : next,
      ...(next === 'ACTIVE' && { publishFrom: null }),
      ...(next === 'SCHEDULED' && { publishFrom: draft.publishFrom ?? morning(1) }),
    });
  };
  return (
    <Stack gap="sm">
      <NativeSelect
        aria-label={t('product.status')}
        value={chosen}
        error={errors.status}
        description={t(`productStatusHint.${chosen}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => choose(event.currentTarget.value)}
        data={publications.map((value) => ({ value, label: t(`productStatus.${value}`) }))}
      />
      {chosen === 'SCHEDULED' && (
        <DateTimeInput
          label={t('product.publishFrom')}
          required
          value={draft.publishFrom}
          error={errors.publishFrom}
          onChange={(publishFrom) => publishFrom && onChange({ publishFrom })}
        />
      )}
      {draft.status === 'ACTIVE' && (
        <DateTimeInput
          label={t('product.publishUntil')}
          description={t('product.publishUntilHint')}
          value={draft.publishUntil}
          error={errors.publishUntil}
          onChange={(publishUntil) => onChange({ publishUntil })}
        />
      )}
      {product?.status === 'ACTIVE' && store.bot && (
        <Anchor href={startLink(store.bot.link, `p_${product.slug}`)} target="_blank" rel="noreferrer">
          {t('product.open')}
        </Anchor>
      )}
    </Stack>
  );
}

function startLink(link: string, start: string): string {
  return `${link}${link.includes('?') ? '&' : '?'}startapp=${start}`;
}
