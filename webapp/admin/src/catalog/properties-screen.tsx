import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useT } from '../i18n/i18n';
import { Allowed } from '../shell/allowed';
import { Page } from '../ui/page';
import tabs from '../ui/tabs.module.css';
import { Attributes } from './attributes';
import { Brands } from './brands';
import { propertyTabs } from './properties-search';
import { Tags } from './tags';

const route = getRouteApi('/app/properties');

/** What products are described by, each word once for the whole store. */
export function PropertiesScreen() {
  const t = useT();
  const { tab = 'brands' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.properties')}>
      <Page title={t('nav.properties')} narrow>
        <Tabs
          value={tab}
          onChange={(next) => void navigate({ search: { tab: propertyTabs.find((each) => each === next) } })}
          keepMounted={false}
        >
          <Tabs.List className={tabs.row} aria-label={t('nav.properties')} mb="md">
            {propertyTabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`properties.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="brands">
            <Brands />
          </Tabs.Panel>
          <Tabs.Panel value="tags">
            <Tags />
          </Tabs.Panel>
          <Tabs.Panel value="attributes">
            <Attributes />
          </Tabs.Panel>
        </Tabs>
      </Page>
    </Allowed>
  );
}
