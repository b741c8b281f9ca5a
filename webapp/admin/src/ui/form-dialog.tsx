import { Button, Group, Modal, type ModalProps, Stack, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/i18n';
import { Confirm } from './confirm';
import { elsewhere } from './field-errors';
import { Icon } from './icons';
import { Outdated } from './outdated';
import { Refusals } from './refusals';
import type { Frame } from './use-editor';

type FormDialogProps = {
  title: string;
  size?: ModalProps['size'];
  editor: Frame;
  /** Parts of the input that have a field here; other refusals stand above the form. */
  shown: readonly string[];
  saveLabel?: string;
  isReady?: boolean;
  onSave: () => void;
  onClose: () => void;
  /** What is asked and done before the thing is deleted; absent for a new one. */
  remove?: { title: string; text: string; onConfirm: () => Promise<unknown> } | undefined;
  children: ReactNode;
};

/** A form in a dialog: unsaved work is not lost by a slip, and two who edit the same thing do not overwrite each other. */
export function FormDialog(props: FormDialogProps) {
  const { title, editor, shown, onSave, onClose, remove } = props;
  const t = useT();
  const [asks, setAsks] = useState<'leave' | 'remove'>();
  const form = useRef<HTMLFormElement>(null);
  // What stands in the way comes into view.
  const isHeld = editor.isStale || editor.errors.length > 0;
  useEffect(() => {
    if (isHeld) form.current?.querySelector('[aria-invalid=true], [role=alert]')?.scrollIntoView({ block: 'center' });
  }, [isHeld]);
  const close = () => (editor.isDirty && !editor.isSaving ? setAsks('leave') : onClose());
  return (
    <>
      <Modal
        opened
        onClose={close}
        title={title}
        size={props.size ?? 'lg'}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (props.isReady !== false) onSave();
          }}
          onKeyDown={(event) => {
            if (!(event.ctrlKey || event.metaKey) || (event.code !== 'KeyS' && event.key !== 'Enter')) return;
            event.preventDefault();
            if (props.isReady !== false) onSave();
          }}
        >
          <Stack gap="md">
            {props.children}
            {/* Beside the button that was pressed: the head of a long form is out of view. */}
            {editor.isStale && <Outdated onTheirs={editor.discard} onMine={editor.insist} />}
            <Refusals errors={elsewhere(editor.errors, shown)} />
            <Group justify="space-between" gap="xs">
              {remove ? (
                <Button
                  color="red"
                  variant="light"
                  onClick={() => setAsks('remove')}
                  leftSection={<Icon name="trash" size={18} />}
                >
                  {t('common.delete')}
                </Button>
              ) : (
                <span />
              )}
              <Group gap="xs">
                <Button variant="default" onClick={close}>
                  {t('common.cancel')}
                </Button>
                <Button type="submit" loading={editor.isSaving} disabled={props.isReady === false}>
                  {props.saveLabel ?? t('save.save')}
                </Button>
              </Group>
            </Group>
          </Stack>
        </form>
      </Modal>
      {/* Not there before it is asked: the Escape that asks would also answer. */}
      {asks === 'leave' && (
        <Modal
          opened
          onClose={() => setAsks(undefined)}
          title={t('leave.title')}
          centered
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Text size="sm">{t('leave.text')}</Text>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setAsks(undefined)} data-autofocus>
              {t('leave.stay')}
            </Button>
            <Button color="red" onClick={onClose}>
              {t('leave.discard')}
            </Button>
          </Group>
        </Modal>
      )}
      {remove && (
        <Confirm
          opened={asks === 'remove'}
          onClose={() => setAsks(undefined)}
          title={remove.title}
          action={t('common.delete')}
          isDangerous
          onConfirm={() => remove.onConfirm().finally(() => setAsks(undefined))}
        >
          {remove.text}
        </Confirm>
      )}
    </>
  );
}
