import type { MantineColor } from '@mantine/core';
import {
  FulfilmentAcceptDocument,
  FulfilmentDeliverDocument,
  FulfilmentFailDocument,
  FulfilmentHandOverDocument,
  FulfilmentPackDocument,
  FulfilmentReadyDocument,
  FulfilmentReturnDocument,
  type OrderAction,
  type OrderAnswerFragment,
  OrderCancelDocument,
  OrderConfirmDocument,
} from '../generated/gql/graphql';
import type { PlainKey } from '../i18n/i18n';
import { act } from '../session/api';
import type { IconName } from '../ui/icons';

/** What staff do with an order; repeating it is the buyer's. */
export type StaffAction = Exclude<OrderAction, 'REPEAT'>;

/** What a dialog asks before the step. Each step reads its own fields. */
export type ActionForm = {
  /** null: no time is promised. */
  readyInMinutes: number | null;
  courierId: string | null;
  /** Tiyin. */
  cashReceived: number | null;
  reason: string;
};

export type ActionDialog = 'minutes' | 'courier' | 'cash' | 'reason' | 'sure';

type ActionLook = { label: PlainKey; icon: IconName; color?: MantineColor; dialog?: ActionDialog };

/** In the order of an order's life: the first that is possible is the main button. */
export const looks: Record<StaffAction, ActionLook> = {
  CONFIRM: { label: 'action.CONFIRM', icon: 'check', dialog: 'minutes' },
  PREPARE: { label: 'action.PREPARE', icon: 'clock' },
  PACK: { label: 'action.PACK', icon: 'box' },
  READY: { label: 'action.READY', icon: 'store' },
  HAND_OVER: { label: 'action.HAND_OVER', icon: 'truck', dialog: 'courier' },
  DELIVER: { label: 'action.DELIVER', icon: 'cash', dialog: 'cash' },
  RETURN: { label: 'action.RETURN', icon: 'undo', dialog: 'sure' },
  FAIL_DELIVERY: { label: 'action.FAIL_DELIVERY', icon: 'alert', color: 'orange', dialog: 'reason' },
  CANCEL: { label: 'action.CANCEL', icon: 'close', color: 'red', dialog: 'reason' },
};

const life = Object.keys(looks) as StaffAction[];

type Option = { action: OrderAction; reasonIfBlocked: string | null };

/** The main step, the others that are possible, and those that are not, with why. */
export function sortActions(options: readonly Option[]) {
  const known = life.flatMap((action) => {
    const option = options.find((each) => each.action === action);
    return option ? [{ action, reason: option.reasonIfBlocked }] : [];
  });
  const open = known.filter((each) => each.reason === null).map((each) => each.action);
  const main = open.find((action) => action !== 'CANCEL' && action !== 'FAIL_DELIVERY');
  return {
    main,
    others: open.filter((action) => action !== main),
    blocked: known.flatMap(({ action, reason }) => (reason === null ? [] : [{ action, reason }])),
  };
}

/** Carries one step out. `key` is made once for each opening of its dialog: a second tap is the same intent. */
export async function run(
  action: StaffAction,
  order: { id: string; version: number },
  form: ActionForm,
  key: string,
): Promise<OrderAnswerFragment> {
  const { id, version: expectedVersion } = order;
  const move = { input: { orderId: id, expectedVersion } };
  switch (action) {
    case 'CONFIRM': {
      const { readyInMinutes } = form;
      const input = { id, expectedVersion, ...(readyInMinutes !== null && { readyInMinutes }) };
      return (await act(OrderConfirmDocument, { input }, key)).orderConfirm;
    }
    case 'PREPARE':
      return (await act(FulfilmentAcceptDocument, move, key)).fulfilmentAccept;
    case 'PACK':
      return (await act(FulfilmentPackDocument, move, key)).fulfilmentPack;
    case 'READY':
      return (await act(FulfilmentReadyDocument, move, key)).fulfilmentReady;
    case 'HAND_OVER': {
      const input = { ...move.input, ...(form.courierId && { courierId: form.courierId }) };
      return (await act(FulfilmentHandOverDocument, { input }, key)).fulfilmentHandOver;
    }
    case 'DELIVER': {
      const input = { ...move.input, ...(form.cashReceived !== null && { cashReceived: form.cashReceived }) };
      return (await act(FulfilmentDeliverDocument, { input }, key)).fulfilmentDeliver;
    }
    case 'FAIL_DELIVERY':
      return (await act(FulfilmentFailDocument, { input: { ...move.input, reason: form.reason } }, key)).fulfilmentFail;
    case 'RETURN':
      return (await act(FulfilmentReturnDocument, move, key)).fulfilmentReturn;
    case 'CANCEL':
      return (await act(OrderCancelDocument, { input: { id, expectedVersion, reason: form.reason } }, key)).orderCancel;
  }
}
