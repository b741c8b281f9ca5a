import { NetworkError } from '@dokon/gql';
import type { ComponentChildren } from 'preact';
import { t } from '../shell/lang';
import { Button } from './button';
import { Icon, type IconName } from './icons';

/** Nothing here, said kindly, with a way on. */
export function EmptyState(props: {
  icon: IconName;
  title: string;
  text?: ComponentChildren;
  action?: ComponentChildren;
  inline?: boolean;
}) {
  return (
    <div class={props.inline ? 'state inline' : 'state'}>
      <span class="disc">
        <Icon name={props.icon} size={40} />
      </span>
      <h2>{props.title}</h2>
      {props.text && <p>{props.text}</p>}
      {props.action}
    </div>
  );
}

/** Something failed: tells a dead line from a fault of ours, and tries again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const offline = error instanceof NetworkError;
  return (
    <div role="alert">
      <EmptyState
        icon={offline ? 'cloud' : 'alert'}
        title={t(offline ? 'error.offlineTitle' : 'error.title')}
        text={t(offline ? 'error.offlineText' : 'error.text')}
        action={<Button onClick={onRetry}>{t('common.retry')}</Button>}
      />
    </div>
  );
}

export function CardsSkeleton({ count = 6 }: { count?: number }) {
  return (
    <div class="grid" aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all boxes are alike
        <div key={i}>
          <div class="sk sk-square" />
          <div class="sk sk-line" style={{ marginTop: 10, width: '90%' }} />
          <div class="sk sk-line" style={{ width: '50%' }} />
        </div>
      ))}
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div class="page" aria-busy="true">
      <div class="sk sk-line" style={{ height: 28, width: '60%' }} />
      <div class="stack">
        <div class="sk" style={{ height: 120 }} />
        <div class="sk" style={{ height: 120 }} />
        <div class="sk" style={{ height: 72 }} />
      </div>
    </div>
  );
}
