import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import css from './notices.module.css';

/** Where notices stand: below the header on a phone, whose foot holds the next step and must stay free for the thumb. */
export function Notices() {
  const isPhone = useMediaQuery('(max-width: 61.99em)', false, { getInitialValueInEffect: false });
  return <Notifications position={isPhone ? 'top-center' : 'bottom-right'} classNames={{ root: css.root }} />;
}
