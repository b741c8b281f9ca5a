import { Button } from '../ui/button';
import { EmptyState } from '../ui/states';
import { t } from './lang';
import { Page } from './page';
import { go } from './router';

export function NotFound() {
  return (
    <Page title={t('notFound.title')}>
      <EmptyState
        icon="search"
        title={t('notFound.title')}
        text={t('notFound.text')}
        action={<Button onClick={() => go('/', { replace: true })}>{t('common.home')}</Button>}
      />
    </Page>
  );
}
