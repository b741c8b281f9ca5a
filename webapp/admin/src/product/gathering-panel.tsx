import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { BrandsDocument, BrandUpsertDocument, TagsDocument, TagUpsertDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { freeCode } from '../ui/code';
import { Pick, PickMany } from '../ui/pick';
import { noTexts, type TextLang, textsInput } from '../ui/texts';
import { useDeed } from '../ui/use-deed';

type GatheringPanelProps = {
  brandId: string | null;
  tags: string[];
  lang: TextLang;
  errors: Record<string, string>;
  onChange: (part: { brandId?: string | null; tags?: string[] }) => void;
};

/** Brand and tags, found by typing; a new one is made without leaving the product. */
export function GatheringPanel({ brandId, tags, lang, errors, onChange }: GatheringPanelProps) {
  const t = useT();
  const deed = useDeed();
  const brands = useQuery({ ...query('brands', BrandsDocument, {}), staleTime: 60_000 });
  const known = useQuery({ ...query('tags', TagsDocument, {}), staleTime: 60_000 });
  const named = (name: string) => textsInput({ ...noTexts, [lang]: name });

  const makeBrand = async (name: string) => {
    const input = { name: named(name) };
    const answer = await deed(name, async () => (await act(BrandUpsertDocument, { input })).brandUpsert);
    await queryClient.invalidateQueries({ queryKey: ['brands'] });
    return answer?.brand?.id;
  };
  const makeTag = async (name: string) => {
    const taken = known.data?.tags.map((tag) => tag.code) ?? [];
    const input = { code: freeCode(name, 'tag', taken), name: named(name) };
    const answer = await deed(name, async () => (await act(TagUpsertDocument, { input })).tagUpsert);
    await queryClient.invalidateQueries({ queryKey: ['tags'] });
    return answer?.tag?.code;
  };

  return (
    <Stack gap="sm">
      <Pick
        label={t('product.brand')}
        placeholder={t('product.noBrand')}
        options={brands.data?.brands.map((brand) => ({ value: brand.id, label: brand.name })) ?? []}
        value={brandId}
        error={errors.brandId}
        onChange={(next) => onChange({ brandId: next })}
        onCreate={makeBrand}
      />
      <PickMany
        label={t('product.tags')}
        description={t('product.tagsHint')}
        options={known.data?.tags.map((tag) => ({ value: tag.code, label: tag.name })) ?? []}
        value={tags}
        error={errors.tags}
        onChange={(next) => onChange({ tags: next })}
        onCreate={makeTag}
      />
    </Stack>
  );
}
