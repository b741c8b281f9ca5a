import { notifications } from '@mantine/notifications';
import { Icon } from './icons';

/** Success is quiet and leaves by itself. */
export function say(message: string) {
  notifications.show({ message, color: 'brand', icon: <Icon name="check" size={18} />, autoClose: 3000 });
}

/** A failure stays until it is closed. */
export function warn(title: string, message?: string) {
  notifications.show({
    title,
    message,
    color: 'red',
    icon: <Icon name="alert" size={18} />,
    autoClose: false,
    role: 'alert',
  });
}
