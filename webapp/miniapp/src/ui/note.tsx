import { Icon, type IconName } from './icons';

/** A word about how something stands, read out when it changes. */
export function Note(props: { text: string; icon?: IconName; spin?: boolean; bad?: boolean }) {
  return (
    <div class={props.bad ? 'note bad' : 'note'} role="status">
      {props.spin && <span class="spin" />}
      {props.icon && <Icon name={props.icon} size={20} />}
      <span class="grow">{props.text}</span>
    </div>
  );
}
