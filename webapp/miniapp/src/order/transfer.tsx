import { patchEntity } from '@dokon/gql';
import { useRef, useState } from 'preact/hooks';
import { PaymentProofSendDocument, PaymentProofUploadDocument } from '../generated/gql/graphql';
import { cache, mine } from '../shell/api';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { Button, IconButton } from '../ui/button';
import { Note } from '../ui/note';
import { toast } from '../ui/toast';
import type { Attempt } from './standing';

/** Pictures that may be shown of one transfer, as the server has it. */
const MOST = 5;

/** Where to transfer to, each line copied by a tap, and the picture by which the buyer shows it. */
export function Transfer({ payment }: { payment: Attempt }) {
  const { transfer, proofs } = payment;
  if (!transfer) return null;
  const last = proofs.at(-1);
  return (
    <div class="stack">
      <p>{t('transfer.text')}</p>
      <ul class="rows">
        {transfer.fields.map(({ name, value }) => (
          <li key={name} class="line">
            <span class="grow">
              <span class="hint small line-hint">{name}</span>
              <span class="num">{value}</span>
            </span>
            <IconButton icon="copy" label={t('transfer.copy', { name })} clear onClick={() => void copy(value)} />
          </li>
        ))}
      </ul>
      <Button kind="soft" icon="copy" onClick={() => void copy(transfer.text)}>
        {t('transfer.copyAll')}
      </Button>
      {last?.state === 'SENT' && <Note icon="clock" text={t('transfer.sent')} />}
      {last?.state === 'REFUSED' && <Note icon="alert" bad text={`${t('transfer.refused')} ${last.reason}`} />}
      {proofs.length > 0 && (
        <ul class="wrap">
          {proofs.map(({ id, url }) => (
            <li key={id}>
              <img class="proof" src={url} alt={t('transfer.proof')} width={72} height={72} loading="lazy" />
            </li>
          ))}
        </ul>
      )}
      {proofs.length < MOST && <Upload paymentId={payment.id} again={proofs.length > 0} />}
    </div>
  );
}

async function copy(text: string) {
  try {
    await navigator.clipboard.writeText(text);
    host.haptic('success');
    toast(t('transfer.copied'));
  } catch {
    toast(t('transfer.notCopied'));
  }
}

function Upload({ paymentId, again }: { paymentId: string; again: boolean }) {
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const send = async (file: File) => {
    setBusy(true);
    try {
      const refusal = await sendProof(paymentId, file);
      toast(refusal ?? t('transfer.thanks'));
      host.haptic(refusal ? 'error' : 'success');
    } catch {
      toast(t('error.offlineTitle'));
    }
    setBusy(false);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('transfer.proof')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void send(file);
        }}
      />
      <Button kind={again ? 'plain' : 'main'} icon="camera" busy={busy} onClick={() => input.current?.click()}>
        {t(again ? 'transfer.another' : 'transfer.upload')}
      </Button>
    </>
  );
}

/** Sends a picture and shows it with the order; answers why it was refused. */
async function sendProof(paymentId: string, file: File): Promise<string | undefined> {
  const { paymentProofUploadCreate: opened } = await mine.exec(PaymentProofUploadDocument, {
    input: { byteSize: file.size },
  });
  if (!opened.target) return opened.userErrors[0]?.message ?? t('error.title');
  const headers = Object.fromEntries(opened.target.headers.map(({ name, value }) => [name, value]));
  const put = await fetch(opened.target.url, { method: 'PUT', body: file, headers });
  if (!put.ok) return t('error.title');
  const { paymentProofSend: sent } = await mine.exec(
    PaymentProofSendDocument,
    { input: { paymentId, uploadId: opened.target.uploadId } },
    { idempotencyKey: `proof-${opened.target.uploadId}`, timeout: 20_000 },
  );
  if (sent.order) patchEntity(cache, sent.order);
  return sent.userErrors[0]?.message;
}
