# A shopper fills a cart. What is missing is told in the shopper's language, where it is put right.
! after shop

> buyer
{ me { customer { name phone } cart { version quantity readiness { canPlace blockers { code step message } } totals { total { formatted } } quote { id } } } }

< 200
{
  "data": {
    "me": {
      "customer": {
        "name": "Buyer 2",
        "phone": null
      },
      "cart": {
        "version": 1,
        "quantity": 0,
        "readiness": {
          "canPlace": false,
          "blockers": [
            {
              "code": "CART_EMPTY",
              "step": "LINES",
              "message": "Savat boʻsh."
            },
            {
              "code": "PHONE_MISSING",
              "step": "CONTACT",
              "message": "Telefon raqamingizni kiriting."
            },
            {
              "code": "DELIVERY_MISSING",
              "step": "DELIVERY",
              "message": "Yetkazib berish usulini tanlang."
            },
            {
              "code": "PAYMENT_MISSING",
              "step": "PAYMENT",
              "message": "Toʻlov usulini tanlang."
            }
          ]
        },
        "totals": {
          "total": {
            "formatted": "0 soʻm"
          }
        },
        "quote": null
      }
    }
  }
}

> buyer uz-Cyrl
{ me { cart { readiness { blockers { code message } } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "readiness": {
          "blockers": [
            {
              "code": "CART_EMPTY",
              "message": "Сават бўш."
            },
            {
              "code": "PHONE_MISSING",
              "message": "Телефон рақамингизни киритинг."
            },
            {
              "code": "DELIVERY_MISSING",
              "message": "Етказиб бериш усулини танланг."
            },
            {
              "code": "PAYMENT_MISSING",
              "message": "Тўлов усулини танланг."
            }
          ]
        }
      }
    }
  }
}

> buyer ru
{ me { cart { readiness { blockers { code message } } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "readiness": {
          "blockers": [
            {
              "code": "CART_EMPTY",
              "message": "Корзина пуста."
            },
            {
              "code": "PHONE_MISSING",
              "message": "Укажите ваш номер телефона."
            },
            {
              "code": "DELIVERY_MISSING",
              "message": "Выберите способ доставки."
            },
            {
              "code": "PAYMENT_MISSING",
              "message": "Выберите способ оплаты."
            }
          ]
        }
      }
    }
  }
}

> buyer en
{ me { cart { readiness { blockers { code message } } } } }

< 200
{
  "data": {
    "me": {
      "cart": {
        "readiness": {
          "blockers": [
            {
              "code": "CART_EMPTY",
              "message": "The cart is empty."
            },
            {
              "code": "PHONE_MISSING",
              "message": "Please enter your phone number."
            },
            {
              "code": "DELIVERY_MISSING",
              "message": "Please choose how to receive the order."
            },
            {
              "code": "PAYMENT_MISSING",
              "message": "Please choose how to pay."
            }
          ]
        }
      }
    }
  }
}

# One call declares all of it.

> buyer ru
mutation { cartSet(input: {
    lines: [{variantId: "{var#1}", quantity: 2, modifiers: [{optionId: "{mdo#1}"}, {optionId: "{mdo#2}"}]}, {variantId: "{var#3}", quantity: 1}]
    contact: {name: "Азиз", phone: "90 123-45-67"}
    delivery: {method: COURIER, address: {street: "Амира Темура", house: "5", landmark: "у рынка", point: {latitude: 41.311, longitude: 69.279}}}
    paymentMethod: CASH
    comment: "Позвоните"
  }) {
    cart {
      version quantity comment paymentMethod contact { name phone }
      lines { id quantity product { name } variant { name } modifiers { name quantity price { formatted } } unitPrice { formatted } total { minor } problems { code } }
      delivery { method zone { name } price { formatted } untilFree { formatted } address { formatted } }
      totals { items { minor } discount { minor } delivery { minor } tax { minor } total { minor formatted } due { minor } }
      readiness { canPlace blockers { code } } quote { id total { minor } expiresAt }
    }
    userErrors { code message path } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "version": 2,
        "quantity": 3,
        "comment": "Позвоните",
        "paymentMethod": "CASH",
        "contact": {
          "name": "Азиз",
          "phone": "+998901234567"
        },
        "lines": [
          {
            "id": "cln#1",
            "quantity": 2,
            "product": {
              "name": "Зелёный чай"
            },
            "variant": {
              "name": "Маленький"
            },
            "modifiers": [
              {
                "name": "Лимон",
                "quantity": 1,
                "price": {
                  "formatted": "2 000 сум"
                }
              },
              {
                "name": "Мёд",
                "quantity": 1,
                "price": {
                  "formatted": "5 000 сум"
                }
              }
            ],
            "unitPrice": {
              "formatted": "22 000 сум"
            },
            "total": {
              "minor": 4400000
            },
            "problems": []
          },
          {
            "id": "cln#2",
            "quantity": 1,
            "product": {
              "name": "Пиала"
            },
            "variant": {
              "name": ""
            },
            "modifiers": [],
            "unitPrice": {
              "formatted": "40 000 сум"
            },
            "total": {
              "minor": 4000000
            },
            "problems": []
          }
        ],
        "delivery": {
          "method": "COURIER",
          "zone": {
            "name": "Ташкент"
          },
          "price": {
            "formatted": "15 000 сум"
          },
          "untilFree": {
            "formatted": "416 000 сум"
          },
          "address": {
            "formatted": "Амира Темура 5, ориентир: у рынка"
          }
        },
        "totals": {
          "items": {
            "minor": 8400000
          },
          "discount": {
            "minor": 0
          },
          "delivery": {
            "minor": 1500000
          },
          "tax": {
            "minor": 900000
          },
          "total": {
            "minor": 9900000,
            "formatted": "99 000 сум"
          },
          "due": {
            "minor": 9900000
          }
        },
        "readiness": {
          "canPlace": true,
          "blockers": []
        },
        "quote": {
          "id": "qte#1",
          "total": {
            "minor": 9900000
          },
          "expiresAt": "2026-11-22T10:15:00Z"
        }
      },
      "userErrors": []
    }
  }
}

