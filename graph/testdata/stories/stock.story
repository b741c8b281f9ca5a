# Two pieces, two buyers.
! after shop

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#3}", quantity: 1}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id } } userErrors { code } } }

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

> neighbour
mutation { cartSet(input: {lines: [{variantId: "{var#3}", quantity: 2}], contact: {name: "Nodira", phone: "937654321"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id } } userErrors { code } } }

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
mutation { orderPlace(input: {quoteId: "{qte#1}"}) { order { id } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#1"
      },
      "userErrors": []
    }
  }
}

> neighbour ru
mutation { orderPlace(input: {quoteId: "{qte#2}"}) { order { id } userErrors { __typename code message path ... on InsufficientStockError { variantId available } } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": null,
      "userErrors": [
        {
          "__typename": "InsufficientStockError",
          "code": "INSUFFICIENT_STOCK",
          "message": "Товара «Пиала» не хватает. В наличии: 1.",
          "path": [
            "input",
            "quoteId"
          ],
          "variantId": "var#3",
          "available": 1
        }
      ]
    }
  }
}

# Staff count: never below what is promised.

> operator en
mutation {
  low: stockSet(input: {variantId: "{var#3}", onHand: 0}) { variant { id } userErrors { code message path } }
  both: stockSet(input: {variantId: "{var#3}", onHand: 5, delta: 1}) { variant { id } userErrors { code message path } }
  more: stockSet(input: {variantId: "{var#3}", delta: 10, reason: RECEIVED}) { variant { stock { onHand reserved committed available } availability { available } } userErrors { code } }
  stop: variantStopSet(input: {variantId: "{var#3}", isStopped: true}) { variant { isStopped availability { canBuy available } } userErrors { code } }
}

< 200
{
  "data": {
    "low": {
      "variant": null,
      "userErrors": [
        {
          "code": "STOCK_PROMISED",
          "message": "Stock cannot be less than what orders were promised: 1 pcs.",
          "path": [
            "input",
            "onHand"
          ]
        }
      ]
    },
    "both": {
      "variant": null,
      "userErrors": [
        {
          "code": "INVALID",
          "message": "This value is not valid.",
          "path": [
            "input",
            "onHand"
          ]
        }
      ]
    },
    "more": {
      "variant": {
        "stock": [
          {
            "onHand": 12,
            "reserved": 1,
            "committed": 0,
            "available": 11
          }
        ],
        "availability": {
          "available": 11
        }
      },
      "userErrors": []
    },
    "stop": {
      "variant": {
        "isStopped": true,
        "availability": {
          "canBuy": false,
          "available": 11
        }
      },
      "userErrors": []
    }
  }
}

> operator en
{ stockMovements(variantId: "{var#3}", first: 2) { delta onHand reason location { name } } }

< 200
{
  "data": {
    "stockMovements": [
      {
        "delta": 10,
        "onHand": 12,
        "reason": "RECEIVED",
        "location": {
          "name": "Ombor"
        }
      },
      {
        "delta": 2,
        "onHand": 2,
        "reason": "RECOUNT",
        "location": {
          "name": "Ombor"
        }
      }
    ]
  }
}

> neighbour ru
{ me { cart { readiness { blockers { code message } } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "readiness": {
          "blockers": [
            {
              "code": "NOT_FOR_SALE",
              "message": "«Пиала» сейчас не продаётся."
            }
          ]
        }
      }
    }
  }
}
