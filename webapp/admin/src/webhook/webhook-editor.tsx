import { Alert, Button, Checkbox, Group, Modal, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  WebhookDeleteDocument,
  type WebhookFormFragment,
  WebhooksDocument,
  WebhookUpsertDocument,
} from '../generated/gql/graphql';
import { useI18n } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { useViewer } from '../shell/viewer';
import { scopes } from '../token/scopes';
import { Confirm } from '../ui/confirm';
import { DeleteButton } from '../ui/delete-button';
import { EditPage, useWhenClean } from '../ui/edit-page';
import { Icon } from '../ui/icons';
import { Columns } from '../ui/page';
import { Panel } from '../ui/panel';
import { PickMany } from '../ui/pick';
import { Secret } from '../ui/secret';
import { useDeed } from '../ui/use-deed';
import { useEditor } from '../ui/use-editor';
import { DeliveryLog } from './delivery-log';
import { eventTypes } from './event-types';
import { WebhookState } from './webhooks-screen';

function draftOf(hook: WebhookFormFragment | undefined) {
  return {
    name: hook?.name ?? '',
    url: hook?.url ?? 'https://',
    types: [...(hook?.types ?? [])],
    scopes: [...(hook?.scopes ?? [])],
    query: hook?.query ?? '',
    isActive: hook?.isActive ?? true,
  };
}

const versionOf = (hook: WebhookFormFragment | undefined) => (hook ? Date.parse(hook.updatedAt) : 0);

