import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { GiftCardIssueDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { DateTimeInput } from '../ui/date-time-input';
import { elsewhere } from '../ui/field-errors';
import { MoneyInput } from '../ui/money-input';
import { Refusals } from '../ui/refusals';
import { useSave } from '../ui/use-save';

export function IssueDialog({ onClose, onIssued }: { onClose: () => void; onIssued: (code: string) => void }) {
  const t = useT();
  const [amount, setAmount] = useState<number | null>(null);
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const { isSaving, errors, fields, save } = useSave();
  const submit = () =>
    void save(
      { amount: amount ?? 0, note: note.trim(), ...(expiresAt && { expiresAt }) },
      async (input, key) => (await act(GiftCardIssueDocument, { input }, key)).giftCardIssue,
      ({ code }) => onIssued(code ?? ''),
    );
  return (
    <Modal opened onClose={onClose} title={t('giftCard.new')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Refusals errors={elsewhere(errors, ['amount', 'expiresAt', 'note'])} />
          <MoneyInput
            label={t('giftCard.amount')}
            required
            data-autofocus
            value={amount}
            error={fields.amount}
            onChange={setAmount}
          />
          <DateTimeInput
            label={t('giftCard.expires')}
            description={t('giftCard.expiresHint')}
            value={expiresAt}
            error={fields.expiresAt}
            onChange={setExpiresAt}
          />
          <TextInput
            label={t('giftCard.note')}
            description={t('giftCard.noteHint')}
            maxLength={200}
            value={note}
            error={fields.note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={!amount}>
              {t('giftCard.issue')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
