import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/button';
import { host } from './host';
import { theme } from './theme';

interface MainButtonProps {
  text: string;
  onClick: () => void;
  busy?: boolean;
  disabled?: boolean;
}

/** The one primary action of a screen: Telegram's own button where there is one, else a bar at the bottom. */
export function MainButton({ text, onClick, busy = false, disabled = false }: MainButtonProps) {
  const press = useRef(onClick);
  press.current = onClick;
  const { btn, btnfg } = theme.value;
  useEffect(() => {
    host.setMainButton({ text, color: btn, textColor: btnfg, enabled: !disabled, busy });
  }, [text, btn, btnfg, disabled, busy]);
  useEffect(() => {
    const stop = host.onMainButton(() => press.current());
    return () => {
      stop();
      host.setMainButton(undefined);
    };
  }, []);
  if (host.hasMainButton) return null;
  return (
    <StickyBar>
      <Button onClick={onClick} busy={busy} disabled={disabled}>
        {text}
      </Button>
    </StickyBar>
  );
}

/** A bar that stays at the bottom; the page keeps room for it. */
export function StickyBar({ children }: { children: preact.ComponentChildren }) {
  useBottomRoom('sticky');
  return (
    <div class="sticky-bar">
      <div>{children}</div>
    </div>
  );
}

const ROOM = { sticky: '70px', tabs: '58px' };

/** Keeps room at the end of the page while a bar covers it. */
export function useBottomRoom(bar: keyof typeof ROOM): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--bar', ROOM[bar]);
    return () => {
      style.removeProperty('--bar');
    };
  }, [bar]);
}
