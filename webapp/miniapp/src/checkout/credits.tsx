import { GqlError } from '@dokon/gql';
import { useState } from 'preact/hooks';
import { cart } from '../cart/cart';
import { CartSetDocument, type CartSetInput, type CartWholeFragment } from '../generated/gql/graphql';
import { mine } from '../shell/api';
import { host } from '../shell/host';
import { sum, t } from '../shell/lang';
import { Button, IconButton } from '../ui/button';
import { Field } from '../ui/field';
import { Icon } from '../ui/icons';
import { toast } from '../ui/toast';

/**
 * Changes what pays besides the method; answers why that was refused. Not by the cart's own queue, which repeats what got lost:
 * codes of gift cards are counted.
 */
export async function tender(input: Pick<CartSetInput, 'giftCardCode' | 'cashback'>): Promise<string | undefined> {
  try {
    await cart.settle();
    const { cartSet } = await mine.exec(CartSetDocument, { input });
    if (cartSet.cart) cart.adopt(cartSet.cart);
    return cartSet.userErrors[0]?.message;
  } catch (error) {
    return t(error instanceof GqlError && error.code === 'RATE_LIMITED' ? 'gift.tooMany' : 'error.offlineTitle');
  }
}

/** What pays besides the method: cashback by a switch, a gift card by its code. */
export function Credits({ plan, balance }: { plan: CartWholeFragment['plan']; balance: number }) {
  const [busy, setBusy] = useState(false);
  const use = async (isOn: boolean) => {
    host.haptic('select');
    setBusy(true);
    const refusal = await tender({ cashback: isOn ? balance : 0 });
    if (refusal) toast(refusal);
    setBusy(false);
  };
  const { cashback, cashbackMost } = plan;
  const isOn = cashback.minor > 0;
  return (
    <section class="stack" aria-labelledby="credits">
      <h2 id="credits" class="gap">
        {t('credits.title')}
      </h2>
      <div class="rows">
        {cashbackMost.minor > 0 && (
          <button
            type="button"
            class="line"
            role="switch"
            aria-checked={isOn}
            aria-busy={busy}
            disabled={busy}
            onClick={() => void use(!isOn)}
          >
            <Icon name="cashback" />
            <span class="grow">
              <span class="line-title">{t('credits.cashback', { sum: sum(cashbackMost.minor) })}</span>
              <span class="hint small line-hint">{t('credits.cashbackHave', { sum: sum(balance) })}</span>
            </span>
            <span class="switch" />
          </button>
        )}
        <GiftCard plan={plan} />
      </div>
    </section>
  );
}

function GiftCard({ plan }: { plan: CartWholeFragment['plan'] }) {
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const send = async (giftCardCode: string) => {
    setBusy(true);
    const refusal = await tender({ giftCardCode });
    setError(refusal);
    setBusy(false);
    host.haptic(refusal ? 'error' : 'success');
    if (refusal) return;
    setCode('');
    setOpen(false);
  };
  if (plan.giftCardHint) {
    const left = (plan.giftCardBalance?.minor ?? 0) - plan.giftCard.minor;
    return (
      <div class="line">
        <Icon name="gift" />
        <span class="grow">
          <span class="line-title">{t('gift.applied', { hint: plan.giftCardHint })}</span>
          <span class="hint small line-hint">
            {plan.giftCard.minor === 0 ? t('gift.empty') : t('gift.covers', { sum: sum(plan.giftCard.minor) })}
            {plan.giftCard.minor > 0 && left > 0 && ` · ${t('gift.left', { sum: sum(left) })}`}
          </span>
        </span>
        {busy ? (
          <span class="spin" />
        ) : (
          <IconButton icon="close" label={t('gift.remove')} clear onClick={() => void send('')} />
        )}
      </div>
    );
  }
  if (!open) {
    return (
      <button type="button" class="line" onClick={() => setOpen(true)}>
        <Icon name="gift" />
        <span class="grow">{t('gift.have')}</span>
        <Icon name="plus" size={20} />
      </button>
    );
  }
  return (
    <div class="line">
      <div class="grow stack">
        <CodeField code={code} error={error} onInput={setCode} onDone={() => void send(code)} />
        <Button kind="soft" busy={busy} disabled={code.trim() === ''} onClick={() => void send(code)}>
          {t('gift.apply')}
        </Button>
      </div>
    </div>
  );
}

/** The field for the code of a gift card: sixteen letters and digits, in fours. */
export function CodeField(props: {
  code: string;
  error: string | undefined;
  onInput: (code: string) => void;
  onDone: () => void;
}) {
  return (
    <Field
      label={t('gift.code')}
      value={props.code}
      placeholder="XXXX-XXXX-XXXX-XXXX"
      error={props.error}
      onInput={props.onInput}
      input={{
        autoComplete: 'off',
        autoCapitalize: 'characters',
        spellcheck: false,
        maxLength: 24,
        enterKeyHint: 'done',
        onKeyDown: (event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (props.code.trim()) props.onDone();
        },
      }}
    />
  );
}
