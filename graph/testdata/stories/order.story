# From the cart to the door, paid in cash.
! after shop

> buyer ru
mutation { cartSet(input: {
    lines: [{variantId: "{var#1}", quantity: 2, modifiers: [{optionId: "{mdo#1}"}]}, {variantId: "{var#3}", quantity: 1}]
    contact: {name: "Азиз", phone: "+998 90 123 45 67"}, paymentMethod: CASH
    delivery: {method: COURIER, address: {street: "Амира Темура", house: "5", point: {latitude: 41.311, longitude: 69.279}}}
  }) { cart { quote { id total { formatted } } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#1",
          "total": {
            "formatted": "89 000 сум"
          }
        }
      },
      "userErrors": []
    }
  }
}

> buyer ru
mutation { orderPlace(input: {quoteId: "{qte#1}"}) {
    order { id number receiptCode lifecycle paymentStatus fulfilmentStatus statusText expiresAt quantity
      lines { name variantName quantity unitPrice { minor } total { minor } modifiers { name } }
      totals { items { minor } delivery { minor } tax { minor } total { minor } paid { minor } due { minor } }
      delivery { method name address { formatted } mapUrl } payments { method provider state amount { minor } }
      availableActions { action reasonIfBlocked } }
    userErrors { code message } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#1",
        "number": 1,
        "receiptCode": "receipt#1",
        "lifecycle": "PLACED",
        "paymentStatus": "UNPAID",
        "fulfilmentStatus": "NONE",
        "statusText": "Ждёт подтверждения",
        "expiresAt": "2026-11-22T11:00:00Z",
        "quantity": 3,
        "lines": [
          {
            "name": "Зелёный чай",
            "variantName": "Маленький",
            "quantity": 2,
            "unitPrice": {
              "minor": 1700000
            },
            "total": {
              "minor": 3400000
            },
            "modifiers": [
              {
                "name": "Лимон"
              }
            ]
          },
          {
            "name": "Пиала",
            "variantName": "",
            "quantity": 1,
            "unitPrice": {
              "minor": 4000000
            },
            "total": {
              "minor": 4000000
            },
            "modifiers": []
          }
        ],
        "totals": {
          "items": {
            "minor": 7400000
          },
          "delivery": {
            "minor": 1500000
          },
          "tax": {
            "minor": 792857
          },
          "total": {
            "minor": 8900000
          },
          "paid": {
            "minor": 0
          },
          "due": {
            "minor": 8900000
          }
        },
        "delivery": {
          "method": "COURIER",
          "name": "Ташкент",
          "address": {
            "formatted": "Амира Темура 5"
          },
          "mapUrl": "https://yandex.uz/maps/?pt=69.279000,41.311000&z=17&l=map"
        },
        "payments": [
          {
            "method": "CASH",
            "provider": "cash",
            "state": "CREATED",
            "amount": {
              "minor": 8900000
            }
          }
        ],
        "availableActions": [
          {
            "action": "CANCEL",
            "reasonIfBlocked": null
          },
          {
            "action": "REPEAT",
            "reasonIfBlocked": null
          }
        ]
      },
      "userErrors": []
    }
  }
}

# A second tap, or a second device, gets the same order.

> buyer
mutation { orderPlace(input: {quoteId: "{qte#1}"}) { order { id number } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#1",
        "number": 1
      },
      "userErrors": []
    }
  }
}

> buyer
{ me { cart { lines { id } contact { name phone } delivery { method address { formatted } } paymentMethod }  orders { nodes { number lifecycle } total { value } } order(number: 1) { id } } product(slug: "cup") { variants { availability { available isLow } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "lines": [],
        "contact": {
          "name": "Азиз",
          "phone": "+998901234567"
        },
        "delivery": {
          "method": "COURIER",
          "address": {
            "formatted": "Амира Темура 5"
          }
        },
        "paymentMethod": "CASH"
      },
      "orders": {
        "nodes": [
          {
            "number": 1,
            "lifecycle": "PLACED"
          }
        ],
        "total": {
          "value": 1
        }
      },
      "order": {
        "id": "ord#1"
      }
    },
    "product": {
      "variants": [
        {
          "availability": {
            "available": 1,
            "isLow": true
          }
        }
      ]
    }
  }
}

# The shop sees it, accepts it, and makes it ready. A repeat of a command does no harm.

> operator ru
{ orderCounts { placed preparing onTheWay }
  orders(filter: {lifecycle: [PLACED]}) { nodes { number statusText contact { name phone } customer { name } availableActions { action } } } }

