import { Button } from '@mantine/core';
import { useT } from '../i18n/i18n';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import css from './action-bar.module.css';
import { looks, type StaffAction, type sortActions } from './actions';

type Sorted = ReturnType<typeof sortActions>;
type Props = { actions: Sorted; busy: StaffAction | undefined; onAct: (action: StaffAction) => void };

/** Legal steps alone, the next one first; what is not possible now says why. */
export function Actions({ actions, busy, onAct }: Props) {
  const t = useT();
  const { main, others, blocked } = actions;
  if (!main && others.length === 0 && blocked.length === 0) return null;
  return (
    <Panel title={t('order.actions')}>
      <div className={css.stack}>
        {main && (
          <div className={css.main}>
            <MainAction action={main} busy={busy} onAct={onAct} />
          </div>
        )}
        {others.map((action) => {
          const { label, icon, color } = looks[action];
          return (
            <Button
              key={action}
              variant={color ? 'light' : 'default'}
              {...(color && { color })}
              size="md"
              loading={busy === action}
              leftSection={<Icon name={icon} size={18} />}
              onClick={() => onAct(action)}
            >
              {t(label)}
            </Button>
          );
        })}
        {blocked.length > 0 && (
          <ul className={css.blocked}>
            {blocked.map(({ action, reason }) => (
              <li key={action}>
                {t(looks[action].label)}: {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

/** The same main step, stuck to the foot of a phone's screen. */
export function FootAction({ actions: { main }, busy, onAct }: Props) {
  if (!main) return null;
  return (
    <div className={css.foot}>
      <MainAction action={main} busy={busy} onAct={onAct} />
    </div>
  );
}

function MainAction({ action, busy, onAct }: Omit<Props, 'actions'> & { action: StaffAction }) {
  const t = useT();
  return (
    <Button
      fullWidth
      size="lg"
      loading={busy === action}
      leftSection={<Icon name={looks[action].icon} />}
      onClick={() => onAct(action)}
    >
      {t(looks[action].label)}
    </Button>
  );
}
