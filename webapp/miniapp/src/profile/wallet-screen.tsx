import { GqlError } from '@dokon/gql';
import { dateTime } from '@dokon/i18n';
import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { Cards } from '../card/cards';
import { CodeField, tender } from '../checkout/credits';
import { GiftCardBalanceDocument, WalletDocument, type WalletQuery } from '../generated/gql/graphql';
import { askMine, canSignIn, mine, sessionEnded } from '../shell/api';
import { host } from '../shell/host';
import { lang, sum, t } from '../shell/lang';
import { Page } from '../shell/page';
import { Link } from '../shell/router';
import { signInWall } from '../shell/status';
import { Button } from '../ui/button';
import { ErrorState } from '../ui/states';
import { toast } from '../ui/toast';

/** Cashback with its history, and what is on a gift card. */
export default function WalletScreen() {
  const query = useQuery(askMine('wallet', WalletDocument, {}));
  const customer = query.data?.me.customer;
  if (!canSignIn || sessionEnded.value) return <Page title={t('wallet.title')}>{signInWall(canSignIn)}</Page>;
  return (
    <Page title={t('wallet.title')} grouped>
      {customer ? (
        <div class="stack">
          <section class="card stack" aria-labelledby="cashback">
            <h2 id="cashback">{t('wallet.cashback')}</h2>
            <p class="price big num">{sum(customer.cashback.minor)}</p>
            <p class="hint small">{t('wallet.cashbackText')}</p>
          </section>
          <Cards />
          <GiftCard />
          <section class="stack" aria-labelledby="history">
            <h2 id="history" class="gap">
              {t('wallet.history')}
            </h2>
            {customer.cashbackMoves.length === 0 ? (
              <p class="card hint">{t('wallet.none')}</p>
            ) : (
              <ul class="rows">
                {customer.cashbackMoves.map((move) => (
                  <Move key={`${move.kind}${move.at}${move.order?.id}`} move={move} />
                ))}
              </ul>
            )}
          </section>
        </div>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div class="stack" aria-busy="true">
          <div class="sk" style={{ height: 130 }} />
          <div class="sk" style={{ height: 170 }} />
        </div>
      )}
    </Page>
  );
}

function Move({ move }: { move: WalletQuery['me']['customer']['cashbackMoves'][number] }) {
  const isIn = move.kind === 'GRANTED' || move.kind === 'RETURNED' || move.kind === 'ISSUED';
  const text = (
    <>
      <span class="grow">
        <span class="line-title">{t(`walletMove.${move.kind}`)}</span>
        <span class="hint small line-hint">
          {move.order && `${t('order.number', { number: move.order.number })} · `}
          {dateTime(new Date(move.at), lang.value, new Date())}
        </span>
      </span>
      <b class={isIn ? 'num ok' : 'num'}>
        {isIn ? '+' : ''}
        {sum(isIn ? move.amount.minor : -move.amount.minor)}
      </b>
    </>
  );
  return (
    <li>
      {move.order ? (
        <Link class="line" to={`/o/${move.order.id}`}>
          {text}
        </Link>
      ) : (
        <span class="line">{text}</span>
      )}
    </li>
  );
}

/** What is left on the card of a code, and the way to pay the next order with it. */
function GiftCard() {
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  /** Tiyin on the card that was asked for. */
  const [left, setLeft] = useState<number>();
  const [busy, setBusy] = useState<'check' | 'use'>();
  const check = async () => {
    setBusy('check');
    setError(undefined);
    try {
      const { giftCardBalance } = await mine.exec(GiftCardBalanceDocument, { code });
      if (giftCardBalance) setLeft(giftCardBalance.minor);
      else setError(t('wallet.giftNone'));
      host.haptic(giftCardBalance ? 'success' : 'error');
    } catch (fault) {
      setError(t(fault instanceof GqlError && fault.code === 'RATE_LIMITED' ? 'gift.tooMany' : 'error.offlineTitle'));
    }
    setBusy(undefined);
  };
  const use = async () => {
    setBusy('use');
    const refusal = await tender({ giftCardCode: code });
    setBusy(undefined);
    host.haptic(refusal ? 'error' : 'success');
    if (refusal) return setError(refusal);
    toast(t('wallet.giftUsed'));
    setCode('');
    setLeft(undefined);
  };
  return (
    <section class="card stack" aria-labelledby="gift">
      <h2 id="gift">{t('wallet.gift')}</h2>
      <p class="hint small">{t('wallet.giftText')}</p>
      <CodeField
        code={code}
        error={error}
        onInput={(typed) => {
          setCode(typed);
          setLeft(undefined);
          setError(undefined);
        }}
        onDone={() => void check()}
      />
      {left === undefined ? (
        <Button kind="soft" busy={busy === 'check'} disabled={code.trim() === ''} onClick={() => void check()}>
          {t('wallet.check')}
        </Button>
      ) : (
        <>
          <p role="status">
            <b>{t('wallet.giftLeft', { sum: sum(left) })}</b>
          </p>
          {left > 0 && (
            <Button busy={busy === 'use'} onClick={() => void use()}>
              {t('wallet.giftUse')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