/** A webhook: where to, what, with which query; its secret once; and what came of its deliveries. */
export function WebhookEditor({ hook }: { hook?: WebhookFormFragment }) {
  const { t, dateTime } = useI18n();
  const { can } = useViewer();
  const deed = useDeed();
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string>();
  const [asksSecret, setAsksSecret] = useState(false);
  const editor = useEditor(draftOf(hook), versionOf(hook), ['webhooks']);
  const { draft, fields, patch } = editor;
  // A new one stays in view until its secret was read.
  const [made, setMade] = useState<string>();
  const goTo = useWhenClean(editor.isDirty || secret !== undefined, (webhookId: string) =>
    navigate({ to: '/webhooks/$webhookId', params: { webhookId }, replace: true }),
  );

  const onSave = () =>
    void editor.save(
      {
        ...(hook && { id: hook.id }),
        name: draft.name.trim(),
        url: draft.url.trim(),
        types: eventTypes.filter((each) => draft.types.includes(each)),
        scopes: draft.scopes,
        query: draft.query.trim(),
        isActive: draft.isActive,
      },
      async (input, key) => (await act(WebhookUpsertDocument, { input }, key)).webhookUpsert,
      ({ webhook: next, secret: fresh }) => {
        if (!next) return;
        editor.saved(draftOf(next), versionOf(next));
        if (fresh) setSecret(fresh);
        if (!hook) {
          setMade(next.id);
          queryClient.setQueryData(query('webhooks', WebhooksDocument, {}).queryKey, (now) => ({
            webhooks: [...(now?.webhooks ?? []), next],
          }));
        }
      },
    );
  const rotate = async () => {
    if (!hook) return;
    const input = { id: hook.id, rotateSecret: true };
    const answer = await deed(hook.name, async () => (await act(WebhookUpsertDocument, { input })).webhookUpsert);
    setAsksSecret(false);
    if (answer?.secret) setSecret(answer.secret);
    await queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  };

  return (
    <>
      <EditPage
        title={hook?.name ?? t('webhook.new')}
        back={{ to: '/webhooks' }}
        badges={hook && <WebhookState hook={hook} />}
        editor={editor}
        shown={['name', 'url', 'types', 'scopes', 'query']}
        isNew={!hook}
        mayWrite
        onSave={onSave}
      >
        {(hook?.disabledAt ?? hook?.failingSince) && (
          <Alert color="red" variant="light" icon={<Icon name="alert" />}>
            {hook.disabledAt
              ? t('webhook.disabled', { at: dateTime(hook.disabledAt) })
              : t('webhook.failingSince', {
                  at: dateTime(hook.failingSince ?? ''),
                  next: hook.nextAttemptAt ? dateTime(hook.nextAttemptAt) : '—',
                })}
          </Alert>
        )}
        <Columns
          main={
            <Panel title={t('webhook.target')}>
              <Stack gap="md">
                <TextInput
                  label={t('webhook.name')}
                  required
                  maxLength={100}
                  value={draft.name}
                  error={fields.name}
                  onChange={(event) => patch({ name: event.currentTarget.value })}
                />
                <TextInput
                  label={t('webhook.url')}
                  description={t('webhook.urlHint')}
                  required
                  type="url"
                  inputMode="url"
                  maxLength={2000}
                  value={draft.url}
                  error={fields.url}
                  onChange={(event) => patch({ url: event.currentTarget.value })}
                />
                <PickMany
                  label={t('webhook.types')}
                  description={t('webhook.typesHint')}
                  options={eventTypes.map((each) => ({ value: each, label: each }))}
                  value={draft.types}
                  error={Object.entries(fields).find(([path]) => path.startsWith('types'))?.[1]}
                  onChange={(types) => patch({ types: eventTypes.filter((each) => types.includes(each)) })}
                />
                <Textarea
                  label={t('webhook.query')}
                  description={t('webhook.queryHint')}
                  autosize
                  minRows={4}
                  maxRows={16}
                  styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
                  spellCheck={false}
                  maxLength={10000}
                  placeholder="query ($id: ID!) { node(id: $id) { id } }"
                  value={draft.query}
                  error={fields.query}
                  onChange={(event) => patch({ query: event.currentTarget.value })}
                />
                <Checkbox.Group
                  label={t('webhook.scopes')}
                  description={t('webhook.scopesHint')}
                  error={Object.entries(fields).find(([path]) => path.startsWith('scopes'))?.[1]}
                  value={draft.scopes}
                  onChange={(next) => patch({ scopes: scopes.filter((scope) => next.includes(scope)) })}
                >
                  <Group gap="sm" mt="xs">
                    {scopes
                      .filter((scope) => scope.endsWith('_READ'))
                      .map((scope) => (
                        <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} disabled={!can(scope)} />
                      ))}
                  </Group>
                </Checkbox.Group>
              </Stack>
            </Panel>
          }
          aside={
            <>
              <Panel title={t('product.status')}>
                <Switch
                  label={t('webhook.isActive')}
                  description={t('webhook.isActiveHint')}
                  checked={draft.isActive}
                  onChange={(event) => patch({ isActive: event.currentTarget.checked })}
                />
              </Panel>
              {hook && (
                <Panel title={t('webhook.secret')}>
                  <Stack gap="sm" align="flex-start">
                    <Text size="sm" c="dimmed">
                      {t('webhook.secretHint')}
                    </Text>
                    <Button
                      variant="default"
                      leftSection={<Icon name="key" size={18} />}
                      onClick={() => setAsksSecret(true)}
                    >
                      {t('webhook.rotate')}
                    </Button>
                  </Stack>
                </Panel>
              )}
              {hook && (
                <DeleteButton
                  name={hook.name}
                  title={t('webhook.deleteTitle', { name: hook.name })}
                  text={t('webhook.deleteText')}
                  send={async () => (await act(WebhookDeleteDocument, { input: { id: hook.id } })).webhookDelete}
                  onDone={() => {
                    editor.discard();
                    void navigate({ to: '/webhooks' }).then(() =>
                      queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
                    );
                  }}
                />
              )}
            </>
          }
          after={hook && <DeliveryLog hook={hook} />}
        />
      </EditPage>
      <Modal
        opened={secret !== undefined}
        onClose={() => {
          setSecret(undefined);
          if (made) goTo(made);
        }}
        title={t('webhook.secret')}
        centered
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {secret && <Secret text={secret} hint={t('webhook.once')} />}
      </Modal>
      <Confirm
        opened={asksSecret}
        onClose={() => setAsksSecret(false)}
        title={t('webhook.rotateTitle')}
        action={t('webhook.rotate')}
        onConfirm={rotate}
      >
        {t('webhook.rotateText')}
      </Confirm>
    </>
  );
}
