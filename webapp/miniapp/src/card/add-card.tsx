import { useEffect, useState } from 'preact/hooks';
import {
  CardAddDocument,
  type CardAnswerFragment,
  CardCodeSendDocument,
  CardVerifyDocument,
  type SavedCardRowFragment,
} from '../generated/gql/graphql';
import { cache, mine } from '../shell/api';
import { host } from '../shell/host';
import { t } from '../shell/lang';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Sheet } from '../ui/sheet';
import { cardName, groupExpiry, groupNumber, wholeExpiry, wholeNumber } from './card-number';
import { type Desk, tokenOf } from './desk';

interface AddCardProps {
  desk: Desk | undefined;
  /** A card that waits for its code, to go on with. */
  card?: SavedCardRowFragment | undefined;
  open: boolean;
  onClose: () => void;
  /** The card pays from now on. */
  onAdded: (card: SavedCardRowFragment) => void;
}

/** Keeps a card in two steps: its number, which goes to the provider alone, and the code that the bank sends to its owner. */
export function AddCard({ desk, card, open, onClose, onAdded }: AddCardProps) {
  const [waiting, setWaiting] = useState<SavedCardRowFragment>();
  const current = waiting ?? card;
  return (
    <Sheet
      title={current && !current.isVerified ? cardName(current.number) : t('card.new')}
      open={open}
      onClose={() => {
        setWaiting(undefined);
        onClose();
      }}
    >
      {current && !current.isVerified ? (
        <Code
          card={current}
          isSent={waiting !== undefined}
          onDone={(verified) => {
            setWaiting(undefined);
            onAdded(verified);
          }}
        />
      ) : (
        desk && <Numbers desk={desk} onAdded={(added) => (added.isVerified ? onAdded(added) : setWaiting(added))} />
      )}
    </Sheet>
  );
}

/** What a mutation of cards answered; read anew for the lists. */
async function send(ask: () => Promise<CardAnswerFragment>): Promise<CardAnswerFragment> {
  const answer = await ask();
  void cache.invalidateQueries({ queryKey: ['cards'] });
  return answer;
}

function Numbers({ desk, onAdded }: { desk: Desk; onAdded: (card: SavedCardRowFragment) => void }) {
  const [number, setNumber] = useState('');
  const [expiry, setExpiry] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const digits = wholeNumber(number);
  const expire = wholeExpiry(expiry);
  const add = async () => {
    if (!digits || !expire || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const made = await tokenOf(desk, digits, expire);
      if ('refusal' in made) setError(made.refusal || t('card.refused'));
      else {
        const { card, userErrors } = await send(async () => {
          const input = { provider: desk.provider, token: made.token };
          return (await mine.exec(CardAddDocument, { input }, { timeout: 20_000 })).cardAdd;
        });
        if (card) return onAdded(card);
        setError(userErrors[0]?.message ?? t('card.refused'));
      }
    } catch {
      setError(t('error.offlineTitle'));
    } finally {
      setBusy(false);
    }
    host.haptic('error');
  };
  return (
    <div class="stack">
      <Field
        label={t('card.number')}
        value={number}
        placeholder="8600 0000 0000 0000"
        onInput={(typed) => setNumber(groupNumber(typed))}
        input={{ inputMode: 'numeric', autoComplete: 'off', maxLength: 23 }}
      />
      <Field
        label={t('card.expiry')}
        value={expiry}
        placeholder="MM/YY"
        error={expiry.length === 5 && !expire ? t('card.expiryWrong') : undefined}
        onInput={(typed) => setExpiry(groupExpiry(typed))}
        input={{ inputMode: 'numeric', autoComplete: 'off', maxLength: 5 }}
      />
      {error && (
        <p class="danger small" role="alert">
          {error}
        </p>
      )}
      <Button icon="card" busy={busy} disabled={!digits || !expire} onClick={() => void add()}>
        {t('card.add')}
      </Button>
      <p class="hint small">{t('card.private')}</p>
      <p class="hint small">
        Powered by Payme ·{' '}
        <button type="button" class="link small" onClick={() => host.openLink(OFFER)}>
          {t('card.offer')}
        </button>
      </p>
    </div>
  );
}

/** Payme's terms for those who keep a card. */
const OFFER = 'https://cdn.payme.uz/terms/main.html';

function Code(props: { card: SavedCardRowFragment; isSent: boolean; onDone: (card: SavedCardRowFragment) => void }) {
  const { card, isSent, onDone } = props;
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const [phone, setPhone] = useState('');
  /** Seconds before another SMS can be asked for. */
  const [wait, setWait] = useState(isSent ? 60 : 0);
  const [busy, setBusy] = useState<'send' | 'verify'>();
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);
  const run = async (kind: 'send' | 'verify', ask: () => Promise<CardAnswerFragment>) => {
    setBusy(kind);
    setError(undefined);
    try {
      const answer = await send(ask);
      if (answer.code) {
        setPhone(answer.code.phone);
        setWait(answer.code.waitSeconds);
      }
      setError(answer.userErrors[0]?.message);
      if (answer.card?.isVerified) {
        host.haptic('success');
        onDone(answer.card);
      }
    } catch {
      setError(t('error.offlineTitle'));
    }
    setBusy(undefined);
  };
  const verify = () => {
    if (!/^\d{4,8}$/.test(code)) return;
    const input = { id: card.id, code };
    void run('verify', async () => (await mine.exec(CardVerifyDocument, { input }, { timeout: 20_000 })).cardVerify);
  };
  return (
    <div class="stack">
      <p>{phone ? t('card.codeSentTo', { phone }) : t('card.codeText')}</p>
      <Field
        label={t('card.code')}
        value={code}
        error={error}
        onInput={(typed) => setCode(typed.replace(/\D/g, '').slice(0, 8))}
        input={{
          inputMode: 'numeric',
          autoComplete: 'one-time-code',
          maxLength: 8,
          onKeyDown: (event) => event.key === 'Enter' && verify(),
        }}
      />
      <Button busy={busy === 'verify'} disabled={code.length < 4} onClick={verify}>
        {t('card.verify')}
      </Button>
      <Button
        kind="plain"
        busy={busy === 'send'}
        disabled={wait > 0}
        onClick={() =>
          void run('send', async () => {
            const input = { id: card.id };
            return (await mine.exec(CardCodeSendDocument, { input }, { timeout: 20_000 })).cardCodeSend;
          })
        }
      >
        {wait > 0 ? t('card.codeAgainIn', { seconds: wait }) : t('card.codeAgain')}
      </Button>
    </div>
  );
}
