import { Button, Group, Kbd, Text } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useT } from '../i18n/i18n';
import { LeaveGuard } from './leave-guard';
import css from './save-bar.module.css';

type SaveBarProps = {
  isDirty: boolean;
  isSaving: boolean;
  /** Number of fields that were refused; said beside the marker, since they may be out of view. */
  errorCount?: number;
  onSave: () => void;
  onReset: () => void;
  saveLabel?: string;
  /** A form that creates something stays in view before anything was typed. */
  always?: boolean;
};

/** Sticks to the foot of an edited form: unsaved marker, discard, save; Ctrl+S and Ctrl+Enter save. */
export function SaveBar({ isDirty, isSaving, errorCount = 0, onSave, onReset, saveLabel, always }: SaveBarProps) {
  const t = useT();
  const save = useEffectEvent(() => {
    if ((isDirty || always) && !isSaving) onSave();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || (event.code !== 'KeyS' && event.key !== 'Enter')) return;
      event.preventDefault();
      // A field that hands its text over on leaving is left for a moment, so that nothing typed stays behind.
      const field = document.activeElement;
      if (field instanceof HTMLElement) field.blur();
      setTimeout(() => {
        save();
        if (field instanceof HTMLElement) field.focus();
      });
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <LeaveGuard isDirty={isDirty && !isSaving} />
      {(isDirty || always) && (
        <section className={css.bar} aria-label={t('save.bar')}>
          <div className={css.row}>
            <div className={css.status} role="status">
              {errorCount > 0 ? (
                <Text size="sm" c="red" fw={600}>
                  {t('save.errors', { count: errorCount })}
                </Text>
              ) : (
                isDirty && (
                  <>
                    <span className={css.dot} aria-hidden="true" />
                    {t('save.unsaved')}
                  </>
                )
              )}
            </div>
            <Group gap="xs" wrap="nowrap">
              {isDirty && (
                <Button variant="default" onClick={onReset} disabled={isSaving}>
                  {t('save.discard')}
                </Button>
              )}
              <Button
                onClick={onSave}
                aria-keyshortcuts="Control+S Control+Enter"
                loading={isSaving}
                rightSection={
                  <Kbd visibleFrom="md" size="xs" aria-hidden="true">
                    Ctrl S
                  </Kbd>
                }
              >
                {saveLabel ?? t('save.save')}
              </Button>
            </Group>
          </div>
        </section>
      )}
    </>
  );
}
