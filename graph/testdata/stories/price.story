# A price changes between the quote and the tap: the buyer sees both sums and a new quote, and nothing was ordered.
! after shop

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#4}", quantity: 2}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id total { formatted } } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#1",
          "total": {
            "formatted": "85 000 soʻm"
          }
        }
      },
      "userErrors": []
    }
  }
}

> owner
mutation { variantPriceSet(input: {variantId: "{var#4}", price: 3800000}) { variant { price { formatted } } userErrors { code } } }

< 200
{
  "data": {
    "variantPriceSet": {
      "variant": {
        "price": {
          "formatted": "38 000 soʻm"
        }
      },
      "userErrors": []
    }
  }
}

> buyer ru
mutation { orderPlace(input: {quoteId: "{qte#1}"}) { order { id } userErrors { __typename code message path ... on PriceChangedError { before { formatted } after { formatted } quote { id total { formatted } expiresAt } } } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": null,
      "userErrors": [
        {
          "__typename": "PriceChangedError",
          "code": "PRICE_CHANGED",
          "message": "Цена изменилась: было 85 000 сум, стало 91 000 сум. Проверьте, прежде чем продолжить.",
          "path": [
            "input",
            "quoteId"
          ],
          "before": {
            "formatted": "85 000 сум"
          },
          "after": {
            "formatted": "91 000 сум"
          },
          "quote": {
            "id": "qte#2",
            "total": {
              "formatted": "91 000 сум"
            },
            "expiresAt": "2026-11-22T10:15:00Z"
          }
        }
      ]
    }
  }
}

> buyer ru
{ me { cart { lines { unitPrice { formatted } problems { code message before { formatted } } } readiness { canPlace } quote { id } } orders { total { value } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "lines": [
          {
            "unitPrice": {
              "formatted": "38 000 сум"
            },
            "problems": [
              {
                "code": "PRICE_CHANGED",
                "message": "Цена изменилась: было 35 000 сум, стало 38 000 сум. Проверьте, прежде чем продолжить.",
                "before": {
                  "formatted": "35 000 сум"
                }
              }
            ]
          }
        ],
        "readiness": {
          "canPlace": true
        },
        "quote": {
          "id": "qte#2"
        }
      },
      "orders": {
        "total": {
          "value": 0
        }
      }
    }
  }
}

> buyer
mutation { orderPlace(input: {quoteId: "{qte#2}"}) { order { number totals { total { formatted } } } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "number": 1,
        "totals": {
          "total": {
            "formatted": "91 000 soʻm"
          }
        }
      },
      "userErrors": []
    }
  }
}

# A quote holds for fifteen minutes, and for the cart as it was.

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#4}", quantity: 1}]}) { cart { quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#3"
        }
      },
      "userErrors": []
    }
  }
}

! wait 15m2s

> buyer en
mutation { orderPlace(input: {quoteId: "{qte#3}"}) { order { id } userErrors { code message path } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": null,
      "userErrors": [
        {
          "code": "QUOTE_EXPIRED",
          "message": "This quote has expired. Please check the cart once more.",
          "path": [
            "input",
            "quoteId"
          ]
        }
      ]
    }
  }
}

# Asked for again, it is renewed.

> buyer
{ me { cart { quote { id expiresAt } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "quote": {
          "id": "qte#3",
          "expiresAt": "2026-11-22T10:30:02Z"
        }
      }
    }
  }
}

> buyer
mutation { cartSet(input: {comment: "tez"}) { cart { version } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "version": 3
      },
      "userErrors": []
    }
  }
}

> buyer en
mutation { orderPlace(input: {quoteId: "{qte#3}"}) { order { id } userErrors { code message path } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": null,
      "userErrors": [
        {
          "code": "QUOTE_STALE",
          "message": "The cart has changed since the quote. Please check it once more.",
          "path": [
            "input",
            "quoteId"
          ]
        }
      ]
    }
  }
}
