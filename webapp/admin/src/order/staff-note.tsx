import { Button, Group, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { OrderNoteDocument, OrderNoteSetDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { useViewer } from '../shell/viewer';
import { LeaveGuard } from '../ui/leave-guard';
import { say, warn } from '../ui/notice';
import { Panel } from '../ui/panel';

/** Words among colleagues; the buyer never sees them. */
export function StaffNote({ orderId }: { orderId: string }) {
  const t = useT();
  const { can } = useViewer();
  const options = query('orderNote', OrderNoteDocument, { id: orderId });
  const { data } = useQuery(options);
  const [draft, setDraft] = useState<string>();
  const [state, setState] = useState<{ isBusy: boolean; refusal?: string | undefined }>({ isBusy: false });
  const saved = data?.order?.staffNote ?? '';
  const isDirty = draft !== undefined && draft !== saved;

  const save = async () => {
    setState({ isBusy: true });
    try {
      const { orderNoteSet: answer } = await act(OrderNoteSetDocument, { input: { id: orderId, note: draft ?? '' } });
      setState({ isBusy: false, refusal: answer.userErrors[0]?.message });
      if (!answer.order) return;
      queryClient.setQueryData(options.queryKey, { order: answer.order });
      setDraft(undefined);
      say(t('save.saved'));
    } catch (error) {
      setState({ isBusy: false });
      const { title, hint } = faultText(error);
      warn(t(title), t(hint));
    }
  };

  return (
    <Panel title={t('order.note')}>
      <LeaveGuard isDirty={isDirty} />
      <Textarea
        aria-label={t('order.note')}
        placeholder={t('order.noteHint')}
        autosize
        minRows={2}
        maxLength={2000}
        readOnly={!can('ORDERS_WRITE')}
        value={draft ?? saved}
        error={state.refusal}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {isDirty && (
        <Group justify="flex-end" mt="xs" gap="xs">
          <Button variant="default" size="sm" onClick={() => setDraft(undefined)}>
            {t('save.discard')}
          </Button>
          <Button size="sm" loading={state.isBusy} onClick={() => void save()}>
            {t('save.save')}
          </Button>
        </Group>
      )}
    </Panel>
  );
}
