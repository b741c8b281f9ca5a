# The same again, please: the cart gets what can be had, and what cannot is told beside it.
! after shop

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#1}", quantity: 2, modifiers: [{optionId: "{mdo#2}"}]}, {variantId: "{var#3}", quantity: 2}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id } } userErrors { code } } }

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

> owner
mutation { variantPriceSet(input: {variantId: "{var#1}", price: 1600000}) { variant { price { formatted } } userErrors { code } } }

< 200
{
  "data": {
    "variantPriceSet": {
      "variant": {
        "price": {
          "formatted": "16 000 soʻm"
        }
      },
      "userErrors": []
    }
  }
}

> buyer ru
mutation {
  orderRepeat(input: {id: "{ord#1}"}) { cart { lines { product { name } quantity unitPrice { formatted } modifiers { name } } } userErrors { code message path } }
  again: orderRepeat(input: {id: "{ord#1}"}) { cart { lines { quantity } } userErrors { code } }
}

< 200
{
  "data": {
    "orderRepeat": {
      "cart": {
        "lines": [
          {
            "product": {
              "name": "Зелёный чай"
            },
            "quantity": 2,
            "unitPrice": {
              "formatted": "21 000 сум"
            },
            "modifiers": [
              {
                "name": "Мёд"
              }
            ]
          }
        ]
      },
      "userErrors": [
        {
          "code": "INSUFFICIENT_STOCK",
          "message": "Товара «Пиала» не хватает. В наличии: 0.",
          "path": [
            "input",
            "id"
          ]
        }
      ]
    },
    "again": {
      "cart": {
        "lines": [
          {
            "quantity": 2
          }
        ]
      },
      "userErrors": [
        {
          "code": "INSUFFICIENT_STOCK"
        }
      ]
    }
  }
}

> neighbour
mutation { orderRepeat(input: {id: "{ord#1}"}) { cart { id } userErrors { code message path } } }

< 200
{
  "data": {
    "orderRepeat": {
      "cart": null,
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