< 200
{
  "data": {
    "orderCounts": {
      "placed": 1,
      "preparing": 0,
      "onTheWay": 0
    },
    "orders": {
      "nodes": [
        {
          "number": 1,
          "statusText": "Ждёт подтверждения",
          "contact": {
            "name": "Азиз",
            "phone": "+998901234567"
          },
          "customer": {
            "name": "Buyer 2"
          },
          "availableActions": [
            {
              "action": "CONFIRM"
            },
            {
              "action": "CANCEL"
            }
          ]
        }
      ]
    }
  }
}

> operator ru
mutation {
  orderConfirm(input: {id: "{ord#1}", expectedVersion: 1, readyInMinutes: 40}) { order { lifecycle statusText promisedAt version fulfilments { id state } availableActions { action } } userErrors { code } }
  again: orderConfirm(input: {id: "{ord#1}"}) { order { lifecycle version } userErrors { code } }
  stale: fulfilmentAccept(input: {orderId: "{ord#1}", expectedVersion: 1}) { order { id } userErrors { code message path } }
  tooSoon: fulfilmentDeliver(input: {orderId: "{ord#1}"}) { order { id } userErrors { code message path } }
  fulfilmentAccept(input: {orderId: "{ord#1}"}) { order { statusText } userErrors { code } }
  fulfilmentPack(input: {orderId: "{ord#1}"}) { order { statusText } userErrors { code } }
}

< 200
{
  "data": {
    "orderConfirm": {
      "order": {
        "lifecycle": "CONFIRMED",
        "statusText": "Принят",
        "promisedAt": "2026-11-22T10:40:00Z",
        "version": 2,
        "fulfilments": [
          {
            "id": "ful#1",
            "state": "PENDING"
          }
        ],
        "availableActions": [
          {
            "action": "PREPARE"
          },
          {
            "action": "CANCEL"
          }
        ]
      },
      "userErrors": []
    },
    "again": {
      "order": {
        "lifecycle": "CONFIRMED",
        "version": 2
      },
      "userErrors": []
    },
    "stale": {
      "order": null,
      "userErrors": [
        {
          "code": "STALE_VERSION",
          "message": "Данные изменены в другом месте. Обновите страницу и попробуйте ещё раз.",
          "path": [
            "input",
            "expectedVersion"
          ]
        }
      ]
    },
    "tooSoon": {
      "order": null,
      "userErrors": [
        {
          "code": "TRANSITION_REFUSED",
          "message": "В текущем состоянии заказа это действие невозможно.",
          "path": [
            "input",
            "orderId"
          ]
        }
      ]
    },
    "fulfilmentAccept": {
      "order": {
        "statusText": "Готовится"
      },
      "userErrors": []
    },
    "fulfilmentPack": {
      "order": {
        "statusText": "Собран"
      },
      "userErrors": []
    }
  }
}

# A courier sees nothing before it is handed over, and then this order alone.

> courier
{ viewer { id role permissions } orders { nodes { number } } order(number: 1) { id } }

< 200
{
  "data": {
    "viewer": {
      "id": "stf#1",
      "role": "COURIER",
      "permissions": [
        "STORE_READ",
        "ORDERS_DELIVER"
      ]
    },
    "orders": {
      "nodes": []
    },
    "order": null
  }
}

> operator
mutation { fulfilmentHandOver(input: {orderId: "{ord#1}", courierId: "{stf#1}"}) { order { statusText fulfilments { state courier { name role } } } userErrors { code } } }

< 200
{
  "data": {
    "fulfilmentHandOver": {
      "order": {
        "statusText": "Kuryerda",
        "fulfilments": [
          {
            "state": "HANDED_TO_COURIER",
            "courier": {
              "name": "COURIER",
              "role": "COURIER"
            }
          }
        ]
      },
      "userErrors": []
    }
  }
}

> courier ru
{ orders { nodes { number statusText delivery { address { formatted } mapUrl } contact { phone } customer { name addresses { id } } availableActions { action } } } }

< 200
{
  "data": {
    "orders": {
      "nodes": [
        {
          "number": 1,
          "statusText": "У курьера",
          "delivery": {
            "address": {
              "formatted": "Амира Темура 5"
            },
            "mapUrl": "https://yandex.uz/maps/?pt=69.279000,41.311000&z=17&l=map"
          },
          "contact": {
            "phone": "+998901234567"
          },
          "customer": {
            "name": "Buyer 2",
            "addresses": []
          },
          "availableActions": [
            {
              "action": "DELIVER"
            },
            {
              "action": "FAIL_DELIVERY"
            }
          ]
        }
      ]
    }
  }
}