# The same again changes nothing: same version, same quote.

> buyer ru
mutation { cartSet(input: {comment: "Позвоните", paymentMethod: CASH}) { cart { version quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "version": 2,
        "quote": {
          "id": "qte#1"
        }
      },
      "userErrors": []
    }
  }
}

# Step by step works as well. More pieces than there are may lie in the cart; it says so.

> buyer uz-Latn
mutation {
  cartLinesAdd(input: {lines: [{variantId: "{var#3}", quantity: 4}]}) { cart { version lines { quantity problems { code message available } } readiness { canPlace blockers { code step lineId message } } quote { id } } userErrors { code } }
  cartLinesUpdate(input: {lines: [{lineId: "{cln#2}", quantity: 1}]}) { cart { version quantity readiness { canPlace } } userErrors { code } }
  cartLinesRemove(input: {lineIds: ["{cln#2}"]}) { cart { version lines { product { name } } } userErrors { code } }
}

< 200
{
  "data": {
    "cartLinesAdd": {
      "cart": {
        "version": 3,
        "lines": [
          {
            "quantity": 2,
            "problems": []
          },
          {
            "quantity": 5,
            "problems": [
              {
                "code": "INSUFFICIENT_STOCK",
                "message": "“Piyola” yetarli emas. Mavjud: 2.",
                "available": 2
              }
            ]
          }
        ],
        "readiness": {
          "canPlace": false,
          "blockers": [
            {
              "code": "INSUFFICIENT_STOCK",
              "step": "LINES",
              "lineId": "cln#2",
              "message": "“Piyola” yetarli emas. Mavjud: 2."
            }
          ]
        },
        "quote": null
      },
      "userErrors": []
    },
    "cartLinesUpdate": {
      "cart": {
        "version": 4,
        "quantity": 3,
        "readiness": {
          "canPlace": true
        }
      },
      "userErrors": []
    },
    "cartLinesRemove": {
      "cart": {
        "version": 5,
        "lines": [
          {
            "product": {
              "name": "Koʻk choy"
            }
          }
        ]
      },
      "userErrors": []
    }
  }
}

# Faults name their fields, all at once, and nothing is changed.

> buyer en
mutation { cartSet(input: {
    lines: [{variantId: "{var#1}", quantity: 0}, {variantId: "{var#1}", quantity: 1, modifiers: [{optionId: "{mdo#1}", quantity: 2}, {optionId: "{mdo#2}"}]}, {variantId: "{prd#1}", quantity: 1}]
    contact: {phone: "7"}
  }) { cart { id } userErrors { code message path } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": null,
      "userErrors": [
        {
          "code": "INVALID_PHONE",
          "message": "Please enter the full phone number, for example: +998 90 123 45 67.",
          "path": [
            "input",
            "contact",
            "phone"
          ]
        },
        {
          "code": "OUT_OF_RANGE",
          "message": "The value must be between 1 and 999.",
          "path": [
            "input",
            "lines",
            "0",
            "quantity"
          ]
        },
        {
          "code": "INVALID_ID",
          "message": "This is not a valid id: it should begin with var_.",
          "path": [
            "input",
            "lines",
            "2",
            "variantId"
          ]
        },
        {
          "code": "MODIFIER_TOO_MANY",
          "message": "“Qoʻshimcha”: at most 2.",
          "path": [
            "input",
            "lines",
            "1",
            "modifiers"
          ]
        }
      ]
    }
  }
}

> buyer en
mutation { cartSet(input: {expectedVersion: 1, comment: "x"}) { cart { id } userErrors { code message path } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": null,
      "userErrors": [
        {
          "code": "STALE_VERSION",
          "message": "This was changed somewhere else. Please reload and try again.",
          "path": [
            "input",
            "expectedVersion"
          ]
        }
      ]
    }
  }
}

> buyer
mutation { cartSet(input: {delivery: {address: {street: "Registon", point: {latitude: 39.654, longitude: 66.975}}}}) { cart { delivery { zone { name } } readiness { blockers { code step message } } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "delivery": {
          "zone": null
        },
        "readiness": {
          "blockers": [
            {
              "code": "OUT_OF_ZONE",
              "step": "DELIVERY",
              "message": "Bu manzilga yetkazib bermaymiz."
            }
          ]
        }
      },
      "userErrors": []
    }
  }
}
