import { Text } from '@mantine/core';
import { useState } from 'react';
import { type WebhookFormFragment, WebhookReplayDocument } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act } from '../session/api';
import { DateTimeInput } from '../ui/date-time-input';
import { FormDialog } from '../ui/form-dialog';
import { morning } from '../ui/local-time';
import { say } from '../ui/notice';
import { useEditor } from '../ui/use-editor';

/** Sends the events of a time once more. */
export function ReplayDialog({ hook, onClose }: { hook: WebhookFormFragment; onClose: () => void }) {
  const t = useT();
  const [blank] = useState<{ since: string | null; until: string | null }>(() => ({ since: morning(0), until: null }));
  const editor = useEditor(blank, 0, ['webhookDeliveries', 'webhooks']);
  const { draft, fields, patch } = editor;
  return (
    <FormDialog
      title={t('webhook.replayTitle')}
      size="md"
      editor={editor}
      shown={['since', 'until']}
      saveLabel={t('webhook.replay')}
      isReady={draft.since !== null}
      onSave={() =>
        void editor.save(
          { id: hook.id, since: draft.since ?? '', ...(draft.until && { until: draft.until }) },
          async (input, key) => (await act(WebhookReplayDocument, { input }, key)).webhookReplay,
          ({ count }) => {
            say(t('webhook.replayed', { count: count ?? 0 }));
            onClose();
          },
        )
      }
      onClose={onClose}
    >
      <Text size="sm">{t('webhook.replayText')}</Text>
      <DateTimeInput
        label={t('webhook.since')}
        required
        value={draft.since}
        error={fields.since}
        onChange={(since) => patch({ since })}
      />
      <DateTimeInput
        label={t('product.publishUntil')}
        description={t('webhook.untilHint')}
        value={draft.until}
        error={fields.until}
        onChange={(until) => patch({ until })}
      />
    </FormDialog>
  );
}