> courier
mutation {
  wrong: fulfilmentDeliver(input: {orderId: "{ord#1}", cashReceived: 100}) { order { id } userErrors { code message path } }
  fulfilmentDeliver(input: {orderId: "{ord#1}"}) { order { lifecycle paymentStatus fulfilmentStatus totals { paid { minor } due { minor } } completedAt } userErrors { code } }
}

< 200
{
  "data": {
    "wrong": {
      "order": null,
      "userErrors": [
        {
          "code": "CASH_MISMATCH",
          "message": "Olingan summa toʻlanishi kerak boʻlgan summaga teng emas: 89 000 soʻm.",
          "path": [
            "input",
            "cashReceived"
          ]
        }
      ]
    },
    "fulfilmentDeliver": {
      "order": {
        "lifecycle": "COMPLETED",
        "paymentStatus": "PAID",
        "fulfilmentStatus": "FULFILLED",
        "totals": {
          "paid": {
            "minor": 8900000
          },
          "due": {
            "minor": 0
          }
        },
        "completedAt": "2026-11-22T10:00:00Z"
      },
      "userErrors": []
    }
  }
}

# The buyer reads what happened, without names of staff; the money is in the ledger, which sums to zero.

> buyer ru
{ me { order(id: "{ord#1}") { statusText lifecycle payments { state capturedAt } fulfilments { state courier { name } } availableActions { action }
    timeline { nodes { kind message actor { kind name } } } } } }

< 200
{
  "data": {
    "me": {
      "order": {
        "statusText": "Доставлен",
        "lifecycle": "COMPLETED",
        "payments": [
          {
            "state": "CAPTURED",
            "capturedAt": "2026-11-22T10:00:00Z"
          }
        ],
        "fulfilments": [
          {
            "state": "DELIVERED",
            "courier": null
          }
        ],
        "availableActions": [
          {
            "action": "REPEAT"
          }
        ],
        "timeline": {
          "nodes": [
            {
              "kind": "order.placed",
              "message": "Заказ оформлен",
              "actor": {
                "kind": "CUSTOMER",
                "name": "Buyer 2"
              }
            },
            {
              "kind": "order.confirmed",
              "message": "Магазин принял заказ, время ожидания: 40 мин.",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "fulfilment.accepted",
              "message": "Заказ готовится",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "fulfilment.packed",
              "message": "Заказ собран",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "fulfilment.handed_over",
              "message": "Заказ передан курьеру: COURIER",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "fulfilment.delivered",
              "message": "Заказ вручён",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "payment.captured",
              "message": "Оплата получена: 89 000 сум",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            },
            {
              "kind": "order.completed",
              "message": "Заказ выполнен",
              "actor": {
                "kind": "STAFF",
                "name": "test"
              }
            }
          ]
        }
      }
    }
  }
}

> owner ru
{ ledgerAccounts { code balance { minor } } order(number: 1) { timeline(first: 3) { nodes { kind actor { kind name } } pageInfo { hasNextPage } } payments { providerRef } } }

< 200
{
  "data": {
    "ledgerAccounts": [
      {
        "code": "buyer",
        "balance": {
          "minor": -8900000
        }
      },
      {
        "code": "cash:courier:stf#1",
        "balance": {
          "minor": 8900000
        }
      }
    ],
    "order": {
      "timeline": {
        "nodes": [
          {
            "kind": "order.placed",
            "actor": {
              "kind": "CUSTOMER",
              "name": "Buyer 2"
            }
          },
          {
            "kind": "order.confirmed",
            "actor": {
              "kind": "STAFF",
              "name": "OPERATOR"
            }
          },
          {
            "kind": "fulfilment.accepted",
            "actor": {
              "kind": "STAFF",
              "name": "OPERATOR"
            }
          }
        ],
        "pageInfo": {
          "hasNextPage": true
        }
      },
      "payments": [
        {
          "providerRef": null
        }
      ]
    }
  }
}

> buyer
{ orders { nodes { id } } }

< 403
{
  "errors": [
    {
      "message": "Bu amal uchun ruxsatingiz yoʻq.",
      "path": [
        "orders"
      ],
      "extensions": {
        "code": "FORBIDDEN"
      }
    }
  ],
  "data": null
}
