import { ActionIcon, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useT } from '../i18n/i18n';
import { Icon } from './icons';
import css from './page.module.css';
import { useMarkedTitle } from './title-mark';

type PageProps = {
  title: string;
  /** Stands beside the heading: status badges, the unsaved marker. */
  badges?: ReactNode;
  actions?: ReactNode;
  /** Where the arrow before the heading leads; list pages have none. */
  back?: Pick<LinkProps, 'to' | 'params' | 'search'>;
  narrow?: boolean;
  children: ReactNode;
};

/** The frame of every screen: one h1, the way back, the primary action. */
export function Page({ title, badges, actions, back, narrow, children }: PageProps) {
  const t = useT();
  useDocumentTitle(useMarkedTitle(title));
  return (
    <div className={`${css.page} ${narrow ? css.narrow : ''}`}>
      <div className={css.head}>
        {back && (
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('common.back')}
            renderRoot={(props) => <Link {...back} {...props} />}
          >
            <Icon name="arrowLeft" />
          </ActionIcon>
        )}
        <div className={css.title}>
          <Title order={1}>{title}</Title>
          {badges}
        </div>
        {actions}
      </div>
      {children}
    </div>
  );
}

type ColumnsProps = {
  main: ReactNode;
  aside: ReactNode;
  /** Stands below `main`; on a phone it comes last, after the status. */
  after?: ReactNode;
};

/** Two thirds of content, one third of status; below 62em one under the other. */
export function Columns({ main, aside, after }: ColumnsProps) {
  return (
    <div className={css.columns}>
      <div className={css.column}>{main}</div>
      <div className={`${css.column} ${css.aside}`}>{aside}</div>
      {after && <div className={`${css.column} ${css.after}`}>{after}</div>}
    </div>
  );
}
