import { Badge, Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { parsePoints } from '../delivery/polygon';
import { type StoreFormFragment, StoreSettingsDocument, StoreUpdateDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { Allowed } from '../shell/allowed';
import { elsewhere } from '../ui/field-errors';
import { Outdated } from '../ui/outdated';
import { Page } from '../ui/page';
import { Refusals } from '../ui/refusals';
import { SaveBar } from '../ui/save-bar';
import { ErrorState } from '../ui/states';
import tabs from '../ui/tabs.module.css';
import { useDraft } from '../ui/use-draft';
import { useSave } from '../ui/use-save';
import { BotSection } from './bot-section';
import { GeneralSection } from './general-section';
import { HoursSection } from './hours-section';
import { LegalSection } from './legal-section';
import { LookSection } from './look-section';
import { MoneySection, moneyRules } from './money-section';
import { OrdersSection } from './orders-section';
import { type Section, sections } from './settings-search';
import { draftOf, inputOf, type StoreDraft } from './store-draft';

const route = getRouteApi('/app/settings');

/** What each section of the form gets. */
export type SectionProps = {
  draft: StoreDraft;
  patch: (part: Partial<StoreDraft>) => void;
  fields: Record<string, string>;
};

/** In which section a refusal has its field, so that its tab can be marked. */
const sectionOf: Record<string, Section> = {
  name: 'general',
  description: 'general',
  status: 'general',
  languages: 'general',
  contacts: 'general',
  hours: 'hours',
  delivery: 'orders',
  orderRules: 'orders',
  legal: 'legal',
  look: 'look',
};

/** Settings of the store, grouped; everything but the bot is saved together. */
export function SettingsScreen() {
  const t = useT();
  const { data, error, refetch } = useQuery(query('store', StoreSettingsDocument, {}));
  return (
    <Allowed to={['STORE_WRITE']} title={t('nav.settings')}>
      {data ? (
        <Settings store={data.store} />
      ) : (
        <Page title={t('nav.settings')} narrow>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={400} />}
        </Page>
      )}
    </Allowed>
  );
}

function Settings({ store }: { store: StoreFormFragment }) {
  const t = useT();
  const { section = 'general' } = route.useSearch();
  const navigate = route.useNavigate();
  const form = useDraft(draftOf(store), store.version);
  const { isSaving, errors, fields, save, forget } = useSave();
  const isStale = errors.some((error) => error.code === 'STALE_VERSION');
  const marked = new Set(
    errors.map(({ path = [] }) =>
      moneyRules.some((rule) => rule === path?.[1]) ? 'money' : sectionOf[path?.[0] ?? ''],
    ),
  );
  const props: SectionProps = { draft: form.draft, patch: form.patch, fields };

  const onSave = () =>
    void save(
      { ...inputOf(form.draft, form.base, parsePoints(form.draft.point)?.[0] ?? null), expectedVersion: form.version },
      async (input, key) => (await act(StoreUpdateDocument, { input }, key)).storeUpdate,
      ({ store: next }) => {
        if (!next) return;
        queryClient.setQueryData(query('store', StoreSettingsDocument, {}).queryKey, { store: next });
        void queryClient.invalidateQueries({ queryKey: ['viewer'] });
        form.saved(draftOf(next), next.version);
      },
    ).then((isSaved) => {
      if (!isSaved) void queryClient.invalidateQueries({ queryKey: ['store'] });
    });

  return (
    <Page title={t('nav.settings')} narrow>
      <Stack gap="md">
        <Tabs
          value={section}
          onChange={(next) => void navigate({ search: { section: sections.find((each) => each === next) } })}
          keepMounted={false}
        >
          <Tabs.List className={tabs.row} aria-label={t('settings.sections')} mb="md">
            {sections.map((each) => (
              <Tabs.Tab
                key={each}
                value={each}
                rightSection={
                  marked.has(each) && (
                    <Badge color="red" radius="xl" role="img" aria-label={t('settings.faulty')}>
                      !
                    </Badge>
                  )
                }
              >
                {t(`settings.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {(form.isOutdated || isStale) && (
            <Outdated
              onTheirs={() => {
                forget();
                form.reset();
              }}
              onMine={() => {
                forget();
                form.rebase();
              }}
            />
          )}
          <Refusals
            errors={elsewhere(errors, Object.keys(sectionOf)).filter((error) => error.code !== 'STALE_VERSION')}
          />
          <Tabs.Panel value="general">
            <GeneralSection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="hours">
            <HoursSection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="orders">
            <OrdersSection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="money">
            <MoneySection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="legal">
            <LegalSection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="look">
            <LookSection {...props} />
          </Tabs.Panel>
          <Tabs.Panel value="bot">
            <BotSection store={store} />
          </Tabs.Panel>
        </Tabs>
      </Stack>
      <SaveBar
        isDirty={form.isDirty}
        isSaving={isSaving}
        errorCount={errors.length}
        onSave={onSave}
        onReset={() => {
          forget();
          form.reset();
        }}
      />
    </Page>
  );
}
