import { dateTime } from '@dokon/i18n';
import { lang, t } from '../shell/lang';
import { Icon } from '../ui/icons';
import type { Step } from './steps';

/** The steps of an order, one below the other. */
export function Timeline({ steps }: { steps: readonly Step[] }) {
  const now = new Date();
  return (
    <ol class="steps">
      {steps.map(({ name, state, at }) => (
        <li key={name} class={state} {...(state === 'now' ? { 'aria-current': 'step' } : {})}>
          <span class="dot">
            {state === 'bad' ? <Icon name="close" size={16} /> : state === 'done' && <Icon name="check" size={16} />}
          </span>
          <div>
            <div class="step-name">{t(`step.${name}`)}</div>
            {at && <p>{dateTime(new Date(at), lang.value, now)}</p>}
          </div>
        </li>
      ))}
    </ol>
  );
}
