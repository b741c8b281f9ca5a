import { Button } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../i18n/i18n';
import { Confirm } from './confirm';
import type { UserError } from './field-errors';
import { Icon } from './icons';
import { useDeed } from './use-deed';

type DeleteButtonProps = {
  name: string;
  /** Names the thing, and the effect. */
  title: string;
  text: string;
  send: () => Promise<{ userErrors: readonly UserError[] }>;
  onDone: () => void;
};

/** Deletes what a page is about, after a question. */
export function DeleteButton({ name, title, text, send, onDone }: DeleteButtonProps) {
  const t = useT();
  const deed = useDeed();
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button
        color="red"
        variant="light"
        w="fit-content"
        leftSection={<Icon name="trash" size={18} />}
        onClick={() => setAsks(true)}
      >
        {t('common.delete')}
      </Button>
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={title}
        action={t('common.delete')}
        isDangerous
        onConfirm={async () => {
          const gone = await deed(name, send);
          setAsks(false);
          if (gone) onDone();
        }}
      >
        {text}
      </Confirm>
    </>
  );
}
