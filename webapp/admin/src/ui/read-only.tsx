import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';
import css from './read-only.module.css';

/** A form for those who may only look at it: said once, and no field pretends to take anything. */
export function ReadOnly({ when, children }: { when: boolean; children: ReactNode }) {
  const t = useT();
  return (
    <fieldset className={css.fieldset} disabled={when}>
      {when && (
        <Alert color="gray" mb="md" icon={<Icon name="eye" />}>
          {t('common.readOnly')}
        </Alert>
      )}
      {children}
    </fieldset>
  );
}
