# Orders that are called off.
! after shop

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#3}", quantity: 2}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#1"
        }
      },
      "userErrors": []
    }
  }
}

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

> nobody
{ product(slug: "cup") { isAvailable } }

< 200
{
  "data": {
    "product": {
      "isAvailable": false
    }
  }
}

# A buyer may, without a reason, and the goods are free again. Twice is as good as once.

> neighbour
mutation { orderCancel(input: {id: "{ord#1}"}) { order { id } userErrors { code message path } } }

< 200
{
  "data": {
    "orderCancel": {
      "order": null,
      "userErrors": [
        {
          "code": "NOT_FOUND",
          "message": "Topilmadi.",
          "path": [
            "input",
            "id"
          ]
        }
      ]
    }
  }
}

> buyer ru
mutation {
  orderCancel(input: {id: "{ord#1}"}) { order { lifecycle statusText closedAt cancelReason availableActions { action } } userErrors { code } }
  again: orderCancel(input: {id: "{ord#1}"}) { order { lifecycle } userErrors { code } }
}

< 200
{
  "data": {
    "orderCancel": {
      "order": {
        "lifecycle": "CANCELED",
        "statusText": "Отменён",
        "closedAt": "2026-11-22T10:00:00Z",
        "cancelReason": "",
        "availableActions": [
          {
            "action": "REPEAT"
          }
        ]
      },
      "userErrors": []
    },
    "again": {
      "order": {
        "lifecycle": "CANCELED"
      },
      "userErrors": []
    }
  }
}

> nobody
{ product(slug: "cup") { isAvailable } }

< 200
{
  "data": {
    "product": {
      "isAvailable": true
    }
  }
}

> operator ru
mutation { orderConfirm(input: {id: "{ord#1}"}) { order { id } userErrors { code message path } } }

< 200
{
  "data": {
    "orderConfirm": {
      "order": null,
      "userErrors": [
        {
          "code": "ORDER_CLOSED",
          "message": "Заказ закрыт, изменить его нельзя.",
          "path": [
            "input",
            "id"
          ]
        }
      ]
    }
  }
}

# Staff must say why, and the buyer reads it.

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#4}", quantity: 1}]}) { cart { quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#2"
        }
      },
      "userErrors": []
    }
  }
}

> buyer
mutation { orderPlace(input: {quoteId: "{qte#2}"}) { order { id number } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#2",
        "number": 2
      },
      "userErrors": []
    }
  }
}

> operator ru
mutation {
  why: orderCancel(input: {id: "{ord#2}"}) { order { id } userErrors { code message path } }
  orderCancel(input: {id: "{ord#2}", reason: "Нет риса"}) { order { lifecycle cancelReason } userErrors { code } }
}

< 200
{
  "data": {
    "why": {
      "order": null,
      "userErrors": [
        {
          "code": "REASON_REQUIRED",
          "message": "Укажите причину.",
          "path": [
            "input",
            "reason"
          ]
        }
      ]
    },
    "orderCancel": {
      "order": {
        "lifecycle": "CANCELED",
        "cancelReason": "Нет риса"
      },
      "userErrors": []
    }
  }
}

> buyer ru
{ me { order(number: 2) { lifecycle statusText cancelReason timeline { nodes { message actor { kind name } } } } } }

< 200
{
  "data": {
    "me": {
      "order": {
        "lifecycle": "CANCELED",
        "statusText": "Отменён",
        "cancelReason": "Нет риса",
        "timeline": {
          "nodes": [
            {
              "message": "Заказ оформлен",
              "actor": {
                "kind": "CUSTOMER",
                "name": "Buyer 2"
              }
            },
            {
              "message": "Заказ отменён: Нет риса",
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
