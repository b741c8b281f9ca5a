import { signal } from '@preact/signals';

interface ToastData {
  text: string;
  action?: { label: string; run: () => void };
}

const current = signal<ToastData | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a moment; with an action (undo) for a longer one. */
export function toast(text: string, action?: ToastData['action']): void {
  clearTimeout(timer);
  current.value = action ? { text, action } : { text };
  timer = setTimeout(
    () => {
      current.value = undefined;
    },
    action ? 6000 : 3500,
  );
}

export function Toaster() {
  const shown = current.value;
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <div class="toast">
          <span class="grow">{shown.text}</span>
          {shown.action && (
            <button
              type="button"
              onClick={() => {
                shown.action?.run();
                current.value = undefined;
              }}
            >
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
