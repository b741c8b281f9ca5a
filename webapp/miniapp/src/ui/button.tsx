import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons';

interface ButtonProps {
  children: ComponentChildren;
  onClick?: () => void;
  kind?: 'main' | 'soft' | 'plain';
  slim?: boolean;
  busy?: boolean;
  disabled?: boolean;
  danger?: boolean;
  icon?: IconName;
  submit?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onClick, kind = 'main', slim, busy = false, disabled = false, danger, icon, submit } = props;
  const names = ['btn', kind !== 'main' && kind, slim && 'slim', danger && 'danger'].filter(Boolean).join(' ');
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={names}
      disabled={disabled || busy}
      aria-busy={busy}
      {...(onClick ? { onClick } : {})}
    >
      {busy ? <span class="spin" /> : icon && <Icon name={icon} size={20} />}
      <span>{children}</span>
    </button>
  );
}

export function IconButton(props: { icon: IconName; label: string; onClick: () => void; clear?: boolean }) {
  return (
    <button
      type="button"
      class={props.clear ? 'icon-btn clear' : 'icon-btn'}
      aria-label={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
