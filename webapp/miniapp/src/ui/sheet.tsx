import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { holdBack } from '../shell/back';
import { t } from '../shell/lang';
import { IconButton } from './button';

interface SheetProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A panel from the bottom: Esc, the ground behind, the cross and the way back all close it. */
export function Sheet({ title, open, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    element.showModal();
    const release = holdBack(onClose);
    return () => {
      release();
      element.close();
    };
  }, [open, onClose]);
  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog's own Esc is the key
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <header>
        <h2 id={id} class="grow">
          {title}
        </h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} clear />
      </header>
      {children}
    </dialog>
  );
}
