import { Badge, Stack } from '@mantine/core';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n';
import { elsewhere } from './field-errors';
import { Outdated } from './outdated';
import { Page } from './page';
import { ReadOnly } from './read-only';
import { Refusals } from './refusals';
import { SaveBar } from './save-bar';
import type { Frame } from './use-editor';

type EditPageProps = Pick<ComponentProps<typeof Page>, 'title' | 'back' | 'badges' | 'actions' | 'narrow'> & {
  editor: Frame;
  /** Parts of the input that have a field here; other refusals stand above the form. */
  shown: readonly string[];
  isNew: boolean;
  mayWrite: boolean;
  onSave: () => void;
  children: ReactNode;
};

/** A page with a form over one thing: what everybody edits, with the guard, the save bar and the word about others' changes. */
export function EditPage({ editor, shown, isNew, mayWrite, onSave, badges, children, ...page }: EditPageProps) {
  const t = useT();
  return (
    <Page
      {...page}
      badges={
        <>
          {badges}
          {editor.isDirty && !isNew && <Badge color="orange">{t('save.unsaved')}</Badge>}
        </>
      }
    >
      <Stack gap="md">
        {editor.isStale && <Outdated onTheirs={editor.discard} onMine={editor.insist} />}
        <Refusals errors={elsewhere(editor.errors, shown)} />
        <ReadOnly when={!mayWrite}>{children}</ReadOnly>
      </Stack>
      {mayWrite && (
        <SaveBar
          isDirty={editor.isDirty}
          isSaving={editor.isSaving}
          always={isNew}
          errorCount={editor.errors.length}
          saveLabel={isNew ? t('product.create') : undefined}
          onSave={onSave}
          onReset={editor.discard}
        />
      )}
    </Page>
  );
}

/** Goes somewhere once nothing is unsaved: the guard would ask otherwise. */
export function useWhenClean<T>(isDirty: boolean, go: (to: T) => void) {
  const next = useRef<{ to: T }>(undefined);
  const leave = useRef(go);
  leave.current = go;
  useEffect(() => {
    if (!next.current || isDirty) return;
    leave.current(next.current.to);
    next.current = undefined;
  }, [isDirty]);
  return (to: T) => {
    next.current = { to };
  };
}
